import { findingsOf } from "../../src/checks";
import { foreign } from "../support/foreign";

/** What is found: `error trust-without-amr at aws_iam_role.admin`. */
const found = (name: string) =>
  findingsOf(foreign(name)).map(({ severity, id, address }) => `${severity} ${id} at ${address}`);

test("a REST API with a method for each resource: browsers can't read its refusals", () => {
  expect(found("rest-with-user-pool-authorizer.tf.json")).toEqual([
    "warning refusals-without-cors at aws_api_gateway_rest_api.shop",
  ]);
});

test("a plan with modules: readers can't invoke the function, and two groups share a precedence", () => {
  expect(found("plan-with-modules.json")).toEqual([
    'error caller-without-invoke-permission at module.auth.aws_iam_role.group["readers"]',
    'warning precedence-shared at module.auth.aws_cognito_user_group.this["readers"]',
  ]);
  expect(findingsOf(foreign("plan-with-modules.json"))[0]?.what).toContain("GET /books, GET /books/{isbn} of");
});

test("an HTTP API with a JWT authorizer: its guarded $default takes the preflights, and some routes ask for no scope", () => {
  expect(found("http-api-with-jwt.tf.json")).toEqual([
    "error preflight-with-authorizer at aws_apigatewayv2_route.rest",
    "info jwt-route-without-scopes at aws_apigatewayv2_api.notes",
  ]);
});

test("a private API with the usual pattern: it admits everybody who signs, and a new policy is not deployed", () => {
  expect(found("private-api.tf.json")).toEqual([
    "error deployment-without-policy-trigger at aws_api_gateway_deployment.main",
    "error resource-policy-allows-everybody at aws_api_gateway_rest_api_policy.ledger",
  ]);
});
