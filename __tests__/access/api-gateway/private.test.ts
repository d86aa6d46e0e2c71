import { guestSessionPolicies } from "../../../src/access/iam/guest-session-policies";
import { type JsonValue } from "../../../src/json";
import {
  allow,
  anonymous,
  called,
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
  served,
  signer,
  told,
  vpcEndpoint,
  worldOf,
} from "./support";

const everybody = { Principal: "*" };
const way = "VPC endpoint way";
const another = "another VPC endpoint";
const unlessWay = { ...everybody, Condition: { StringNotEquals: { "aws:SourceVpce": "${aws_vpc_endpoint.way.id}" } } };
const isPrivate = { endpoint_configuration: { types: ["PRIVATE"] } };
const paths = { "/a": { get: guarded, options: open } };

const world = (own: string | undefined, endpoint: Record<string, JsonValue> = {}) =>
  worldOf(
    merged(
      restApi(document(paths), { ...isPrivate, ...(own === undefined ? {} : { policy: own }) }),
      vpcEndpoint(endpoint),
      callerRole("admin", policy(allow(restArn("GET/a")))),
      callerRole("nobody"),
    ),
  );

// docs/access-model.md 3.3 and 3.4: the pattern of AWS's own documentation.
describe("Allow for everybody and Deny unless aws:SourceVpce", () => {
  const of = world(policy(allow("execute-api:/*", everybody), deny("execute-api:/*", unlessWay)));

  test("lets every signed caller in through the endpoint, whatever the role's policies say, guests too", () => {
    expect(told(called(of, "GET /a", signer(of, "nobody"), way))).toBe("allowed");
    const guest = signer(of, "nobody", { sessionPolicies: guestSessionPolicies });
    expect(told(called(of, "GET /a", guest, way))).toBe("allowed");
    expect(told(called(of, "GET /a", anonymous, way))).toBe("denied 403 unsigned");
  });

  test("fails from any other endpoint, and does not reach it from the internet", () => {
    expect(told(called(of, "GET /a", signer(of, "admin"), another))).toBe("denied 403 explicit deny");
    const decision = called(of, "GET /a", signer(of, "admin"));
    expect([told(decision), decision.body, decision.status]).toEqual(["unreachable private API", undefined, undefined]);
  });
});

describe("Deny unless aws:SourceVpce alone", () => {
  const of = world(policy(deny("execute-api:/*", unlessWay)));

  test("leaves it to the roles (A1)", () => {
    const decision = called(of, "GET /a", signer(of, "admin"), way);
    expect([told(decision), decision.assumptions]).toEqual(["allowed", ["A1"]]);
    expect(told(called(of, "GET /a", signer(of, "nobody"), way))).toBe("denied 403 no statement");
  });

  test("refuses browsers that ask before a call: OPTIONS has no authorization, and nothing allows it", () => {
    expect(told(called(of, "OPTIONS /a", anonymous, way))).toBe("denied 403 policy allows nobody");
    const asked = allow("execute-api:/live/OPTIONS/*", everybody);
    const with_ = world(policy(deny("execute-api:/*", unlessWay), asked));
    expect(told(called(with_, "OPTIONS /a", anonymous, way))).toBe("allowed");
  });
});

