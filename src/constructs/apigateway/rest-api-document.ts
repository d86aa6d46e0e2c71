import { type MethodAndPath } from "../../execute-api";
import { type JsonValue } from "../../json";
import { literal } from "../tokens";
import { type RestApiAuth } from "./auth";
import { type Cors, originHeaders, preflightHeaders, signatureHeaders } from "./cors";
import { documentedHeaders, type Integration, integrationOf, literals, type Place } from "./integration";
import { operationKey, pathParameters, requiredParameter, routesByPath } from "./open-api-paths";
import { type RequestRules } from "./request-rules";
import { securityOf, securitySchemes } from "./rest-api-security";

/** A route as the document states it. */
export interface DocumentedRoute extends MethodAndPath {
  /** How calls are authorized. */
  readonly auth: RestApiAuth;
  /** The scopes' names, one of which an access token must carry; none where an ID token is wanted. */
  readonly scopes: readonly string[];
  /** What a request must have. */
  readonly request: RequestRules | undefined;
  /** What serves it. */
  readonly integration: Integration;
}

/** What a REST API's document is made of. */
export interface RestApiModel extends Place {
  /** The API's name. */
  readonly title: string;
  /** Its routes, in any order. */
  readonly routes: readonly DocumentedRoute[];
  /** Which browsers may call it. */
  readonly cors: Cors | undefined;
  /** Ids of the VPC endpoints that it is associated with. */
  readonly vpcEndpointIds: readonly string[];
}

type Operation = Readonly<Record<string, JsonValue>>;

/**
 * The OpenAPI 3.0 document of a REST API, as JSON text. The same model gives the same text, whatever the order of its
 * routes.
 *
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-swagger-extensions.html
 */
export function restApiDocument(model: RestApiModel): string {
  const { title, routes, cors, vpcEndpointIds } = model;
  const document: JsonValue = {
    openapi: "3.0.1",
    info: { title, version: "1.0" },
    // An import in overwrite mode takes away the endpoints that the document does not name.
    ...(vpcEndpointIds.length > 0 && {
      servers: [{ url: "/", "x-amazon-apigateway-endpoint-configuration": { vpcEndpointIds } }],
    }),
    paths: Object.fromEntries(routesByPath(routes).map(([path, ofPath]) => [path, pathItem(path, ofPath, model)])),
    ...components(routes),
    ...(routes.some(({ request }) => request) && {
      "x-amazon-apigateway-request-validators": {
        all: { validateRequestBody: true, validateRequestParameters: true },
      },
    }),
    ...(cors && { "x-amazon-apigateway-gateway-responses": gatewayResponses(cors) }),
  };
  return JSON.stringify(document);
}

function components(routes: readonly DocumentedRoute[]): { components?: JsonValue } {
  const schemes = securitySchemes(routes.map(({ auth }) => auth));
  const models = new Map(routes.flatMap(({ request }) => (request?.body ? [[request.body.name, request.body]] : [])));
  const schemas = [...models.keys()].toSorted().map((name) => [name, literalJson(models.get(name)?.schema ?? {})]);
  const parts = {
    ...(Object.keys(schemes).length > 0 && { securitySchemes: schemes }),
    ...(schemas.length > 0 && { schemas: Object.fromEntries(schemas) }),
  };
  return Object.keys(parts).length > 0 ? { components: parts } : {};
}

/** A pattern may hold what Terraform would fill in. */
const literalJson = (value: JsonValue) => JSON.parse(literal(JSON.stringify(value))) as JsonValue;

function pathItem(path: string, routes: readonly DocumentedRoute[], model: RestApiModel): JsonValue {
  const operations = routes.map((route): [string, Operation] => [operationKey(route.method), operation(route, model)]);
  if (model.cors) {
    operations.push(["options", { ...parametersOf(path, undefined), ...preflight(preflightOf(model.cors, routes)) }]);
  }
  return Object.fromEntries(operations);
}

function operation(route: DocumentedRoute, model: RestApiModel): Operation {
  const { path, request, integration } = route;
  return {
    ...parametersOf(path, request),
    ...(request && { "x-amazon-apigateway-request-validator": "all" }),
    ...(request?.body && {
      requestBody: {
        required: true,
        content: { "application/json": { schema: { $ref: `#/components/schemas/${request.body.name}` } } },
      },
    }),
    ...integrationOf(integration, model, model.cors ? originHeaders(model.cors) : {}),
    ...securityOf(route),
  };
}

function parametersOf(path: string, request: RequestRules | undefined): { parameters?: JsonValue } {
  const parameters = [
    ...pathParameters(path),
    ...(request?.query ?? []).map((name) => requiredParameter("query", name)),
    ...(request?.headers ?? []).map((name) => requiredParameter("header", name)),
  ];
  return parameters.length > 0 ? { parameters } : {};
}

function preflightOf(cors: Cors, routes: readonly DocumentedRoute[]): Record<string, string> {
  const methods = routes.map(({ method }) => method);
  const signed = routes.some(({ auth }) => auth.type === "AWS_IAM");
  const required = routes.flatMap(({ request }) => request?.headers ?? []).toSorted();
  return preflightHeaders(cors, methods, [...(signed ? signatureHeaders : []), ...required]);
}

/** OPTIONS: answered by API Gateway itself, without an authorizer. */
function preflight(headers: Record<string, string>): Operation {
  return {
    responses: { "204": { description: "The preflight's answer", ...documentedHeaders(headers) } },
    "x-amazon-apigateway-integration": {
      type: "mock",
      passthroughBehavior: "when_no_match",
      requestTemplates: { "application/json": '{"statusCode":204}' },
      responses: { default: { statusCode: "204", responseParameters: literals("method.response.header", headers) } },
    },
  };
}

/** Without these a browser shows every refusal as a CORS failure. */
function gatewayResponses(cors: Cors): JsonValue {
  const response = {
    responseParameters: literals("gatewayresponse.header", originHeaders(cors)),
    responseTemplates: { "application/json": '{"message":$context.error.messageString}' },
  };
  return { DEFAULT_4XX: response, DEFAULT_5XX: response };
}
