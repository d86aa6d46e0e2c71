import { readHttpApi, refuseHttpApi } from "../../../src/local/mends/http-api-document";

const uri = "arn:aws:lambda:eu-west-1:123456789012:function:hello";
const proxy = { type: "aws_proxy", httpMethod: "POST", uri, payloadFormatVersion: "2.0" };
const get = { security: [{ jwt: [] as string[] }], "x-amazon-apigateway-integration": proxy };
const jwtConfiguration = { issuer: "https://cognito-idp.eu-west-1.amazonaws.com/eu-west-1_abc", audience: ["client"] };
const jwt = {
  type: "oauth2",
  "x-amazon-apigateway-authorizer": {
    type: "jwt",
    identitySource: "$request.header.Authorization",
    jwtConfiguration: jwtConfiguration as object,
  },
};

function documentOf(paths: object, securitySchemes: object = { jwt }) {
  const info = { title: "hello", version: "1" };
  const integrations = { "x-amazon-apigateway-integrations": { shared: proxy } };
  return { openapi: "3.0.1", info, paths, components: { securitySchemes, ...integrations } };
}

const withAuthorizer = (change: object) => ({
  jwt: { ...jwt, "x-amazon-apigateway-authorizer": { ...jwt["x-amazon-apigateway-authorizer"], ...change } },
});

test("routes have the authorizer, scopes and integration that the document gives them", () => {
  const shared = { $ref: "#/components/x-amazon-apigateway-integrations/shared" };
  const read = readHttpApi(
    documentOf({
      "/hello": { parameters: [], get: { ...get, operationId: "sayHello", security: [{ jwt: ["hello/read"] }] } },
      "/open": { post: { "x-amazon-apigateway-integration": shared } },
      "/signed": { "x-amazon-apigateway-any-method": { "x-amazon-apigateway-auth": { type: "AWS_IAM" } } },
      "/$default": { "x-amazon-apigateway-any-method": { "x-amazon-apigateway-integration": proxy } },
    }),
  );
  const integration = { integrationType: "AWS_PROXY", integrationUri: uri, payloadFormatVersion: "2.0" };
  expect(read.routes).toMatchObject([
    {
      key: "GET /hello",
      authorizationType: "JWT",
      authorizer: "jwt",
      scopes: ["hello/read"],
      operationName: "sayHello",
      integration: { ...integration, timeoutInMillis: 30_000, connectionType: "INTERNET" },
    },
    { key: "POST /open", authorizationType: "NONE", scopes: [], integration },
    { key: "ANY /signed", authorizationType: "AWS_IAM" },
    { key: "$default", authorizationType: "NONE" },
  ]);
  expect(Object.fromEntries(read.authorizers)).toEqual({
    jwt: {
      name: "jwt",
      authorizerType: "JWT",
      identitySource: ["$request.header.Authorization"],
      jwtConfiguration,
    },
  });
  expect(refuseHttpApi(read)).toBeUndefined();
});

test("a document has CORS, or has none", () => {
  const cors = { allowOrigins: ["https://app.example.com"] };
  expect(readHttpApi({ ...documentOf({}), "x-amazon-apigateway-cors": cors }).cors).toEqual(cors);
  expect(readHttpApi(documentOf({}))).not.toHaveProperty("cors");
});

test("a Lambda authorizer's routes are CUSTOM", () => {
  const authorizer = { type: "request", authorizerUri: uri, authorizerPayloadFormatVersion: "2.0" };
  const read = readHttpApi(documentOf({ "/x": { get } }, withAuthorizer(authorizer)));
  expect(read.routes[0]).toMatchObject({ authorizationType: "CUSTOM", authorizer: "jwt" });
  expect(read.authorizers.get("jwt")).toMatchObject({ authorizerType: "REQUEST", authorizerUri: uri });
});

const integrated = (change: object) => ({
  "/x": { get: { ...get, "x-amazon-apigateway-integration": { ...proxy, ...change } } },
});

test.each([
  ["an authorizer that is not described", documentOf({ "/x": { get } }, {}), "no authorizer"],
  ["two authorizers", documentOf({ "/x": { get: { ...get, security: [{ jwt: [] }, { b: [] }] } } }), "one authorizer"],
  ["eleven scopes", documentOf({ "/x": { get: { ...get, security: [{ jwt: Array(11).fill("s") }] } } }), "10 scopes"],
  ["a long scope", documentOf({ "/x": { get: { ...get, security: [{ jwt: ["s".repeat(65)] }] } } }), "64 characters"],
  ["a mock", documentOf(integrated({ type: "mock" })), "no integration of type MOCK"],
  ["a Lambda without payload version", documentOf(integrated({ payloadFormatVersion: "" })), "1.0 or 2.0"],
  ["31 seconds", documentOf(integrated({ timeoutInMillis: 31_000 })), "50 to 30000"],
  ["no audience", documentOf({}, withAuthorizer({ jwtConfiguration: { issuer: "https://x" } })), "1 to 50 audiences"],
  ["an issuer without TLS", documentOf({}, withAuthorizer({ jwtConfiguration: { audience: ["c"] } })), "issuer"],
  ["two identity sources", documentOf({}, withAuthorizer({ identitySource: "$a, $b" })), "exactly one"],
  ["a REST API's authorizer", documentOf({}, withAuthorizer({ type: "cognito_user_pools" })), "no authorizer of type"],
  [
    "301 routes",
    documentOf(Object.fromEntries(Array.from({ length: 301 }, (_, index) => [`/r${index}`, { get }]))),
    "Routes for this API: 300",
  ],
  ["no title", { openapi: "3.0.1" }, "title"],
])("fails for a document with %s", (_, document, message) => {
  const refusal = refuseHttpApi(readHttpApi(document));
  expect(refusal?.type).toBe("BadRequestException");
  expect(refusal?.message).toContain(message);
});