describe("a private API", () => {
  test("without a resource policy lets nobody in", () => {
    const of = world(undefined);
    expect(told(called(of, "GET /a", signer(of, "admin"), way))).toBe("denied 403 policy allows nobody");
    expect(told(called(of, "OPTIONS /a", anonymous, way))).toBe("denied 403 policy allows nobody");
  });

  test("with Allow for one endpoint by StringEquals is closed to others", () => {
    const only = { ...everybody, Condition: { StringEquals: { "aws:SourceVpce": "${aws_vpc_endpoint.way.id}" } } };
    const of = world(policy(allow("execute-api:/*", only)));
    expect(told(called(of, "OPTIONS /a", anonymous, way))).toBe("allowed");
    expect(told(called(of, "OPTIONS /a", anonymous, another))).toBe("denied 403 policy allows nobody");
    expect(told(called(of, "GET /a", signer(of, "admin"), another))).toBe("allowed");
  });

  test("is not confined by vpc_endpoint_ids, which only make names", () => {
    const endpoints = { endpoint_configuration: { types: ["PRIVATE"], vpc_endpoint_ids: ["vpce-dns"] } };
    const own = policy(allow("execute-api:/*", everybody));
    const of = worldOf(restApi(document({ "/a": { get: open } }), { ...endpoints, policy: own }));
    expect(told(called(of, "GET /a", anonymous, another))).toBe("allowed");
    expect(told(called(of, "GET /a", anonymous, "VPC endpoint vpce-dns"))).toMatch(
      /^if .*policy of VPC endpoint vpce-dns/,
    );
  });

  test("knows the address within the VPC, and none on the internet", () => {
    const within = { ...everybody, Condition: { NotIpAddress: { "aws:VpcSourceIp": "10.0.0.0/16" } } };
    const of = world(policy(allow("execute-api:/*", everybody), deny("execute-api:/*", within)));
    expect(told(called(of, "OPTIONS /a", anonymous, way))).toBe("denied 403 explicit deny");
    expect(told(called(of, "OPTIONS /a", anonymous, `${way} from 10.0.0.0/16`))).toBe("allowed");
    const outside = { ...everybody, Condition: { IpAddress: { "aws:SourceIp": "10.0.0.0/16" } } };
    const mistaken = world(policy(allow("execute-api:/*", outside)));
    expect(told(called(mistaken, "OPTIONS /a", anonymous, way))).toBe("denied 403 policy allows nobody");
  });
});

// docs/access-model.md 3.4: the endpoint's policy is asked first, about the signer's identity or about nobody.
describe("an endpoint's policy", () => {
  const own = policy(allow("execute-api:/*", everybody));
  const admins = policy(allow("*", { Principal: { AWS: "${aws_iam_role.admin.arn}" } }));

  test("that names a role lets only the signed call through, even where the route asks for no signature", () => {
    const of = world(own, { policy: admins });
    expect(told(called(of, "GET /a", signer(of, "admin"), way))).toBe("allowed");
    expect(told(called(of, "GET /a", signer(of, "nobody"), way))).toBe("denied 403 endpoint policy");
    expect(told(called(of, "OPTIONS /a", anonymous, way))).toBe("denied 403 endpoint policy");
    expect(told(called(of, "OPTIONS /a", signer(of, "admin"), way))).toBe("allowed");
  });

  test("takes the bearer of a token for nobody", () => {
    const pool = "arn:aws:cognito-idp:us-east-1:111122223333:userpool/us-east-1_pool";
    const users = {
      type: "apiKey",
      name: "Authorization",
      in: "header",
      "x-amazon-apigateway-authtype": "cognito_user_pools",
      "x-amazon-apigateway-authorizer": { type: "cognito_user_pools", providerARNs: [pool] },
    };
    const body = document({ "/a": { get: { ...open, security: [{ users: [] }] } } }, { users });
    const of = (endpoint: Record<string, JsonValue>) =>
      worldOf(merged(restApi(body, { ...isPrivate, policy: own }), vpcEndpoint(endpoint), callerRole("admin")));
    const bearer = holder({ use: "id", userPoolId: "us-east-1_pool", clientId: "web", scopes: [] });
    expect(told(called(of({}), "GET /a", bearer, way))).toBe("allowed");
    expect(told(called(of({ policy: admins }), "GET /a", bearer, way))).toBe("denied 403 endpoint policy");
  });
});

describe("a public API through an endpoint", () => {
  test("answers 403, with private DNS or without", () => {
    for (const dns of [true, false]) {
      const of = worldOf(merged(restApi(document({ "/a": { get: open } })), vpcEndpoint({ private_dns_enabled: dns })));
      const decision = called(of, "GET /a", anonymous, way);
      expect([told(decision), decision.body]).toEqual(["denied 403 public API", '{"message":"Forbidden"}']);
    }
    const http = worldOf(merged(httpApi(document({ "/a": { get: open } })), vpcEndpoint()));
    expect(told(called(http, "GET /a", anonymous, way))).toBe("denied 403 public API");
  });

  test("that demands aws:SourceVpce is closed to everybody: the internet has none", () => {
    const condition = { StringNotEquals: { "aws:SourceVpce": "vpce-1" } };
    const own = policy(
      allow("execute-api:/*", everybody),
      deny("execute-api:/*", { ...everybody, Condition: condition }),
    );
    const of = worldOf(restApi(document({ "/a": { get: open } }), { policy: own }));
    expect(told(called(of, "GET /a", anonymous))).toBe("denied 403 explicit deny");
  });
});

