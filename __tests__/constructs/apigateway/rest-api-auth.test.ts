import { cognitoAuth, iamAuth } from "../../../src/constructs/apigateway/auth";
import { regional } from "../../../src/constructs/apigateway/endpoint";
import { openAuth } from "../../../src/constructs/apigateway/open-auth";
import { RestApi } from "../../../src/constructs/apigateway/rest-api";
import { type AwsStack } from "../../../src/constructs/aws-stack";
import { ResourceServer } from "../../../src/constructs/cognito/resource-server";
import { type UserPool } from "../../../src/constructs/cognito/user-pool";
import { userPool } from "../../support/identity";
import { cors, setUp, stage } from "../../support/rest-api";
import { type Synthesized, synthesized } from "../../support/synth";

interface Body {
  readonly paths: Readonly<Record<string, Record<string, { readonly security?: readonly object[] }>>>;
  readonly components?: { readonly securitySchemes?: object };
}
const bodyOf = (json: Synthesized) => JSON.parse(String(json.single("aws_api_gateway_rest_api").body)) as Body;
const open = openAuth({ allowedBecause: "whoever signs in has no token yet" });
const sigv4 = { type: "apiKey", name: "Authorization", in: "header", "x-amazon-apigateway-authtype": "awsSigv4" };
const tokensOf = (address: string) => ({
  type: "apiKey",
  name: "Authorization",
  in: "header",
  "x-amazon-apigateway-authtype": "cognito_user_pools",
  "x-amazon-apigateway-authorizer": {
    type: "cognito_user_pools",
    providerARNs: [`\${aws_cognito_user_pool.${address}.arn}`],
  },
});

/** A resource server of a pool with two scopes. */
const ordersOf = (stack: AwsStack, pool: UserPool) =>
  new ResourceServer(stack, "orders", {
    userPool: pool,
    identifier: "orders",
    name: "Orders",
    scopes: { read: "May read orders", write: "May write orders" },
  });

/** An API whose routes want a token of the pool `citizens`. */
function tokenApi() {
  const { stack, pool, admin, handler } = setUp();
  stack.node.tryRemoveChild("api");
  const citizens = userPool(stack, {}, "citizens");
  const api = new RestApi(stack, "api", {
    name: "test-api",
    auth: cognitoAuth(citizens),
    endpoint: regional(),
    cors,
    stage,
  });
  return { stack, pool, admin, handler, citizens, api };
}

test("routes want a token of the user pool, and nobody is granted anything", () => {
  const { stack, api, handler } = tokenApi();
  api.route("GET /me", { handler });
  const json = synthesized(stack);
  expect(bodyOf(json).components).toEqual({ securitySchemes: { citizens: tokensOf("citizens") } });
  expect(bodyOf(json).paths["/me"]?.get).toMatchObject({ security: [{ citizens: [] }] });
  expect(bodyOf(json).paths["/me"]?.options).not.toHaveProperty("security");
  expect(Object.keys(json.policies())).toEqual(["hello_role_permissions"]);
});

test("a route with scopes wants an access token that carries one of them", () => {
  const { stack, api, handler, citizens } = tokenApi();
  const orders = ordersOf(stack, citizens);
  api.route("GET /orders", { handler, scopes: [orders.scope("write"), "openid", orders.scope("read")] });
  expect(bodyOf(synthesized(stack)).paths["/orders"]?.get).toMatchObject({
    security: [{ citizens: ["openid", "orders/read", "orders/write"] }],
  });
});

test("nothing is deployed before the resource server is there whose scopes a route wants", () => {
  const { stack, api, handler, citizens } = tokenApi();
  const orders = ordersOf(stack, citizens);
  api.route("GET /orders", { handler, scopes: [orders.scope("read"), orders.scope("write")] });
  expect(synthesized(stack).single("aws_api_gateway_deployment").depends_on).toEqual([
    "aws_cognito_resource_server.orders",
    "aws_lambda_permission.api_invoke-hello",
  ]);
});

test("fails for a scope of another user pool than the route's, and not for one of the route's own", () => {
  const { stack, api, handler, citizens } = tokenApi();
  const partners = userPool(stack, {}, "partners");
  const scopes = [ordersOf(stack, partners).scope("read")] as const;
  expect(() => api.route("GET /orders", { handler, scopes })).toThrow(
    "test/api: route GET /orders: the scope orders/read is of another user pool, whose tokens this route refuses\n" +
      "  allowed: scopes of test/citizens\n",
  );
  expect(() => api.route("GET /orders", { handler, scopes, auth: cognitoAuth(partners) })).not.toThrow();
  expect(() => api.route("GET /me", { handler, scopes, auth: cognitoAuth(citizens) })).toThrow("of another user pool");
});

