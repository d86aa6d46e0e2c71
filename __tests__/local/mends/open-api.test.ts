import { forMoto, readOpenApi } from "../../../src/local/mends/open-api";

const proxy = { type: "aws_proxy", httpMethod: "POST", uri: "arn" };
const document = {
  openapi: "3.0.1",
  info: { title: "admin", version: "1" },
  servers: [{ "x-amazon-apigateway-endpoint-configuration": { vpcEndpointIds: ["vpce-1"] } }],
  paths: {
    "/members": {
      parameters: [],
      get: { security: [{ sigv4: [] }], "x-amazon-apigateway-integration": proxy },
      post: { security: [{ users: ["admin/write"] }, { key: [] }], "x-amazon-apigateway-integration": proxy },
      options: { "x-amazon-apigateway-integration": { type: "mock" } },
    },
    "/{proxy+}": {
      "x-amazon-apigateway-any-method": {
        "x-amazon-apigateway-auth": { type: "aws_iam" },
        "x-amazon-apigateway-integration": proxy,
      },
    },
  },
  components: {
    securitySchemes: {
      sigv4: { type: "apiKey", name: "Authorization", in: "header", "x-amazon-apigateway-authtype": "awsSigv4" },
      key: { type: "apiKey", name: "x-api-key", in: "header" },
      users: {
        type: "apiKey",
        name: "Authorization",
        in: "header",
        "x-amazon-apigateway-authtype": "cognito_user_pools",
        "x-amazon-apigateway-authorizer": { type: "cognito_user_pools", providerARNs: ["pool"] },
      },
    },
  },
  "x-amazon-apigateway-gateway-responses": { DEFAULT_4XX: { statusCode: 403 } },
};

test("each method has the authorization that the document gives it", () => {
  expect(Object.fromEntries(readOpenApi(document).methods)).toEqual({
    "GET /members": { authorizationType: "AWS_IAM", apiKeyRequired: false },
    "POST /members": {
      authorizationType: "COGNITO_USER_POOLS",
      authorizer: "users",
      authorizationScopes: ["admin/write"],
      apiKeyRequired: true,
    },
    "OPTIONS /members": { authorizationType: "NONE", apiKeyRequired: false },
    "ANY /{proxy+}": { authorizationType: "AWS_IAM", apiKeyRequired: false },
  });
});

test("authorizers, gateway responses and endpoints are read", () => {
  const imported = readOpenApi(document);
  expect(Object.fromEntries(imported.authorizers)).toEqual({
    users: {
      name: "users",
      type: "COGNITO_USER_POOLS",
      providerARNs: ["pool"],
      identitySource: "method.request.header.Authorization",
    },
  });
  expect([...imported.gatewayResponses.keys()]).toEqual(["DEFAULT_4XX"]);
  expect(imported).toMatchObject({ name: "admin", vpcEndpointIds: ["vpce-1"] });
  expect(imported).not.toHaveProperty("policy");
});

test("moto gets methods only, integrations as AWS shows them, and something to call for a mock", () => {
  expect(forMoto(document)).toMatchObject({
    info: { title: "admin", description: "" },
    paths: {
      "/members": {
        get: {
          "x-amazon-apigateway-integration": {
            type: "AWS_PROXY",
            uri: "arn",
            timeoutInMillis: 29_000,
            passthroughBehavior: "WHEN_NO_MATCH",
          },
        },
        options: { "x-amazon-apigateway-integration": { type: "MOCK", uri: "mock", httpMethod: "POST" } },
      },
      "/{proxy+}": { any: { "x-amazon-apigateway-integration": { type: "AWS_PROXY" } } },
    },
  });
  expect((forMoto(document)["paths"] as Record<string, object>)["/members"]).not.toHaveProperty("parameters");
});