describe("origins", () => {
  test("are the internet alone where nothing else makes a difference", () => {
    const of = worldOf(restApi(document({ "/a": { get: open } })));
    expect(of.origins.map(({ label }) => label)).toEqual(["internet"]);
  });

  test("count the addresses of one condition as one, however many it lists, and those within others apart", () => {
    const ips = ["198.51.100.0/24", "203.0.113.0/24", "192.0.2.0/24"];
    const office = { ...everybody, Condition: { IpAddress: { "aws:SourceIp": [...ips, "0.0.0.0/0"] } } };
    const desk = { ...everybody, Condition: { IpAddress: { "aws:SourceIp": "203.0.113.7" } } };
    const own = policy(allow("execute-api:/*", office), deny("execute-api:/*", desk));
    const of = worldOf(restApi(document({ "/a": { get: open } }), { policy: own }));
    expect(of.origins.map(({ label }) => label)).toEqual([
      "internet",
      "internet 198.51.100.0/24 and 2 more",
      "internet 203.0.113.7",
    ]);
    expect(told(called(of, "GET /a", anonymous, "internet 203.0.113.7"))).toBe("denied 403 explicit deny");
  });

  test("are endpoints and VPCs that policies name too", () => {
    const named = { "aws:SourceVpce": ["vpce-1", "${aws_vpc_endpoint.way.id}"], "aws:SourceVpc": ["vpc-1", "vpc-2"] };
    const own = policy(allow("execute-api:/*", { ...everybody, Condition: { StringEquals: named } }));
    const of = world(own);
    expect(of.origins.map(({ label, kind }) => `${kind}: ${label}`)).toEqual([
      "internet: internet",
      "endpoint: VPC endpoint way",
      "other-endpoint: VPC endpoint vpce-1",
      "other-endpoint: another VPC endpoint in vpc-2",
      "other-endpoint: another VPC endpoint",
    ]);
    expect(told(called(of, "OPTIONS /a", anonymous, way))).toBe("allowed");
    expect(told(called(of, "OPTIONS /a", anonymous, "another VPC endpoint in vpc-2"))).toBe(
      "denied 403 policy allows nobody",
    );
  });

  test("know an endpoint's policy from its own resource, and that of a data source as unknown", () => {
    const other = {
      aws_vpc_endpoint_policy: {
        way: { vpc_endpoint_id: "${aws_vpc_endpoint.way.id}", policy: policy(deny("*", everybody)) },
      },
    };
    const own = policy(allow("execute-api:/*", everybody));
    const of = worldOf(
      merged(restApi(document({ "/a": { get: open } }), { ...isPrivate, policy: own }), vpcEndpoint(), other),
      { aws_vpc_endpoint: { found: { vpc_id: "vpc-1", service_name: "com.amazonaws.us-east-1.execute-api" } } },
    );
    expect(told(called(of, "GET /a", anonymous, way))).toBe("denied 403 endpoint policy");
    expect(told(called(of, "GET /a", anonymous, "VPC endpoint found"))).toMatch(/^if .*data\.aws_vpc_endpoint\.found/);
    expect(originOf(of, "VPC endpoint found").privateDns).toBeUndefined();
  });
});

// docs/access-model.md 4: API Gateway knows the caller only where the route asked for a signature.
test("fails where an open route calls its integration as the caller, though the endpoint's policy sees who signed", () => {
  const passing = { "x-amazon-apigateway-integration": { ...served, credentials: "arn:aws:iam::*:user/*" } };
  const of = worldOf(
    merged(
      restApi(document({ "/a": { get: passing } }), {
        ...isPrivate,
        policy: policy(allow("execute-api:/*", everybody)),
      }),
      vpcEndpoint({ policy: policy({ Effect: "Allow", Principal: "*", Action: "*", Resource: "*" }) }),
      callerRole("admin", policy({ Effect: "Allow", Action: "*", Resource: "*" })),
    ),
  );
  const decision = called(of, "GET /a", signer(of, "admin"), way);
  expect([told(decision), decision.credentials]).toEqual(["failing 500 caller's permission", undefined]);
});

