import { decide } from "../../../src/access/api-gateway/decision/decide";
import { unknownRole } from "../../../src/access/iam/roles";
import { readPolicy } from "../../../src/access/iam/read-policy";
import {
  account,
  allow,
  anonymous,
  called,
  callerRole,
  deny,
  document,
  guarded,
  merged,
  open,
  originOf,
  policy,
  restApi,
  restArn,
  routeNamed,
  served,
  signer,
  signerOf,
  told,
  worldOf,
} from "./support";

const says = { allows: allow, denies: deny } as const;
type Says = keyof typeof says | "silent";
const everybody = { Principal: "*" };

/** A REST API with `GET /a` guarded by IAM, where role and resource policy each say something about it. */
function world(identity: Says, resource: Says | "nothing") {
  const inline = identity === "silent" ? undefined : policy(says[identity](restArn("GET/a")));
  const about = resource === "silent" ? deny("execute-api:/live/GET/other", everybody) : undefined;
  const own =
    resource === "allows" || resource === "denies" ? says[resource]("execute-api:/live/GET/a", everybody) : about;
  const body = document({ "/a": { get: guarded } });
  return worldOf(merged(restApi(body, own ? { policy: policy(own) } : {}), callerRole("caller", inline)));
}

// docs/access-model.md 3.3, table A.
describe("within an account", () => {
  test.each<[Says, Says | "nothing", string]>([
    ["allows", "nothing", "allowed"],
    ["silent", "nothing", "denied 403 no statement"],
    ["denies", "nothing", "denied 403 explicit deny"],
    ["allows", "allows", "allowed"],
    ["allows", "silent", "allowed"],
    ["allows", "denies", "denied 403 explicit deny"],
    ["silent", "allows", "allowed"],
    ["silent", "silent", "denied 403 no statement"],
    ["silent", "denies", "denied 403 explicit deny"],
    ["denies", "allows", "denied 403 explicit deny"],
    ["denies", "silent", "denied 403 explicit deny"],
    ["denies", "denies", "denied 403 explicit deny"],
  ])("role: %s, resource policy: %s: %s", (identity, resource, outcome) => {
    const of = world(identity, resource);
    expect(told(called(of, "GET /a", signer(of, "caller")))).toBe(outcome);
  });

  test("rests on A1 where the resource policy only denies", () => {
    const of = world("allows", "silent");
    expect(called(of, "GET /a", signer(of, "caller")).assumptions).toEqual(["A1"]);
  });
});

// docs/access-model.md 3.3, table B.
describe("across accounts", () => {
  test.each<[Says, Says | "nothing", string]>([
    ["allows", "nothing", "denied 403 no statement"],
    ["allows", "allows", "allowed"],
    ["allows", "silent", "denied 403 no statement"],
    ["silent", "allows", "denied 403 no statement"],
    ["silent", "silent", "denied 403 no statement"],
    ["allows", "denies", "denied 403 explicit deny"],
    ["denies", "allows", "denied 403 explicit deny"],
  ])("role: %s, resource policy: %s: %s", (identity, resource, outcome) => {
    const of = world(identity, resource);
    const { api, route } = routeNamed(of, "GET /a");
    const arn = `${api.executionArn}/live/GET/a`;
    const role = {
      ...unknownRole("arn:aws:iam::444455556666:role/abroad", "abroad"),
      boundary: undefined,
      policies: identity === "silent" ? [] : [readPolicy(policy(says[identity](arn)), "abroad")],
    };
    const decision = decide({ api, route, principal: signerOf(role), origin: originOf(of, "internet") });
    expect(told(decision)).toBe(outcome);
  });
});

// docs/access-model.md 3.3: NONE needs an explicit Allow as soon as there is a resource policy.
describe("a route without authorization", () => {
  const of = (own?: string) => worldOf(restApi(document({ "/a": { get: open } }), own ? { policy: own } : {}));

  test("is open to everybody without a resource policy", () => {
    expect(told(called(of(), "GET /a", anonymous))).toBe("allowed");
  });

  test("fails for everybody where the resource policy does not allow it, and says so as AWS does", () => {
    const silent = of(policy(deny("execute-api:/live/GET/other", everybody)));
    const decision = called(silent, "GET /a", anonymous);
    expect(told(decision)).toBe("denied 403 policy allows nobody");
    expect(decision.body).toBe(
      `{"Message":"User: anonymous is not authorized to perform: execute-api:Invoke on resource: arn:aws:execute-api:us-east-1:********3333:\${aws_api_gateway_rest_api.api.id}/live/GET/a"}`,
    );
  });

  test("is open where the resource policy allows it by its short form, by the address alone where that is asked for", () => {
    const all = of(policy(allow("execute-api:/*", everybody)));
    expect(told(called(all, "GET /a", anonymous))).toBe("allowed");
    const office = { ...everybody, Condition: { IpAddress: { "aws:SourceIp": "203.0.113.0/24" } } };
    const some = of(policy(allow("execute-api:/live/GET/*", office)));
    expect(told(called(some, "GET /a", anonymous))).toBe("denied 403 policy allows nobody");
    expect(told(called(some, "GET /a", anonymous, "internet 203.0.113.0/24"))).toBe("allowed");
  });
});

