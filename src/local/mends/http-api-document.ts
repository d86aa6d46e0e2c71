import { type Refusal } from "../answers";
import { type Json, textOf } from "../call";
import { methodsOf, objectAt } from "./open-api-methods";

/** One route of an HTTP API. */
export interface HttpRoute {
  /** `GET /hello`, `ANY /{proxy+}` or `$default`. */
  readonly key: string;
  readonly authorizationType: "NONE" | "JWT" | "CUSTOM" | "AWS_IAM";
  /** The security scheme that describes the authorizer. */
  readonly authorizer?: string;
  readonly scopes: readonly string[];
  readonly operationName?: string;
  /** CreateIntegration's input. */
  readonly integration?: Json;
}

/** What API Gateway reads in an OpenAPI document that describes an HTTP API. */
export interface HttpApiDocument {
  readonly name: string;
  readonly version?: string;
  readonly description: string;
  readonly cors?: Json;
  readonly disableExecuteApiEndpoint?: boolean;
  readonly routes: readonly HttpRoute[];
  /** CreateAuthorizer's input by security scheme. */
  readonly authorizers: ReadonlyMap<string, Json>;
  /** What the document names and doesn't have, or has and can't be. */
  readonly faults: readonly string[];
}

const most = { routes: 300, authorizers: 10, scopes: 10, scopeCharacters: 64, audiences: 50, milliseconds: 30_000 };

/** Reads a document. Each operation stands for itself: the root's `security` and `servers` are not looked at. */
export function readHttpApi(document: Json): HttpApiDocument {
  const faults: string[] = [];
  const info = objectAt(document, "info");
  const authorizers = authorizersOf(objectAt(objectAt(document, "components"), "securitySchemes"), faults);
  const routes = methodsOf(document).map(({ path, verb, method }) =>
    routeOf(path === "/$default" ? "$default" : `${verb} ${path}`, method, document, authorizers, faults),
  );
  const endpoint = objectAt(document, "x-amazon-apigateway-endpoint-configuration");
  const disabled = endpoint["disableExecuteApiEndpoint"];
  return {
    name: textOf(info["title"]),
    description: textOf(info["description"]),
    ...(textOf(info["version"]) !== "" && { version: textOf(info["version"]) }),
    ...("x-amazon-apigateway-cors" in document && { cors: objectAt(document, "x-amazon-apigateway-cors") }),
    ...(typeof disabled === "boolean" && { disableExecuteApiEndpoint: disabled }),
    routes,
    authorizers,
    faults,
  };
}

/** Why AWS would not import a document; undefined when it would. */
export function refuseHttpApi({ name, routes, authorizers, faults }: HttpApiDocument): Refusal | undefined {
  if (name === "") return badRequest("Unable to import: info.title is required.");
  if (faults[0] !== undefined) return badRequest(`Warnings found during import: ${faults.join("; ")}`);
  if (routes.length > most.routes) return badRequest(`Maximum number of Routes for this API: ${most.routes}`);
  if (authorizers.size > most.authorizers) {
    return badRequest(`Maximum number of Authorizers for this API: ${most.authorizers}`);
  }
  return undefined;
}

function routeOf(
  key: string,
  operation: Json,
  document: Json,
  authorizers: ReadonlyMap<string, Json>,
  faults: string[],
): HttpRoute {
  const requirements = ((operation["security"] ?? []) as Json[]).flatMap((one) => Object.entries(one));
  const [name, required] = requirements[0] ?? [];
  if (requirements.length > 1) faults.push(`${key}: a route has one authorizer`);
  const scopes = (required ?? []) as string[];
  if (name !== undefined && !authorizers.has(name)) faults.push(`${key}: no authorizer is described by ${name}`);
  if (scopes.length > most.scopes) faults.push(`${key}: at most ${most.scopes} scopes`);
  if (scopes.some((scope) => scope.length > most.scopeCharacters)) {
    faults.push(`${key}: a scope has at most ${most.scopeCharacters} characters`);
  }
  const integration = integrationOf(key, operation, document, faults);
  return {
    key,
    ...(name === undefined
      ? authOf(operation)
      : { authorizationType: typeOf(authorizers.get(name)), authorizer: name }),
    scopes,
    ...(typeof operation["operationId"] === "string" && { operationName: operation["operationId"] }),
    ...(integration && { integration }),
  };
}

function authOf(operation: Json): Pick<HttpRoute, "authorizationType"> {
  const type = textOf(objectAt(operation, "x-amazon-apigateway-auth")["type"]).toUpperCase();
  return { authorizationType: type === "AWS_IAM" ? type : "NONE" };
}

