import fc from "fast-check";
import { decide, decideAll } from "../../../src/access/api-gateway/decision/decide";
import { decisionOf } from "../../../src/access/api-gateway/decision/hurdle";
import { either } from "../../../src/access/api-gateway/decision/best";
import { type Decision } from "../../../src/access/decision";
import { condition, isOpen, not, textOf } from "../../../src/access/formula";
import { type Principal } from "../../../src/access/principal";
import { type Step } from "../../../src/access/step";
import { type JsonValue } from "../../../src/json";
import {
  account,
  allow,
  anonymous,
  callerRole,
  deny,
  document,
  guarded,
  holder,
  httpApi,
  merged,
  open,
  originOf,
  policy,
  restApi,
  restArn,
  routeNamed,
  signer,
  vpcEndpoint,
  worldOf,
} from "./support";

const everybody = { Principal: "*" };

describe("decisions of many calls", () => {
  const office = { ...everybody, Condition: { IpAddress: { "aws:SourceIp": ["203.0.113.0/24"] } } };
  const paths = { "/a": { get: guarded }, "/b": { get: open } };
  const own = policy(deny("execute-api:/live/PUT/*", office));
  const of = worldOf(
    merged(restApi(document(paths), { policy: own }), callerRole("caller", policy(allow(restArn("GET/a"))))),
  );
  const route = routeNamed(of, "GET /a");
  const [internet, desk] = ["internet", "internet 203.0.113.0/24"].map((label) => originOf(of, label));

  test("are one for callers and origins that no statement about the route tells apart", () => {
    if (!internet || !desk) throw new Error("origins");
    const twin = signer(of, "caller", { keys: new Map([["cognito-identity.amazonaws.com:sub", ["x"]]]) });
    const first = decide({ ...route, principal: signer(of, "caller"), origin: internet });
    expect(decide({ ...route, principal: twin, origin: internet })).toBe(first);
    expect(first.outcome).toBe("allowed");
  });

  test("are the same whether they are explained or not", () => {
    if (!internet) throw new Error("origins");
    for (const principal of [anonymous, signer(of, "caller")]) {
      const steps: Step[] = [];
      const explained = decide({ ...route, principal, origin: internet }, (step) => steps.push(step));
      expect(explained).toBe(decide({ ...route, principal, origin: internet }));
      expect(steps.length).toBeGreaterThan(2);
    }
  });
});

test("is explained from the stage to the statement that decides", () => {
  const of = worldOf(
    merged(
      restApi(document({ "/a": { get: guarded } })),
      callerRole("caller", policy({ Sid: "A", ...allow(restArn("GET/a")) })),
    ),
  );
  const steps: Step[] = [];
  decide({ ...routeNamed(of, "GET /a"), principal: signer(of, "caller"), origin: originOf(of, "internet") }, (step) =>
    steps.push(step),
  );
  expect(
    steps.map(({ text, statement, section }) => [section, text, ...(statement === undefined ? [] : [statement])]),
  ).toEqual([
    ["3", "api is served under the stage live"],
    ["3.4", "the API is public, and the call comes from: internet"],
    ["3.1", "the call is made with role caller"],
    ["3.1", "GET /a asks for a signature, about which IAM decides"],
    [
      "3.2",
      "asked is execute-api:Invoke on arn:aws:execute-api:us-east-1:111122223333:${aws_api_gateway_rest_api.api.id}/live/GET/a",
    ],
    ["5.1", "allowed", "A"],
    ["5.1", "role caller allows it"],
    ["4", "API Gateway may invoke aws_lambda_function.served"],
  ]);
});