describe("how IAM refuses (docs/access-model.md 3.6)", () => {
  const of = world("silent", "nothing");

  test("an unsigned request lacks a token, whatever else it carries", () => {
    const decision = called(of, "GET /a", anonymous);
    expect(told(decision)).toBe("denied 403 unsigned");
    expect(decision.body).toBe('{"message":"Missing Authentication Token"}');
  });

  test("a signed one is told who it is, with the account masked", () => {
    expect(called(of, "GET /a", signer(of, "caller")).body).toBe(
      `{"Message":"User: arn:aws:sts::${account}:assumed-role/caller/CognitoIdentityCredentials is not authorized to perform: execute-api:Invoke on resource: arn:aws:execute-api:us-east-1:********3333:\${aws_api_gateway_rest_api.api.id}/live/GET/a"}`,
    );
  });

  test("an explicit denial is named as one", () => {
    const denying = world("denies", "nothing");
    expect(called(denying, "GET /a", signer(denying, "caller")).body).toMatch(
      /\/live\/GET\/a with an explicit deny"\}$/,
    );
  });

  test("somebody to whom Cognito gives no role is told the same as nobody, for another reason", () => {
    const guest = { ...anonymous, label: "guest", kind: "guest" as const };
    expect(told(called(of, "GET /a", guest))).toBe("denied 403 no role");
  });
});

describe("the best of several credentials decides", () => {
  const of = worldOf(
    merged(
      restApi(document({ "/a": { get: guarded } })),
      callerRole("none"),
      callerRole("some", policy(allow(restArn("GET/a")))),
    ),
  );
  const [none] = signer(of, "none").credentials;
  const [some] = signer(of, "some").credentials;
  if (!none || !some || some.kind !== "role") throw new Error("credentials");

  test("and is named", () => {
    const decision = called(of, "GET /a", { ...anonymous, credentials: [none, some] });
    expect([told(decision), decision.credentials]).toEqual(["allowed", "role some"]);
  });

  test("which are not given out are none, and conditions that exclude each other add up", () => {
    const when = { kind: "condition" as const, text: "it rains" };
    const never = { ...some, when: false };
    expect(told(called(of, "GET /a", { ...anonymous, credentials: [never] }))).toBe("denied 403 unsigned");
    const sometimes = { ...some, when };
    expect(told(called(of, "GET /a", { ...anonymous, credentials: [none, sometimes] }))).toBe("if it rains");
    const otherwise = { ...some, when: { kind: "not" as const, of: when } };
    expect(told(called(of, "GET /a", { ...anonymous, credentials: [sometimes, otherwise] }))).toBe("allowed");
  });
});

describe("paths in policies (docs/access-model.md 3.2)", () => {
  const paths = {
    "/members/me": { get: guarded },
    "/members/{id}": { get: guarded, "x-amazon-apigateway-any-method": guarded },
  };
  const of = (...resources: readonly string[]) =>
    worldOf(merged(restApi(document(paths)), callerRole("caller", policy(allow(resources.map(restArn))))));
  const outcomes = (...resources: readonly string[]) => {
    const one = of(...resources);
    return ["GET /members/me", "GET /members/{id}", "ANY /members/{id}"].map((label) =>
      told(called(one, label, signer(one, "caller"))),
    );
  };
  const no = "denied 403 no statement";

  test("a literal path is about the route that serves it alone", () => {
    expect(outcomes("GET/members/me")).toEqual(["allowed", no, no]);
  });

  test("a path that a parameter serves opens it for that path only", () => {
    expect(outcomes("GET/members/42")).toEqual([no, "if {id} is 42", no]);
  });

  test("a wildcard crosses from the one to the other, and ANY depends on the method", () => {
    expect(outcomes("GET/members/*")).toEqual(["allowed", "allowed", "if {method} is GET"]);
    expect(outcomes("*/members/*")).toEqual(["allowed", "allowed", "allowed"]);
  });

  test("a literal {id} is about no call", () => {
    expect(outcomes("GET/members/{id}")).toEqual([no, no, no]);
  });
});

test("an open {proxy+} beside a guarded POST /admin serves the unsigned, and the guard still refuses them", () => {
  const of = worldOf(
    restApi(document({ "/admin": { post: guarded }, "/{proxy+}": { "x-amazon-apigateway-any-method": open } })),
  );
  expect(told(called(of, "ANY /{proxy+}", anonymous))).toBe("allowed");
  expect(told(called(of, "POST /admin", anonymous))).toBe("denied 403 unsigned");
});

test("a call with a token signs nothing", () => {
  const of = world("allows", "allows");
  const token = { ...anonymous, kind: "token" as const };
  expect(told(called(of, "GET /a", token))).toBe("denied 403 unsigned");
});

test("an API key is a condition of those that are let in, and no matter to those that are not", () => {
  const keyed = { security: [{ sigv4: [], key: [] }], "x-amazon-apigateway-integration": served };
  const key = { type: "apiKey", name: "x-api-key", in: "header" };
  const of = worldOf(
    merged(restApi(document({ "/a": { get: keyed } }, { key })), callerRole("caller", policy(allow(restArn("GET/a"))))),
  );
  const decision = called(of, "GET /a", signer(of, "caller"));
  expect(told(decision)).toBe("if the request carries an API key of a usage plan of api");
  expect([decision.status, decision.body, decision.reason]).toEqual([403, '{"message":"Forbidden"}', "no API key"]);
  expect(told(called(of, "GET /a", anonymous))).toBe("denied 403 unsigned");
});
