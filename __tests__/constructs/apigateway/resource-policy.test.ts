import { cognitoAuth } from "../../../src/constructs/apigateway/auth";
import { type PrivateEndpointProps, privateTo } from "../../../src/constructs/apigateway/endpoint";
import { openAuth } from "../../../src/constructs/apigateway/open-auth";
import { userPool } from "../../support/identity";
import { cors, setUp, vpcEndpoint } from "../../support/rest-api";
import { synthesized } from "../../support/synth";

const everything = "arn:aws:execute-api:ap-northeast-1:123456789012:*";
const method = (rest: string) => `arn:aws:execute-api:ap-northeast-1:123456789012:*/api/${rest}`;
const denial = (sid: string, condition: object) => ({
  Sid: sid,
  Effect: "Deny",
  Principal: "*",
  Action: "execute-api:Invoke",
  Resource: [everything],
  Condition: condition,
});
const elsewhere = denial("DenyOtherVpcEndpoints", {
  StringNotEquals: { "aws:SourceVpce": ["vpce-0123456789abcdef0"] },
});
const allowance = (...resources: string[]) => ({
  Sid: "AllowWhatIamDoesNotDecide",
  Effect: "Allow",
  Principal: "*",
  Action: "execute-api:Invoke",
  Resource: resources,
});
const open = openAuth({ allowedBecause: "whoever signs in has no token yet" });

type Set = ReturnType<typeof setUp>;

/** The resource policy of a private API with these routes. */
function policyOf(
  addRoutes: (set: Set) => void,
  restrictions: Partial<PrivateEndpointProps> = {},
  props: Parameters<typeof setUp>[0] = {},
): unknown {
  const set = setUp({ endpoint: privateTo({ vpcEndpoints: [vpcEndpoint()], ...restrictions }), ...props });
  addRoutes(set);
  const { policy } = synthesized(set.stack).single("aws_api_gateway_rest_api");
  return JSON.parse(String(policy));
}
const statements = (...all: object[]) => ({ Version: "2012-10-17", Statement: all });
const byIam = ({ api, handler, admin }: Set) => api.route("GET /reports", { handler, allow: [admin] });
const byToken = ({ stack, api, handler }: Set) =>
  api.route("GET /me", { handler, auth: cognitoAuth(userPool(stack, {}, "others")) });
const openToAll = ({ api, handler }: Set) => api.route("POST /sign-in", { handler, auth: open });

describe("what follows from how routes are authorized", () => {
  test("IAM alone: other ways are denied, and nothing is allowed, since that would admit every signed caller", () => {
    expect(policyOf(byIam)).toEqual(statements(elsewhere));
  });

  test("IAM with CORS: preflight requests are allowed, which nobody signs", () => {
    expect(policyOf(byIam, {}, { cors })).toEqual(statements(elsewhere, allowance(method("OPTIONS/*"))));
  });

  test("tokens alone: everything is allowed, or the authorizer would be asked in vain", () => {
    expect(policyOf(byToken)).toEqual(statements(elsewhere, allowance(everything)));
  });

  test("tokens beside open routes: each is allowed by name", () => {
    expect(
      policyOf((set) => {
        byToken(set);
        openToAll(set);
      }),
    ).toEqual(statements(elsewhere, allowance(method("GET/me"), method("POST/sign-in"))));
  });

  test("IAM beside others: those others are allowed by name", () => {
    const mixed = (set: Set) => {
      byIam(set);
      byToken(set);
      openToAll(set);
    };
    expect(policyOf(mixed)).toEqual(statements(elsewhere, allowance(method("GET/me"), method("POST/sign-in"))));
    expect(policyOf(mixed, {}, { cors })).toEqual(
      statements(elsewhere, allowance(method("GET/me"), method("OPTIONS/*"), method("POST/sign-in"))),
    );
  });
});

