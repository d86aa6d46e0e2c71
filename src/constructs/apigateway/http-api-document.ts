import { type MethodAndPath } from "../../execute-api";

/** A route as the document states it. */
export interface DocumentedHttpRoute extends MethodAndPath {
  /** The URI by which API Gateway invokes the route's function. */
  readonly integrationUri: string;
  /** Who may call: holders of a token (with one of the scopes, where there are any), or everybody, and why. */
  readonly access: { readonly scopes: readonly string[] } | { readonly openBecause: string };
}

/** What an HTTP API's document is made of. */
export interface HttpApiModel {
  /** The API's name. */
  readonly title: string;
  /** The document's version. */
  readonly version: string;
  /** What the API is for. */
  readonly description: string | undefined;
  /** Whose tokens open the routes that are not open. */
  readonly jwt: { readonly issuer: string; readonly audience: readonly string[] } | undefined;
  /** Its routes, in any order. */
  readonly routes: readonly DocumentedHttpRoute[];
}

type Json = string | number | boolean | readonly Json[] | { readonly [key: string]: Json };

/**
 * The OpenAPI 3.0 document of an HTTP API, as JSON text. The same model gives the same text, whatever the order of its
 * routes.
 *
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-open-api.html
 */
export function httpApiDocument({ title, version, description, jwt, routes }: HttpApiModel): string {
  const paths = [...new Set(routes.map(({ path }) => path))].toSorted();
  const document: Json = {
    openapi: "3.0.1",
    info: { title, version, ...(description !== undefined && { description }) },
    paths: Object.fromEntries(paths.map((path) => [path, pathItem(routes.filter((route) => route.path === path))])),
    ...(jwt && { components: { securitySchemes: { jwt: scheme(jwt) } } }),
  };
  return JSON.stringify(document);
}

const scheme = (jwtConfiguration: NonNullable<HttpApiModel["jwt"]>): Json => ({
  type: "oauth2",
  "x-amazon-apigateway-authorizer": {
    type: "jwt",
    identitySource: "$request.header.Authorization",
    jwtConfiguration,
  },
});

const pathItem = (routes: readonly DocumentedHttpRoute[]): Json =>
  Object.fromEntries(
    routes
      .toSorted((a, b) => (a.method < b.method ? -1 : 1))
      .map((route) => [operationKey(route.method), operation(route)]),
  );

const operationKey = (method: string) => (method === "ANY" ? "x-amazon-apigateway-any-method" : method.toLowerCase());

const operation = ({ path, access, integrationUri }: DocumentedHttpRoute): Json => ({
  ...("openBecause" in access && { description: `Open to everybody: ${access.openBecause}` }),
  ...pathParameters(path),
  responses: {},
  ...("scopes" in access && { security: [{ jwt: [...new Set(access.scopes)].toSorted() }] }),
  "x-amazon-apigateway-integration": {
    type: "aws_proxy",
    httpMethod: "POST",
    uri: integrationUri,
    payloadFormatVersion: "2.0",
  },
});

function pathParameters(path: string): { parameters?: Json } {
  const names = [...path.matchAll(/\{([^}+]*)\+?\}/g)].map(([, name = ""]) => name);
  if (names.length === 0) return {};
  return { parameters: names.map((name) => ({ name, in: "path", required: true, schema: { type: "string" } })) };
}
