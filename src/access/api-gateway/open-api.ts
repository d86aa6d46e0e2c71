import { UserError } from "../../errors";
import { jsonIn, type JsonValue } from "../../json";
import { isKnown } from "../symbols";
import { type JsonObject, objectIn, objectOf, textAt, textsAt } from "./json-object";
import { securityOf } from "./open-api-security";
import { templatesIn } from "./read-integration";
import { type WrittenRoute } from "./written-route";

/** What an OpenAPI document says about an API. */
export interface Document {
  readonly operations: readonly Operation[];
  /** Its resource policy, as JSON or as its text. */
  readonly policy?: JsonValue;
  readonly vpcEndpointIds: readonly string[];
  readonly defaultEndpointDisabled?: string;
  /** Whether API Gateway answers browsers that ask before a call. */
  readonly cors: boolean;
}

/** A method of a path. */
export type Operation = Omit<WrittenRoute, "address">;

/** Where a document stands, and how it is imported. */
export interface DocumentPlace {
  /** The API's address. */
  readonly address: string;
  /** What becomes of the document's base path. */
  readonly basePath: "ignore" | "prepend" | "split";
}

/**
 * An API's body: OpenAPI 3 or Swagger 2 as JSON; undefined where it can't be read, because it is YAML or not known.
 *
 * @throws UserError where it is JSON, but not a document
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-swagger-extensions.html
 */
export function readDocument(body: string, place: DocumentPlace): Document | undefined {
  const document = objectOf(jsonIn(body));
  if (!document) {
    if (!isKnown(body) || !/^\s*[[{"]/.test(body)) return undefined;
    throw new UserError({
      where: place.address,
      what: "its body begins as JSON and can't be read as such",
      got: body.slice(0, 60),
      allowed: "an OpenAPI 3 or Swagger 2 document",
      fix: "write the body with jsonencode(...)",
    });
  }
  const endpoint = objectIn(document, "x-amazon-apigateway-endpoint-configuration");
  return {
    operations: operationsOf(document, place),
    policy: document["x-amazon-apigateway-policy"],
    vpcEndpointIds: textsAt(endpoint, "vpcEndpointIds"),
    defaultEndpointDisabled: textAt(endpoint, "disableExecuteApiEndpoint"),
    cors: objectIn(document, "x-amazon-apigateway-cors") !== undefined,
  };
}

function operationsOf(document: JsonObject, place: DocumentPlace): readonly Operation[] {
  const base = basePathOf(document, place.basePath);
  return Object.entries(objectIn(document, "paths") ?? {}).flatMap(([path, value]) =>
    Object.entries(resolved(document, value) ?? {}).flatMap(([key, operation]) => {
      const method = methodOf(key);
      const written = objectOf(operation);
      if (method === undefined || !written) return [];
      return [{ method, path: pathOf(base, path), ...operationIn(document, written, place) }];
    }),
  );
}

function operationIn(document: JsonObject, operation: JsonObject, place: DocumentPlace) {
  const integration = resolved(document, operation["x-amazon-apigateway-integration"]);
  return {
    ...securityOf(document, operation, place.address),
    integration: integration && {
      type: textAt(integration, "type"),
      uri: textAt(integration, "uri"),
      credentials: textAt(integration, "credentials"),
      subtype: textAt(integration, "integrationSubtype") ?? textAt(integration, "subtype"),
      templates: templatesIn(integration["requestTemplates"]),
    },
  };
}

const methods = new Set(["get", "put", "post", "delete", "options", "head", "patch"]);

function methodOf(key: string): string | undefined {
  if (key === "x-amazon-apigateway-any-method") return "ANY";
  return methods.has(key.toLowerCase()) ? key.toUpperCase() : undefined;
}

function pathOf(base: string, path: string): string {
  if (path === "/$default") return "$default";
  const joined = `${base}${path.startsWith("/") ? path : `/${path}`}`;
  return joined.length > 1 ? joined.replace(/\/$/, "") : joined;
}

/** What stands before each path: of the base path all, or all but its first segment. */
function basePathOf(document: JsonObject, use: DocumentPlace["basePath"]): string {
  if (use === "ignore") return "";
  const written = (textAt(document, "basePath") ?? serverPath(document)).replace(/\/$/, "");
  return use === "prepend" ? written : written.replace(/^\/[^/]*/, "");
}

/** The base path of OpenAPI 3: the variable `basePath` of its server. */
function serverPath(document: JsonObject): string {
  const [server] = Array.isArray(document["servers"]) ? (document["servers"] as readonly JsonValue[]) : [];
  const path = textAt(objectIn(objectIn(objectOf(server), "variables"), "basePath"), "default") ?? "";
  return path === "" || path.startsWith("/") ? path : `/${path}`;
}

/** An object, or the one that its `$ref` names within the document. */
function resolved(document: JsonObject, value: JsonValue | undefined): JsonObject | undefined {
  const object = objectOf(value);
  const reference = textAt(object, "$ref");
  if (!reference?.startsWith("#/")) return object;
  const keys = reference.slice(2).split("/");
  return keys.reduce<JsonObject | undefined>(
    (at, key) => objectIn(at, key.replaceAll("~1", "/").replaceAll("~0", "~")),
    document,
  );
}