test("each further restriction is a denial of its own, so that a call must satisfy all", () => {
  expect(policyOf(byIam, { sourceVpcs: ["vpc-1", "vpc-2"], vpcSourceIps: ["10.0.1.0/24"] })).toEqual(
    statements(
      elsewhere,
      denial("DenyOtherVpcs", { StringNotEquals: { "aws:SourceVpc": ["vpc-1", "vpc-2"] } }),
      denial("DenyOtherAddresses", { NotIpAddress: { "aws:VpcSourceIp": ["10.0.1.0/24"] } }),
    ),
  );
});

test("several endpoints are named together, each once, in any order alike", () => {
  const [one, other] = [vpcEndpoint(true, "vpce-11111111"), vpcEndpoint(false, "vpce-22222222")];
  const named = policyOf(byIam, { vpcEndpoints: [other, one, other] });
  expect(named).toEqual(
    statements(
      denial("DenyOtherVpcEndpoints", { StringNotEquals: { "aws:SourceVpce": ["vpce-11111111", "vpce-22222222"] } }),
    ),
  );
  expect(policyOf(byIam, { vpcEndpoints: [one, other] })).toEqual(named);
});

test("a regional API has no resource policy", () => {
  const set = setUp();
  byIam(set);
  expect(synthesized(set.stack).single("aws_api_gateway_rest_api")).not.toHaveProperty("policy");
});

test("fails where allowing an open route would open one that IAM decides", () => {
  const add = ({ api, handler, admin }: Set) => {
    api.route("GET /files/{name}", { handler, auth: open });
    api.route("GET /files/{name}/owner", { handler, allow: [admin] });
  };
  expect(() => policyOf(add)).toThrow(
    "test/api: GET /files/{name} is allowed to everybody in the resource policy, which would open " +
      "GET /files/{name}/owner to every signed caller too",
  );
});

test("fails where the place of the API's id would let an open route's ARN cover one that IAM decides", () => {
  const add = ({ api, handler, admin }: Set) => {
    api.route("POST /sign-in", { handler, auth: open });
    api.route("GET /files/{path+}", { handler, allow: [admin] });
  };
  expect(() => policyOf(add)).toThrow("which would open GET /files/{path+} to every signed caller too");
});

test("fails where allowing preflight requests would open a route that IAM decides", () => {
  const add = ({ api, handler, admin }: Set) => api.route("GET /files/{path+}", { handler, allow: [admin] });
  expect(() => policyOf(add)).not.toThrow();
  expect(() => policyOf(add, {}, { cors })).toThrow(
    "test/api: OPTIONS /{path+} is allowed to everybody in the resource policy, which would open " +
      "GET /files/{path+} to every signed caller too",
  );
});

test("ANY beside preflights is no OPTIONS, which has a method of its own", () => {
  const add = ({ api, handler, admin }: Set) => api.route("ANY /files/{name}", { handler, allow: [admin] });
  expect(() => policyOf(add, {}, { cors })).not.toThrow();
});

test("fails for a policy that API Gateway would not save, with the limit", () => {
  const add = (set: Set) => {
    byIam(set);
    for (let i = 0; i < 120; i++)
      set.api.route(`GET /open/${"x".repeat(20)}-${i}`, { handler: set.handler, auth: open });
  };
  expect(() => policyOf(add)).toThrow(
    /test\/api: the resource policy has \d{5} characters\n\s+allowed: 8192 characters .*adjustable/,
  );
});

test.each(["10.0.0.0/33", "10.0.0", "vpc-1", "10.0.0.0/8/8", "::/129", "10.0.0.0/", ""])(
  "fails for the address range %j",
  (range) => {
    expect(() => policyOf(byIam, { vpcSourceIps: [range] })).toThrow(
      `test/api: endpoint.vpcSourceIps holds something that is not an address range\n  got:     "${range}"\n`,
    );
  },
);

test.each(["10.0.0.0/8", "10.0.0.1", "fd00::/8", "0.0.0.0/0"])("%s is an address range", (range) => {
  expect(() => policyOf(byIam, { vpcSourceIps: [range] })).not.toThrow();
});