function typeOf(authorizer: Json | undefined): "JWT" | "CUSTOM" {
  return authorizer?.["authorizerType"] === "REQUEST" ? "CUSTOM" : "JWT";
}

/** The one of the operation, or the shared one of the components that it refers to. */
function integrationOf(key: string, operation: Json, document: Json, faults: string[]): Json | undefined {
  const own = objectAt(operation, "x-amazon-apigateway-integration");
  const shared = /^#\/components\/x-amazon-apigateway-integrations\/(.+)$/.exec(textOf(own["$ref"]))?.[1];
  const integrations = objectAt(objectAt(document, "components"), "x-amazon-apigateway-integrations");
  const found = shared === undefined ? own : objectAt(integrations, shared);
  const type = textOf(found["type"]).toUpperCase();
  if (Object.keys(own).length === 0) return undefined;
  if (type !== "AWS_PROXY" && type !== "HTTP_PROXY") {
    faults.push(`${key}: an HTTP API has no integration of type ${type || "(none)"}`);
    return undefined;
  }
  const version = textOf(found["payloadFormatVersion"]) || (type === "HTTP_PROXY" ? "1.0" : "");
  if (version !== "1.0" && version !== "2.0") faults.push(`${key}: payloadFormatVersion must be 1.0 or 2.0`);
  const timeout = found["timeoutInMillis"] ?? most.milliseconds;
  if (typeof timeout !== "number" || timeout < 50 || timeout > most.milliseconds) {
    faults.push(`${key}: timeoutInMillis must be 50 to ${most.milliseconds}`);
  }
  return {
    integrationType: type,
    integrationMethod: found["httpMethod"],
    integrationUri: found["uri"],
    integrationSubtype: found["integrationSubtype"],
    connectionType: found["connectionType"] ?? "INTERNET",
    connectionId: found["connectionId"],
    credentialsArn: found["credentials"],
    payloadFormatVersion: version,
    requestParameters: found["requestParameters"],
    timeoutInMillis: timeout,
  };
}

function authorizersOf(schemes: Json, faults: string[]): Map<string, Json> {
  const found = new Map<string, Json>();
  for (const [name, scheme] of Object.entries(schemes) as [string, Json][]) {
    const authorizer = objectAt(scheme, "x-amazon-apigateway-authorizer");
    const type = textOf(authorizer["type"]).toUpperCase();
    if (type === "JWT") found.set(name, jwtAuthorizer(name, authorizer, faults));
    else if (type === "REQUEST") found.set(name, requestAuthorizer(name, authorizer));
    else if (type !== "") faults.push(`${name}: an HTTP API has no authorizer of type ${type}`);
  }
  return found;
}

function jwtAuthorizer(name: string, authorizer: Json, faults: string[]): Json {
  const { issuer, audience } = objectAt(authorizer, "jwtConfiguration");
  const audiences = (Array.isArray(audience) ? audience : []) as string[];
  const source = identitySourceOf(authorizer);
  if (!textOf(issuer).startsWith("https://")) faults.push(`${name}: Invalid issuer: ${textOf(issuer)}`);
  if (audiences.length === 0 || audiences.length > most.audiences) {
    faults.push(`${name}: 1 to ${most.audiences} audiences`);
  }
  if (source.length !== 1) faults.push(`${name}: a JWT authorizer has exactly one identity source`);
  return {
    name,
    authorizerType: "JWT",
    identitySource: source,
    jwtConfiguration: { issuer, audience: audiences },
  };
}

function requestAuthorizer(name: string, authorizer: Json): Json {
  return {
    name,
    authorizerType: "REQUEST",
    identitySource: identitySourceOf(authorizer),
    authorizerUri: authorizer["authorizerUri"],
    authorizerCredentialsArn: authorizer["authorizerCredentials"],
    authorizerPayloadFormatVersion: authorizer["authorizerPayloadFormatVersion"],
    authorizerResultTtlInSeconds: authorizer["authorizerResultTtlInSeconds"],
    enableSimpleResponses: authorizer["enableSimpleResponses"],
  };
}

function identitySourceOf({ identitySource }: Json): string[] {
  if (Array.isArray(identitySource)) return identitySource as string[];
  return textOf(identitySource)
    .split(",")
    .map((source) => source.trim())
    .filter((source) => source !== "");
}

function badRequest(message: string): Refusal {
  return { status: 400, type: "BadRequestException", message };
}