test("an endpoint leads to private APIs of its own region only", () => {
  const policies = { policy: policy(allow("execute-api:/*", everybody)) };
  const api = restApi(document(paths), { ...isPrivate, ...policies });
  const of = worldOf(merged(api, vpcEndpoint({ region: "eu-west-1" }), callerRole("admin")));
  expect(told(called(of, "GET /a", signer(of, "admin"), way))).toBe("unreachable other region");
});

// docs/access-model.md 3.4
describe("addresses that policies name", () => {
  const ips = (...values: readonly string[]) => ({
    ...everybody,
    Condition: { IpAddress: { "aws:SourceIp": values } },
  });
  const outcomes = (...statements: readonly JsonValue[]) => {
    const of = worldOf(restApi(document({ "/a": { get: open } }), { policy: policy(...statements) }));
    return of.origins
      .filter(({ kind }) => kind === "internet")
      .map(({ label }) => `${label}: ${told(called(of, "GET /a", anonymous, label))}`);
  };

  test("stand for themselves without the narrower ranges within them", () => {
    const some = allow("execute-api:/*", ips("203.0.113.0/24", "198.51.100.7"));
    expect(outcomes(some, deny("execute-api:/*", ips("203.0.113.0/25", "2001:db8::/32")))).toEqual([
      "internet: denied 403 policy allows nobody",
      "internet 203.0.113.0/24 and 1 more: allowed",
      "internet 203.0.113.0/25: denied 403 explicit deny",
      "internet 2001:db8::/32: denied 403 explicit deny",
    ]);
  });

  test("are left out where narrower ones fill them", () => {
    const halves = deny("execute-api:/*", ips("10.0.0.0/9", "10.128.0.0/9"));
    expect(outcomes(allow("execute-api:/*", ips("10.0.0.0/8")), halves)).toEqual([
      "internet: denied 403 policy allows nobody",
      "internet 10.0.0.0/9 and 1 more: denied 403 explicit deny",
    ]);
  });

  test("are the whole internet as 0.0.0.0/0, while ::/0 holds those of version 6", () => {
    expect(outcomes(allow("execute-api:/*", ips("0.0.0.0/0")))).toEqual(["internet: allowed"]);
    expect(outcomes(allow("execute-api:/*", ips("::/0")))).toEqual([
      "internet: if aws:SourceIp lies in ::/0",
      "internet ::/0: allowed",
    ]);
  });
});

describe("a route of which the authorization is not known", () => {
  const scheme = { type: "http", "x-amazon-apigateway-authtype": "something" };
  const asking = { security: [{ scheme: [] }] };
  const unless = { ...everybody, Condition: { StringNotLike: { "aws:PrincipalArn": "*role/admin" } } };
  const passing = { "x-amazon-apigateway-integration": { ...served, credentials: "arn:aws:iam::*:user/*" } };
  const of = worldOf(
    merged(
      restApi(
        document({ "/a": { get: { ...open, ...asking } }, "/b": { get: { ...passing, ...asking } } }, { scheme }),
        {
          policy: policy(deny("execute-api:/live/GET/a", unless)),
        },
      ),
      callerRole("admin", policy({ Effect: "Allow", Action: "lambda:InvokeFunction", Resource: "*" })),
      callerRole("nobody"),
    ),
  );
  const undecided = expect.stringMatching(/^if what API Gateway makes of the security scheme scheme admits the call/);

  test("is refused to whom the resource policy denies it", () => {
    expect(told(called(of, "GET /a", signer(of, "admin")))).toEqual(undecided);
    expect(told(called(of, "GET /a", signer(of, "nobody")))).toBe("denied 403 explicit deny");
    expect(told(called(of, "GET /a", anonymous))).toBe("denied 403 explicit deny");
  });

  test("may be one that knows the caller, whom it calls the integration as", () => {
    expect(told(called(of, "GET /b", signer(of, "admin")))).toEqual(undecided);
    expect(told(called(of, "GET /b", signer(of, "nobody")))).toBe("failing 500 caller's permission");
  });
});

test("a body that can't be read may hold the policy that a private API needs", () => {
  const of = worldOf(merged(restApi("openapi: 3.0.1", isPrivate), vpcEndpoint()));
  expect(told(called(of, "ANY /{proxy+}", anonymous, way))).toMatch(/^if .*admits the call by its body/);
});
