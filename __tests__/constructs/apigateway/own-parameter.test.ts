import { cognitoAuth } from "../../../src/constructs/apigateway/auth";
import { type RouteKey } from "../../../src/constructs/apigateway/route";
import { setUp } from "../../support/rest-api";
import { synthesized } from "../../support/synth";

const arn = (rest: string) =>
  `arn:aws:execute-api:ap-northeast-1:123456789012:\${aws_api_gateway_rest_api.api.id}/api/${rest}`;
const own = "$${cognito-identity.amazonaws.com:sub}";

/** What the group admin may call. */
function grantedTo(routes: readonly [key: RouteKey, ownParameter?: string][]) {
  const { stack, api, admin, handler } = setUp();
  for (const [key, ownParameter] of routes) {
    api.route(key, { handler, allow: [admin], ...(ownParameter !== undefined && { ownParameter }) });
  }
  const policies = synthesized(stack).policies() as Record<string, { Statement: { Resource: string[] }[] }>;
  return policies["admin_role_permissions"]?.Statement[0]?.Resource;
}

test("each caller may name the own identity alone, by a variable that Terraform leaves to IAM", () => {
  expect(grantedTo([["GET /members/{identityId}/files/{name}", "identityId"]])).toEqual([
    arn(`GET/members/${own}/files/*`),
  ]);
});

test("routes of the same owner may lie below each other", () => {
  const routes: [RouteKey, string][] = [
    ["GET /members/{identityId}/files/{name}", "identityId"],
    ["GET /members/{identityId}/files/{name}/owner", "identityId"],
  ];
  expect(grantedTo(routes)).toEqual([arn(`GET/members/${own}/files/*`), arn(`GET/members/${own}/files/*/owner`)]);
});

test("no wildcard takes the place of an identity where there is much to grant", () => {
  const others = Array.from({ length: 130 }, (_, i): [RouteKey] => [`GET /teams/all/${"x".repeat(20)}-${i}`]);
  expect(grantedTo([["GET /members/{identityId}/files", "identityId"], ...others])).toEqual([
    arn(`GET/members/${own}/files`),
    arn("GET/teams/all/*"),
  ]);
});

test("fails where another grant would let a caller name anybody", () => {
  const routes: [RouteKey, string?][] = [["GET /members/{identityId}/files", "identityId"], ["GET /{path+}"]];
  expect(() => grantedTo(routes)).toThrow(
    "test/api: allowing group admin GET /{path+} would allow GET /members/{identityId}/files too",
  );
});

test.each<[RouteKey]>([
  ["ANY /members/{identityId}/{rest+}"],
  ["GET /orgs/{org}/members/{identityId}"],
  ["GET /orgs/{org}/members/{identityId}/{rest+}"],
])("fails for %s, where a * before the identity would let anybody be named", (key) => {
  expect(() => grantedTo([[key, "identityId"]])).toThrow(
    `test/api: route ${key}: a * before the caller's identity would cross slashes in IAM`,
  );
});

test.each<[RouteKey, string]>([
  ["GET /members/{id}", "identityId"],
  ["GET /members/{id+}", "id"],
  ["GET /members/id", "id"],
  ["GET /members/{id}", ""],
])("fails for %s with the own parameter %j", (key, ownParameter) => {
  expect(() => grantedTo([[key, ownParameter]])).toThrow(
    `test/api: route ${key}: ownParameter names ${ownParameter}, which is no parameter of the path`,
  );
});

test("fails to compile where IAM does not decide", () => {
  const { api, handler, pool } = setUp();
  const auth = cognitoAuth(pool.client.userPool);
  // @ts-expect-error A token's holder is not looked up in a role.
  const route = () => api.route("GET /members/{id}", { handler, auth, ownParameter: "id" });
  expect(route).toBeInstanceOf(Function);
});
