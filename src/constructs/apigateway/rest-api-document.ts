import { type MethodAndPath } from "../../execute-api";
import { type Cors, originHeaders, preflightHeaders } from "./cors";

/** A route as the document states it. */
export interface DocumentedRoute extends MethodAndPath {
  /** The URI by which API Gateway invokes the route's function. */
  readonly integrationUri: string;
}

/** What a REST API's document is made of. */
export interface RestApiModel {
  /** The API's name. */
  readonly title: string;
  /** Its routes, in any order. */
  readonly routes: readonly DocumentedRoute[];
  /** Which browsers may call it. */
  readonly cors: Cors | undefined;
}

type Operation = Readonly<Record<string, Json>>;
type Json = string | number | boolean | readonly Json[] | { readonly [key: string]: Json };

/**
 * The OpenAPI 3.0 document of a REST API whose routes are authorized by AWS_IAM, as JSON text. The same model gives
 * the same text, whatever the order of its routes.
 *
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-swagger-extensions.html
 */
export function restApiDocument({ title, routes, cors }: RestApiModel): string {
  const paths = [...new Set(routes.map(({ path }) => path))].toSorted();
  const document: Json = {
    openapi: "3.0.1",
    info: { title, version: "1.0" },
    paths: Object.fromEntries(
      paths.map((path) => [
        path,
        pathItem(
          path,
          routes.filter((route) => route.path === path),
          cors,
        ),
      ]),
    ),
    components: { securitySchemes: { sigv4 } },
    ...(cors && { "x-amazon-apigateway-gateway-responses": gatewayResponses(cors) }),
  };
  return JSON.stringify(document);
}

const sigv4 = {
  type: "apiKey",
  name: "Authorization",
  in: "header",
  "x-amazon-apigateway-authtype": "awsSigv4",
};

function pathItem(path: string, routes: readonly DocumentedRoute[], cors: Cors | undefined): Json {
  const operations = routes
    .toSorted((a, b) => (a.method < b.method ? -1 : 1))
    .map((route): [string, Operation] => [operationKey(route.method), invocation(route)]);
  if (cors)
    operations.push([
      "options",
      preflight(
        preflightHeaders(
          cors,
          routes.map(({ method }) => method),
        ),
      ),
    ]);
  return Object.fromEntries(operations.map(([key, operation]) => [key, { ...pathParameters(path), ...operation }]));
}

const operationKey = (method: string) => (method === "ANY" ? "x-amazon-apigateway-any-method" : method.toLowerCase());

function invocation({ integrationUri }: DocumentedRoute): Operation {
  return {
    responses: {},
    security: [{ sigv4: [] }],
    "x-amazon-apigateway-integration": {
      type: "aws_proxy",
      httpMethod: "POST",
      uri: integrationUri,
      passthroughBehavior: "when_no_match",
    },
  };
}

function pathParameters(path: string): { parameters?: Json } {
  const names = [...path.matchAll(/\{([^}+]*)\+?\}/g)].map(([, name = ""]) => name);
  if (names.length === 0) return {};
  return { parameters: names.map((name) => ({ name, in: "path", required: true, schema: { type: "string" } })) };
}

/** OPTIONS: answered by API Gateway itself, without an authorizer. */
function preflight(headers: Record<string, string>): Operation {
  return {
    responses: {
      "204": {
        description: "The preflight's answer",
        headers: Object.fromEntries(Object.keys(headers).map((name) => [name, { schema: { type: "string" } }])),
      },
    },
    "x-amazon-apigateway-integration": {
      type: "mock",
      passthroughBehavior: "when_no_match",
      requestTemplates: { "application/json": '{"statusCode":204}' },
      responses: { default: { statusCode: "204", responseParameters: literals("method.response.header", headers) } },
    },
  };
}

/** Without these a browser shows every refusal as a CORS failure. */
function gatewayResponses(cors: Cors): Json {
  const response = {
    responseParameters: literals("gatewayresponse.header", originHeaders(cors)),
    responseTemplates: { "application/json": '{"message":$context.error.messageString}' },
  };
  return { DEFAULT_4XX: response, DEFAULT_5XX: response };
}

const literals = (prefix: string, headers: Record<string, string>) =>
  Object.fromEntries(Object.entries(headers).map(([name, value]) => [`${prefix}.${name}`, `'${value}'`]));