test("is the same alone as together with all others, whoever was asked about before", () => {
  const named = (arn: string) => ({ Principal: { AWS: arn } });
  const conditions = fc.constantFrom<JsonValue>(
    { ArnLike: { "aws:PrincipalArn": "*role/one" } },
    { StringEquals: { "aws:PrincipalTag/team": "a" } },
    { StringNotEquals: { "aws:SourceVpce": "${aws_vpc_endpoint.way.id}" } },
    {},
  );
  const principals = fc.constantFrom(everybody, named(`arn:aws:iam::${account}:role/two`));
  const statement = fc
    .tuple(fc.constantFrom(allow, deny), principals, conditions)
    .map(([effect, who, when]) => effect("execute-api:/*", { ...who, Condition: when }));
  const ways = fc.record({ own: fc.array(statement, { minLength: 1, maxLength: 2 }), reversed: fc.boolean() });
  fc.assert(
    fc.property(ways, ({ own, reversed }) => {
      const made = () => {
        const of = worldOf(
          merged(
            restApi(document({ "/a": { get: guarded } }), {
              endpoint_configuration: { types: ["PRIVATE"] },
              policy: policy(...own),
            }),
            vpcEndpoint(),
            callerRole("one"),
            callerRole("two"),
            callerRole("three", policy(allow(restArn("GET/a")))),
          ),
        );
        const tagged = { keys: new Map([["aws:principaltag/team", ["a"]]]) };
        const callers = [
          anonymous,
          ...["one", "two", "three"].map((name) => signer(of, name)),
          signer(of, "one", tagged),
        ];
        return { ...routeNamed(of, "GET /a"), origins: of.origins, callers };
      };
      const together = made();
      const decisions = decideAll(together, together.callers, together.origins);
      const cells = together.origins.flatMap((_, from) => together.callers.map((__, who) => [from, who] as const));
      const alone = made();
      const found = new Map(
        (reversed ? cells.toReversed() : cells).map(([from, who]) => {
          const [origin, principal] = [alone.origins[from], alone.callers[who]];
          if (!origin || !principal) throw new Error("cell");
          return [`${from} ${who}`, decide({ ...alone, principal, origin })];
        }),
      );
      expect(decisions).toEqual(cells.map(([from, who]) => found.get(`${from} ${who}`)));
    }),
    { numRuns: 30 },
  );
});

test("tells callers apart whom a policy names that may be in force in another's place", () => {
  const id = "${aws_api_gateway_rest_api.api.id}";
  const named = allow("execute-api:/*", { Principal: { AWS: `arn:aws:iam::${account}:role/two` } });
  const of = worldOf(
    merged(
      restApi(document({ "/a": { get: guarded } }), { policy: policy(named) }),
      {
        aws_api_gateway_rest_api_policy: {
          own: { count: "${var.many}", rest_api_id: id, policy: policy(deny("execute-api:/*/PUT/*", everybody)) },
        },
      },
      callerRole("one"),
      callerRole("two"),
    ),
  );
  const outcomes = ["one", "two"].map(
    (name) =>
      decide({ ...routeNamed(of, "GET /a"), principal: signer(of, name), origin: originOf(of, "internet") }).outcome,
  );
  expect(outcomes).toEqual(["denied", "conditional"]);
});

test("whatever the policies say, an outcome agrees with its condition, and what is refused always is explained", () => {
  const method = fc.constantFrom("GET", "*", "PUT");
  const path = fc.constantFrom("a", "b/*", "b/1", "*", "b/{id}");
  const tested = fc.constantFrom<JsonValue>(
    { StringNotEquals: { "aws:SourceVpce": "vpce-1" } },
    { IpAddress: { "aws:SourceIp": "203.0.113.0/24" } },
    { NotIpAddress: { "aws:VpcSourceIp": "10.0.0.0/8" } },
    { StringLike: { "aws:PrincipalArn": "*role/some*" } },
    { Bool: { "aws:SecureTransport": "false" } },
    { StringEquals: { "aws:UserAgent": "curl" } },
    {},
  );
  const statement = fc
    .tuple(fc.constantFrom(allow, deny), method, path, tested)
    .map(([effect, verb, rest, when]) => effect(`arn:aws:execute-api:*:*:*/live/${verb}/${rest}`, { Condition: when }));
  const statements = fc.array(statement, { minLength: 1, maxLength: 3 });
  const types = fc.constantFrom("PRIVATE", "REGIONAL");
  const world = fc.record({ types, own: fc.option(statements), some: statements, endpoint: fc.option(statements) });
  const withEverybody = (all: readonly Record<string, JsonValue>[]) =>
    policy(...all.map((one) => ({ ...one, ...everybody })));
  const paths = { "/a": { get: guarded }, "/b/{id}": { get: guarded, put: open }, "/b/1": { get: open } };
  fc.assert(
    fc.property(world, ({ types: type, own, some, endpoint }) => {
      const of = worldOf(
        merged(
          restApi(document(paths), {
            endpoint_configuration: { types: [type] },
            ...(own ? { policy: withEverybody(own) } : {}),
          }),
          vpcEndpoint(endpoint ? { policy: withEverybody(endpoint) } : {}),
          callerRole("some", policy(...some)),
        ),
      );
      const token = holder({ use: "id", userPoolId: "p", clientId: "c", scopes: [] });
      const principals = [anonymous, signer(of, "some"), token];
      const decisions = of.apis.flatMap((api) =>
        api.routes.flatMap((route) =>
          of.origins.flatMap((origin) => principals.map((principal) => decide({ api, route, principal, origin }))),
        ),
      );
      expect(decisions.filter((decision) => !agrees(decision))).toEqual([]);
    }),
  );
});