test("a route can be authorized otherwise than the API's others", () => {
  const { stack, api, handler, admin, pool } = tokenApi();
  const partners = userPool(stack, {}, "partners");
  api.route("GET /me", { handler });
  api.route("GET /partner", { handler, auth: cognitoAuth(partners) });
  api.route("POST /sign-in", { handler, auth: open });
  api.route("GET /reports", { handler, auth: iamAuth(pool), allow: [admin] });
  const json = synthesized(stack);
  const { paths, components } = bodyOf(json);
  expect(components?.securitySchemes).toEqual({
    sigv4,
    citizens: tokensOf("citizens"),
    partners: tokensOf("partners"),
  });
  expect(Object.values(paths).flatMap((item) => [item.get?.security, item.post?.security])).toEqual([
    [{ citizens: [] }],
    undefined,
    [{ partners: [] }],
    undefined,
    [{ sigv4: [] }],
    undefined,
    undefined,
    undefined,
  ]);
  expect(Object.keys(json.policies())).toContain("admin_role_permissions");
});

test("a preflight's answer speaks of signatures only where IAM decides", () => {
  const { stack, api, handler, admin, pool } = tokenApi();
  api.route("GET /me", { handler });
  api.route("GET /reports", { handler, auth: iamAuth(pool), allow: [admin] });
  const { paths } = bodyOf(synthesized(stack));
  expect(JSON.stringify(paths["/me"]?.options)).toContain("'Authorization,Content-Type'");
  expect(JSON.stringify(paths["/reports"]?.options)).toContain("X-Amz-Security-Token");
});

test("a grant by IAM may reach a route that wants a token: there IAM is not asked", () => {
  const { stack, api, handler, admin, pool } = tokenApi();
  api.route("GET /{name}", { handler, auth: iamAuth(pool), allow: [admin] });
  api.route("GET /{name}/public", { handler });
  expect(() => synthesized(stack)).not.toThrow();
});

test.each(["", "because", "   short   "])("fails for a route that is open without a reason: %j", (allowedBecause) => {
  const { api, handler } = tokenApi();
  expect(() => api.route("POST /sign-in", { handler, auth: openAuth({ allowedBecause }) })).toThrow(
    `test/api: calls are open to anybody without a written reason\n  got:     ${JSON.stringify(allowedBecause)}\n`,
  );
});

test("fails for an API that is open without a reason", () => {
  const { stack } = setUp();
  const auth = openAuth({ allowedBecause: "" });
  expect(() => new RestApi(stack, "open", { name: "open", auth, endpoint: regional(), stage })).toThrow(
    "test/open: calls are open to anybody without a written reason",
  );
});

test("fails for more user pools than an API may have authorizers, with the number", () => {
  const { stack, api, handler } = tokenApi();
  for (let i = 0; i < 11; i++) {
    api.route(`GET /pool-${i}`, { handler, auth: cognitoAuth(userPool(stack, {}, `pool-${i}`)) });
  }
  expect(() => synthesized(stack)).toThrow(
    /test\/api: the API's routes name 11 user pools\n\s+allowed: 10 authorizers an API/,
  );
});

test("fails where somebody gets around the types", () => {
  const { api, handler, admin, pool } = tokenApi();
  const any = api.route.bind(api) as (key: string, props: object) => void;
  expect(() => any("GET /a", { handler, allow: [admin] })).toThrow(
    "test/api: route GET /a: allow and ownParameter are for IAM, which does not decide here",
  );
  expect(() => any("GET /{b}", { handler, ownParameter: "b" })).toThrow("which does not decide here");
  expect(() => any("GET /c", { handler, auth: iamAuth(pool), allow: [] })).toThrow("nobody is allowed");
  expect(() => any("GET /c", { handler, auth: iamAuth(pool), allow: [admin, undefined] })).toThrow(
    "test/api: route GET /c: allow names something that is not there",
  );
  expect(() => any("GET /d", { handler, auth: open, scopes: ["a/b"] })).toThrow("scopes are for tokens");
});

test("fails to compile where an API of any kind gets a route that doesn't say how it is authorized", () => {
  const { api, handler, admin } = tokenApi();
  const wide: RestApi = api;
  // @ts-expect-error The API's routes may be authorized by tokens, whose holders are in no role.
  expect(() => wide.route("GET /secret", { handler, allow: [admin] })).toThrow("which does not decide here");
});

test("fails to compile for what another way to authorize would need", () => {
  const { api, handler, admin, pool } = tokenApi();
  const compiles = () => {
    // @ts-expect-error A token's holder is not looked up in a role.
    api.route("GET /a", { handler, allow: [admin] });
    // @ts-expect-error IAM wants to know for whom.
    api.route("GET /b", { handler, auth: iamAuth(pool) });
    // @ts-expect-error IAM knows no scopes.
    api.route("GET /c", { handler, auth: iamAuth(pool), allow: [admin], scopes: ["openid"] });
    // @ts-expect-error An open route asks for nothing.
    api.route("GET /d", { handler, auth: open, scopes: ["openid"] });
    // @ts-expect-error A custom scope is taken from its resource server.
    api.route("GET /e", { handler, scopes: ["orders/read"] });
  };
  expect(compiles).toBeInstanceOf(Function);
});
