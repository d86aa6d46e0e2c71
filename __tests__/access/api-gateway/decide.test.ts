import fc from "fast-check";
import { decide } from "../../../src/access/api-gateway/decide";
import { type Decision } from "../../../src/access/decision";
import { isOpen } from "../../../src/access/formula";
import { type Step } from "../../../src/access/step";
import { type JsonValue } from "../../../src/json";
import {
  allow,
  anonymous,
  callerRole,
  deny,
  document,
  guarded,
  holder,
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

test("whatever the policies say, an outcome agrees with its condition, and what is refused always is explained", () => {
  const method = fc.constantFrom("GET", "*", "PUT");
  const path = fc.constantFrom("a", "b/*", "b/1", "*", "b/{id}");
  const condition = fc.constantFrom<JsonValue>(
    { StringNotEquals: { "aws:SourceVpce": "vpce-1" } },
    { IpAddress: { "aws:SourceIp": "203.0.113.0/24" } },
    { NotIpAddress: { "aws:VpcSourceIp": "10.0.0.0/8" } },
    { StringLike: { "aws:PrincipalArn": "*role/some*" } },
    { Bool: { "aws:SecureTransport": "false" } },
    { StringEquals: { "aws:UserAgent": "curl" } },
    {},
  );
  const statement = fc
    .tuple(fc.constantFrom(allow, deny), method, path, condition)
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
  if (isOpen(when)) return outcome === "conditional";
  return when ? outcome === "allowed" : outcome === "denied" || outcome === "unreachable";
}
