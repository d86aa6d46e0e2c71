import { readOpenApi } from "../../../src/local/mends/open-api";
import { refuseOpenApi, refusePolicy } from "../../../src/local/mends/open-api-faults";

const uri =
  "arn:aws:apigateway:eu-west-1:lambda:path/2015-03-31/functions/arn:aws:lambda:eu-west-1:123456789012:function:f/invocations";
const cognito = "arn:aws:apigateway:eu-west-1:cognito-idp:action/AdminInitiateAuth";
const proxy = { type: "aws_proxy", httpMethod: "POST", uri };
const credentials = "arn:aws:iam::123456789012:role/login";
const users = {
  type: "apiKey",
  name: "Authorization",
  in: "header",
  "x-amazon-apigateway-authtype": "cognito_user_pools",
  "x-amazon-apigateway-authorizer": {
    type: "cognito_user_pools",
    providerARNs: ["arn:aws:cognito-idp:eu-west-1:123456789012:userpool/eu-west-1_abc"],
  },
};

function refusal(method: object, more: object = {}) {
  const document = {
    openapi: "3.0.1",
    info: { title: "api" },
    paths: { "/x": { get: { "x-amazon-apigateway-integration": proxy, ...method } } },
    components: { securitySchemes: { users } },
    ...more,
  };
  return refuseOpenApi(document, readOpenApi(document));
}

const integration = (change: object) => ({ "x-amazon-apigateway-integration": { ...proxy, ...change } });

test("documents that API Gateway takes", () => {
  expect(refusal({ security: [{ users: ["general/read"] }] })).toBeUndefined();
  expect(
    refusal(integration({ type: "aws", uri: cognito, credentials, passthroughBehavior: "never" })),
  ).toBeUndefined();
  expect(refusal({ "x-amazon-apigateway-integration": { type: "mock" } })).toBeUndefined();
});

const policy = (length: number) => ({ Statement: [{ Resource: "x".repeat(length) }] });
const schema = { $ref: "#/components/schemas/None" };
const pathsOf = (count: number) =>
  Object.fromEntries(Array.from({ length: count }, (_, index) => [`/p${index % 2}/r${index}`, {}]));
const authorizersOf = (count: number) =>
  Object.fromEntries(Array.from({ length: count }, (_, index) => [`u${index}`, users]));

test.each<[string, object, object, string]>([
  ["a scheme that is not described", { security: [{ other: [] }] }, {}, "no security scheme is named other"],
  ["a validator that is not there", { "x-amazon-apigateway-request-validator": "all" }, {}, "Request Validator"],
  ["a model that is not there", { requestBody: { content: { "application/json": { schema } } } }, {}, "model"],
  ["a model with a name of its own kind", {}, { components: { schemas: { "a-b": {} } } }, "alphanumeric"],
  ["a service without a role", integration({ type: "aws", uri: cognito }), {}, "Role ARN must be specified"],
  ["a proxy to a service", integration({ uri: cognito }), {}, "only supports Lambda"],
  ["an integration of no kind", integration({ type: "lambda" }), {}, "Invalid integration type: LAMBDA"],
  ["no address", integration({ uri: "" }), {}, "URI must be specified"],
  ["no method", integration({ httpMethod: "" }), {}, "HttpMethod must be non-empty"],
  ["thirty seconds", integration({ timeoutInMillis: 30_000 }), {}, "between 50 ms and 29000 ms"],
  ["an unknown behaviour", integration({ passthroughBehavior: "always" }), {}, "passthroughBehavior"],
  ["eleven authorizers", {}, { components: { securitySchemes: authorizersOf(11) } }, "Authorizers for this API: 10"],
  [
    "an authorizer without a pool",
    {},
    {
      components: {
        securitySchemes: { users: { ...users, "x-amazon-apigateway-authorizer": { type: "cognito_user_pools" } } },
      },
    },
    "provider ARNs",
  ],
  ["301 resources", {}, { paths: pathsOf(298) }, "has been reached: 300"],
  ["a long policy", {}, { "x-amazon-apigateway-policy": policy(8192) }, "the limit is 8192"],
])("fails for %s", (_, method, more, message) => {
  expect(refusal(method, more)).toMatchObject({ status: 400, type: "BadRequestException" });
  expect(refusal(method, more)?.message).toContain(message);
});

test("fails for another name of a place that stays, as for one within the document", () => {
  const document = { openapi: "3.0.1", paths: { "/x/{b}": {} } };
  expect(refuseOpenApi(document, readOpenApi(document))).toBeUndefined();
  expect(refuseOpenApi(document, readOpenApi(document), ["/x/{a}"])?.message).toContain("A sibling ({a})");
});

test("300 resources are not too many, those above a path counted", () => {
  expect(refusal({}, { paths: pathsOf(297) })).toBeUndefined();
});

test("fails for a policy that is no JSON or too long", () => {
  expect(refusePolicy("")).toBeUndefined();
  expect(refusePolicy("{}")).toBeUndefined();
  expect(refusePolicy("{")?.message).toContain("Invalid policy document");
  expect(refusePolicy(JSON.stringify(policy(8192 - JSON.stringify(policy(0)).length)))).toBeUndefined();
  expect(refusePolicy(JSON.stringify(policy(8192)))?.message).toContain("the limit is 8192");
});
