import fc from "fast-check";
import { type HttpApiModel, httpApiDocument } from "../../../src/constructs/apigateway/http-api-document";
import { type Json } from "../../../src/local/call";
import { readHttpApi, refuseHttpApi } from "../../../src/local/mends/http-api-document";

const model: HttpApiModel = {
  title: "hello",
  version: "1.0",
  description: "Says hello",
  jwt: { issuer: "https://cognito-idp.eu-west-1.amazonaws.com/eu-west-1_a", audience: ["one", "two"] },
  routes: [
    { method: "POST", path: "/files/{id}/{path+}", integrationUri: "uri:files", access: { scopes: ["b/x", "a/x"] } },
    { method: "GET", path: "/hello", integrationUri: "uri:hello", access: { scopes: [] } },
    { method: "ANY", path: "/health", integrationUri: "uri:hello", access: { openBecause: "monitors have no token" } },
  ],
};
const integration = (uri: string) => ({ type: "aws_proxy", httpMethod: "POST", uri, payloadFormatVersion: "2.0" });
const parameter = (name: string) => ({ name, in: "path", required: true, schema: { type: "string" } });
const read = (changed: Partial<HttpApiModel> = {}) => JSON.parse(httpApiDocument({ ...model, ...changed })) as Json;

test("the whole document", () => {
  expect(read()).toEqual({
    openapi: "3.0.1",
    info: { title: "hello", version: "1.0", description: "Says hello" },
    paths: {
      "/files/{id}/{path+}": {
        post: {
          parameters: [parameter("id"), parameter("path")],
          responses: {},
          security: [{ jwt: ["a/x", "b/x"] }],
          "x-amazon-apigateway-integration": integration("uri:files"),
        },
      },
      "/health": {
        "x-amazon-apigateway-any-method": {
          description: "Open to everybody: monitors have no token",
          responses: {},
          "x-amazon-apigateway-integration": integration("uri:hello"),
        },
      },
      "/hello": {
        get: {
          responses: {},
          security: [{ jwt: [] }],
          "x-amazon-apigateway-integration": integration("uri:hello"),
        },
      },
    },
    components: {
      securitySchemes: {
        jwt: {
          type: "oauth2",
          "x-amazon-apigateway-authorizer": {
            type: "jwt",
            identitySource: "$request.header.Authorization",
            jwtConfiguration: {
              issuer: "https://cognito-idp.eu-west-1.amazonaws.com/eu-west-1_a",
              audience: ["one", "two"],
            },
          },
        },
      },
    },
  });
});

test("what the local AWS reads in it", () => {
  const understood = readHttpApi(read());
  expect(understood.routes).toMatchObject([
    { key: "POST /files/{id}/{path+}", authorizationType: "JWT", authorizer: "jwt", scopes: ["a/x", "b/x"] },
    { key: "ANY /health", authorizationType: "NONE", scopes: [] },
    { key: "GET /hello", authorizationType: "JWT", authorizer: "jwt", scopes: [] },
  ]);
  expect(refuseHttpApi(understood)).toBeUndefined();
});

test("the same routes give the same text, whatever their order and that of their scopes", () => {
  const name = fc.constantFrom("a", "b", "c");
  const route = fc.record({
    method: fc.constantFrom("ANY", "GET", "POST"),
    path: name.map((part) => `/${part}/{id}`),
    integrationUri: name,
    access: fc.oneof(fc.record({ scopes: fc.array(name) }), fc.record({ openBecause: name })),
  });
  const routes = fc.uniqueArray(route, { selector: ({ method, path }) => `${method} ${path}` });
  const shuffled = routes.chain((some) =>
    fc.tuple(fc.constant(some), fc.shuffledSubarray(some, { minLength: some.length })),
  );
  fc.assert(
    fc.property(shuffled, ([some, same]) => {
      const others = same.map((one) =>
        "scopes" in one.access ? { ...one, access: { scopes: one.access.scopes.toReversed() } } : one,
      );
      expect(httpApiDocument({ ...model, routes: others })).toBe(httpApiDocument({ ...model, routes: some }));
    }),
  );
});

test("whatever the routes, the local AWS reads each with the authorizer that it was given", () => {
  const path = fc
    .array(fc.constantFrom("a", "{x}"), { minLength: 1, maxLength: 2 })
    .map((parts) => `/${parts.join("/")}`);
  const access = fc.oneof(fc.constant({ scopes: ["a/x"] }), fc.constant({ openBecause: "anybody may" }));
  const route = fc.record({ method: fc.constantFrom("ANY", "GET"), path, integrationUri: fc.constant("uri"), access });
  const routes = fc.uniqueArray(route, { selector: ({ method, path: of }) => `${method} ${of}` });
  fc.assert(
    fc.property(routes, (some) => {
      const understood = readHttpApi(read({ routes: some }));
      const key = (one: { method: string; path: string }) => `${one.method} ${one.path}`;
      expect(new Map(understood.routes.map((one) => [one.key, one.authorizationType]))).toEqual(
        new Map(some.map((one) => [key(one), "scopes" in one.access ? "JWT" : "NONE"])),
      );
      expect(understood.faults).toEqual([]);
    }),
  );
});

test("an open API has no authorizer and no description that nobody gave", () => {
  const document = read({ jwt: undefined, description: undefined });
  expect(document).not.toHaveProperty("components");
  expect(document["info"]).toEqual({ title: "hello", version: "1.0" });
});
