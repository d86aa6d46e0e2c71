import { type Json, textOf } from "../call";
import { methodsOf, objectAt } from "./open-api-methods";
import { type Requests, readRequests } from "./open-api-requests";

/** How a method is authorized, in the terms of GetMethod. */
export interface MethodAuth {
  readonly authorizationType: string;
  /** The security scheme that describes the authorizer. */
  readonly authorizer?: string;
  readonly authorizationScopes?: readonly string[];
  readonly apiKeyRequired: boolean;
}

/** What API Gateway reads in an OpenAPI document and moto overlooks. */
export interface Imported extends Requests {
  readonly name?: string;
  readonly description?: string;
  readonly policy?: string;
  readonly binaryMediaTypes?: readonly string[];
  readonly minimumCompressionSize?: number;
  readonly vpcEndpointIds?: readonly string[];
  readonly disableExecuteApiEndpoint?: boolean;
  /** By path and method: `GET /members`. */
  readonly methods: ReadonlyMap<string, MethodAuth>;
  /** CreateAuthorizer's input by security scheme. */
  readonly authorizers: ReadonlyMap<string, Json>;
  /** PutGatewayResponse's input by response type. */
  readonly gatewayResponses: ReadonlyMap<string, Json>;
}

/** Reads an OpenAPI 3 document as API Gateway does. The document's root `security` is ignored there, so it is here. */
export function readOpenApi(document: Json): Imported {
  const schemes = objectAt(objectAt(document, "components"), "securitySchemes");
  const info = objectAt(document, "info");
  const policy = document["x-amazon-apigateway-policy"];
  const endpoint = endpointConfiguration(document);
  return {
    ...(typeof info["title"] === "string" && { name: info["title"] }),
    ...(typeof info["description"] === "string" && { description: info["description"] }),
    ...(policy !== undefined && policy !== null && { policy: JSON.stringify(policy) }),
    ...optional("binaryMediaTypes", document["x-amazon-apigateway-binary-media-types"] as string[] | undefined),
    ...optional(
      "minimumCompressionSize",
      document["x-amazon-apigateway-minimum-compression-size"] as number | undefined,
    ),
    ...optional("vpcEndpointIds", endpoint["vpcEndpointIds"] as string[] | undefined),
    ...optional("disableExecuteApiEndpoint", endpoint["disableExecuteApiEndpoint"] as boolean | undefined),
    ...readRequests(document),
    methods: new Map(methodsOf(document).map(({ path, verb, method }) => [`${verb} ${path}`, authOf(method, schemes)])),
    authorizers: authorizersOf(schemes),
    gatewayResponses: new Map(
      Object.entries(objectAt(document, "x-amazon-apigateway-gateway-responses")) as [string, Json][],
    ),
  };
}

/**
 * The document as moto can take it: it reads every member of a path as a method, compares integration types in
 * capitals, knows no defaults, and needs a description, and a `uri` and `httpMethod` even where an integration is a mock.
 */
export function forMoto(document: Json): Json {
  const paths: Record<string, Json> = {};
  for (const path of Object.keys(objectAt(document, "paths"))) paths[path] = {};
  for (const { path, verb, method } of methodsOf(document)) {
    const integration = objectAt(method, "x-amazon-apigateway-integration");
    const type = textOf(integration["type"]).toUpperCase();
    const passthroughBehavior = textOf(integration["passthroughBehavior"]).toUpperCase() || "WHEN_NO_MATCH";
    const defaults = { timeoutInMillis: 29_000, ...(type === "MOCK" && { uri: "mock", httpMethod: "POST" }) };
    paths[path] = {
      ...paths[path],
      [verb.toLowerCase()]: {
        ...method,
        ...(type !== "" && {
          "x-amazon-apigateway-integration": { ...defaults, ...integration, type, passthroughBehavior },
        }),
      },
    };
  }
  return { ...document, info: { description: "", ...objectAt(document, "info") }, paths };
}

function authOf(method: Json, schemes: Json): MethodAuth {
  const required = ((method["security"] ?? []) as Json[]).flatMap((requirement) => Object.entries(requirement));
  let auth: Omit<MethodAuth, "apiKeyRequired"> = {
    authorizationType: authTypeOf(objectAt(method, "x-amazon-apigateway-auth")),
  };
  let apiKeyRequired = false;
  for (const [name, scopes] of required) {
    const scheme = objectAt(schemes, name);
    const kind = schemeKind(scheme);
    if (kind === "API_KEY") apiKeyRequired = true;
    else if (kind === "AWS_IAM") auth = { authorizationType: kind };
    else auth = { authorizationType: kind, authorizer: name, authorizationScopes: scopes as string[] };
  }
  return { ...auth, apiKeyRequired };
}

function authTypeOf(extension: Json): string {
  return typeof extension["type"] === "string" ? extension["type"].toUpperCase() : "NONE";
}

function schemeKind(scheme: Json): "API_KEY" | "AWS_IAM" | "COGNITO_USER_POOLS" | "CUSTOM" {
  if (textOf(scheme["x-amazon-apigateway-authtype"]).toLowerCase() === "awssigv4") return "AWS_IAM";
  const type = objectAt(scheme, "x-amazon-apigateway-authorizer")["type"];
  if (type === undefined) return "API_KEY";
  return textOf(type).toLowerCase() === "cognito_user_pools" ? "COGNITO_USER_POOLS" : "CUSTOM";
}

function authorizersOf(schemes: Json): Map<string, Json> {
  const found = new Map<string, Json>();
  for (const [name, scheme] of Object.entries(schemes) as [string, Json][]) {
    const kind = schemeKind(scheme);
    if (kind !== "COGNITO_USER_POOLS" && kind !== "CUSTOM") continue;
    const authorizer = objectAt(scheme, "x-amazon-apigateway-authorizer");
    found.set(name, {
      identitySource: `method.request.header.${textOf(scheme["name"])}`,
      ...authorizer,
      name,
      type: textOf(authorizer["type"]).toUpperCase(),
    });
  }
  return found;
}

/** OpenAPI 3 carries it in the first server. */
function endpointConfiguration(document: Json): Json {
  const server = ((document["servers"] ?? []) as Json[])[0] ?? {};
  const key = "x-amazon-apigateway-endpoint-configuration";
  return { ...objectAt(document, key), ...objectAt(server, key) };
}

function optional<Key extends string, Value>(key: Key, value: Value | undefined): { [K in Key]?: Value } {
  return (value === undefined ? {} : { [key]: value }) as { [K in Key]?: Value };
}
