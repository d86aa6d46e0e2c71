import { type MethodAndPath } from "../../execute-api";
import { type JsonValue } from "../../json";
import { operationKey, pathParameters, routesByPath } from "./open-api-paths";

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

/**
 * The OpenAPI 3.0 document of an HTTP API, as JSON text. The same model gives the same text, whatever the order of its
 * routes.
 *
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-open-api.html
 */
export function httpApiDocument({ title, version, description, jwt, routes }: HttpApiModel): string {
  const document: JsonValue = {
    openapi: "3.0.1",
    info: { title, version, ...(description !== undefined && { description }) },
    paths: Object.fromEntries(routesByPath(routes).map(([path, ofPath]) => [path, pathItem(ofPath)])),
    ...(jwt && { components: { securitySchemes: { jwt: scheme(jwt) } } }),
  };
  return JSON.stringify(document);
}

const scheme = (jwtConfiguration: NonNullable<HttpApiModel["jwt"]>): JsonValue => ({
  type: "oauth2",
  "x-amazon-apigateway-authorizer": {
    type: "jwt",
    identitySource: "$request.header.Authorization",
    jwtConfiguration,
  },
});

const pathItem = (routes: readonly DocumentedHttpRoute[]): JsonValue =>
  Object.fromEntries(routes.map((route) => [operationKey(route.method), operation(route)]));

const operation = ({ path, access, integrationUri }: DocumentedHttpRoute): JsonValue => ({
  ...("openBecause" in access && { description: `Open to everybody: ${access.openBecause}` }),
  ...parametersOf(path),
  responses: {},
  ...("scopes" in access && { security: [{ jwt: [...new Set(access.scopes)].toSorted() }] }),
  "x-amazon-apigateway-integration": {
    type: "aws_proxy",
    httpMethod: "POST",
    uri: integrationUri,
    payloadFormatVersion: "2.0",
  },
});

function parametersOf(path: string): { parameters?: JsonValue } {
  const parameters = pathParameters(path);
  return parameters.length > 0 ? { parameters } : {};
}
