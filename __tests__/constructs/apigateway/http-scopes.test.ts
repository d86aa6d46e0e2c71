import { HttpApi } from "../../../src/constructs/apigateway/http-api";
import { jwtAuth } from "../../../src/constructs/apigateway/jwt-auth";
import { AppClient } from "../../../src/constructs/cognito/app-client";
import { ResourceServer } from "../../../src/constructs/cognito/resource-server";
import { type Scope } from "../../../src/constructs/cognito/scope";
import { UserPoolDomain } from "../../../src/constructs/cognito/user-pool-domain";
import { httpStage } from "../../support/http-api";
import { userPool } from "../../support/identity";
import { handlerOf } from "../../support/rest-api";
import { synthesized, testStack } from "../../support/synth";

type Scopes = readonly [Scope, ...Scope[]];

/** An API whose one client may ask for every scope of the server save `secret`. */
function setUp(identifier = "hello") {
  const stack = testStack();
  const pool = userPool(stack);
  const names = ["read", "write", "secret", ...Array.from({ length: 11 }, (_, index) => `s${index}`)];
  const server = new ResourceServer(stack, "server", {
    userPool: pool,
    identifier,
    name: "Hello",
    scopes: Object.fromEntries(names.map((name) => [name, `May ${name}`])),
  });
  const client = new AppClient(stack, "web", {
    userPool: pool,
    address: "web",
    name: "web",
    authFlows: ["ALLOW_USER_SRP_AUTH"],
    tokenValidity: { accessMinutes: 60, idMinutes: 60, refreshDays: 30 },
    hostedSignIn: {
      domain: new UserPoolDomain(stack, "domain", { userPool: pool, prefix: "hello" }),
      callbackUrls: ["https://example.com/in"],
      logoutUrls: [],
      scopes: names.filter((name) => name !== "secret").map((name) => server.scope(name)),
    },
  });
  const api = new HttpApi(stack, "api", { name: "api", auth: jwtAuth(client), stage: httpStage });
  const handler = handlerOf(stack);
  const route = (scopes: Scopes) => api.route("GET /hello", { handler, scopes });
  const securityOf = () =>
    JSON.parse(String(synthesized(stack).single("aws_apigatewayv2_api").body)).paths["/hello"].get.security;
  return { stack, server, route, securityOf };
}

test("a route wants one of its scopes, each named once and in order", () => {
  const { server, route, securityOf } = setUp();
  route([server.scope("write"), "openid", server.scope("read"), server.scope("write")]);
  expect(securityOf()).toEqual([{ jwt: ["hello/read", "hello/write", "openid"] }]);
});

test("the stage serves nothing before the resource server is there", () => {
  const { stack, server, route } = setUp();
  route([server.scope("write"), server.scope("read")]);
  expect(synthesized(stack).single("aws_apigatewayv2_stage").depends_on).toEqual([
    "aws_lambda_permission.api_invoke-hello",
    "aws_cognito_resource_server.server",
  ]);
});

test("the scope of a sign-in through Cognito's API can be wanted of any client", () => {
  const { route, securityOf } = setUp();
  route(["aws.cognito.signin.user.admin"]);
  expect(securityOf()).toEqual([{ jwt: ["aws.cognito.signin.user.admin"] }]);
});

test("a route may have 10 scopes", () => {
  const { server, route } = setUp();
  const [first = "", ...others] = Array.from({ length: 10 }, (_, index) => `s${index}`);
  expect(() => route([server.scope(first), ...others.map((name) => server.scope(name))])).not.toThrow();
});

test("fails for 11 scopes", () => {
  const { server, route } = setUp();
  const [first = "", ...others] = Array.from({ length: 11 }, (_, index) => `s${index}`);
  expect(() => route([server.scope(first), ...others.map((name) => server.scope(name))])).toThrow(
    "test/api: route GET /hello: it names 11 scopes\n  allowed: 10 scopes a route",
  );
});

test("a scope may have 64 characters on a route, and fails with 65", () => {
  const fitting = setUp("x".repeat(59));
  expect(() => fitting.route([fitting.server.scope("read")])).not.toThrow();
  const long = setUp("x".repeat(60));
  expect(() => long.route([long.server.scope("read")])).toThrow(
    `the scope ${"x".repeat(60)}/read has 65 characters\n  allowed: 64 characters on a route`,
  );
});

test("fails for a scope of another user pool", () => {
  const { stack, route } = setUp();
  const userPoolOfOthers = userPool(stack, {}, "others");
  const foreign = new ResourceServer(stack, "foreign", {
    userPool: userPoolOfOthers,
    identifier: "hello",
    name: "Foreign",
    scopes: { read: "May read" },
  });
  expect(() => route([foreign.scope("read")])).toThrow(
    "the scope hello/read is of another user pool, whose tokens this route refuses\n  allowed: scopes of test/users\n",
  );
});

test("fails for scopes that no token can have, and not where one of them can be had", () => {
  const { server, route } = setUp();
  expect(() => route([server.scope("secret"), "phone"])).toThrow(
    "no token can have any of its scopes (hello/secret, phone), so nobody could call it",
  );
  expect(() => route([server.scope("secret"), server.scope("read")])).not.toThrow();
});

test("fails to compile for no scope, and for a text that is no standard scope", () => {
  const { route } = setUp();
  // @ts-expect-error Leaving scopes out is how a route wants none.
  const _none: Scopes = [];
  // @ts-expect-error A custom scope is taken from its resource server.
  expect(() => route(["hello/raed"])).toThrow("no token can have any of its scopes (hello/raed)");
});