function agrees({ outcome, when, reason }: Decision): boolean {
  if ((reason === undefined) !== (outcome === "allowed")) return false;
  if (isOpen(when)) return outcome === "conditional" || outcome === "failing";
  return when ? outcome === "allowed" || outcome === "failing" : outcome === "denied" || outcome === "unreachable";
}

describe("a call that can be tried in several ways", () => {
  const of = worldOf(
    merged(
      restApi(document({ "/a": { get: guarded } })),
      callerRole("one", policy(allow(restArn("GET/a")))),
      callerRole("two", policy(allow(restArn("GET/*")))),
      callerRole("none"),
    ),
  );
  const both = (...names: readonly string[]) => ({
    ...anonymous,
    label: "both",
    credentials: names.flatMap((name) => signer(of, name).credentials),
  });
  const call = (...names: readonly string[]) => {
    const steps: Step[] = [];
    const asked = { ...routeNamed(of, "GET /a"), principal: both(...names), origin: originOf(of, "internet") };
    return { ...decide(asked, (step) => steps.push(step)), texts: steps.map(({ text }) => text) };
  };

  test("names all credentials that let it in, and explains each", () => {
    const { credentials, texts } = call("none", "one", "two");
    expect(credentials).toBe("role one or two");
    expect(texts.filter((text) => text.startsWith("the call is made"))).toEqual([
      "the call is made with role one",
      "the call is made with role two",
    ]);
  });

  test("explains ways that nothing tells apart once", () => {
    const { outcome, texts } = call("none", "none");
    expect(outcome).toBe("denied");
    expect(texts.filter((text) => text.startsWith("the call is made"))).toEqual(["the call is made with role none"]);
  });

  test("names tokens of a kind together", () => {
    const labels = ["ID token of a", "access token of a", "ID token of b", "ID token of c", "role r"];
    expect(either(labels)).toBe("ID token of a, b or c, or access token of a, or role r");
    expect(either([])).toBeUndefined();
  });
});

describe("where it is not decided at which hurdle a call ends", () => {
  const open_ = { when: condition("c"), refusal: { outcome: "denied", status: 401, reason: "wrong token" } } as const;
  const closed = { when: false, refusal: { outcome: "denied", status: 403, reason: "explicit deny" } } as const;
  const fails = {
    when: false,
    refusal: { outcome: "failing", status: 500, reason: "integration permission" },
  } as const;

  test("it is refused without a status if each would answer otherwise", () => {
    expect(decisionOf([open_, closed])).toMatchObject({ outcome: "denied", when: false, reason: "explicit deny" });
    expect(decisionOf([open_, closed]).status).toBeUndefined();
    expect(decisionOf([closed]).status).toBe(403);
  });

  test("it fails only if it gets as far as the integration", () => {
    const { outcome, status, when } = decisionOf([open_, fails]);
    expect([outcome, status, textOf(when)]).toEqual(["failing", 500, "c"]);
  });

  test("it is refused, and does not fail, where nobody gets as far", () => {
    const { outcome, reason } = decisionOf([open_, { ...open_, when: not(open_.when) }, fails]);
    expect([outcome, reason]).toEqual(["denied", "not open"]);
  });
});

test("is explained no further than to what refuses it", () => {
  const body = document(
    { "/a": { get: guarded }, "/b": { get: { ...open, security: [{ jwt: [] }] } } },
    {
      jwt: {
        type: "oauth2",
        "x-amazon-apigateway-authorizer": { type: "jwt", jwtConfiguration: { issuer: "https://i", audience: ["c"] } },
      },
    },
  );
  const of = worldOf(merged(httpApi(body), callerRole("none")));
  const explained = (label: string, principal: Principal) => {
    const steps: Step[] = [];
    decide({ ...routeNamed(of, label), principal, origin: originOf(of, "internet") }, (step) => steps.push(step));
    return steps.map(({ text }) => text).slice(-1);
  };
  expect(explained("GET /a", signer(of, "none"))).toEqual(["role none does not allow it"]);
  expect(explained("GET /a", anonymous)).toEqual(["the call is refused: the request is not signed"]);
  const other = holder({ use: "id", userPoolId: "p", clientId: "c", scopes: [] });
  expect(explained("GET /b", other)).toEqual(["the call is refused: the token is not one that the authorizer accepts"]);
});
