import { UserError } from "../../../errors";
import { jsonIn, type JsonValue } from "../../../json";
import { isKnown, readable, symbolic } from "../../symbols";
import { type JsonObject, objectIn, objectOf, textAt, textsAt, unknownAt } from "./json-object";
import { securityOf } from "./open-api-security";
import { templatesIn } from "./read-integration";
import { unreadable, type WrittenRoute } from "./written-route";

/** What an OpenAPI document says about an API. */
export interface Document {
  readonly operations: readonly Operation[];
  /** Its resource policy, as JSON or as its text. */
  readonly policy?: JsonValue;
  readonly vpcEndpointIds: readonly string[];
  readonly defaultEndpointDisabled?: string;
  /** Whether API Gateway answers browsers that ask before a call; what stands there, where that is not known. */
  readonly cors: boolean | string;
}

/** A method of a path. */
export type Operation = Omit<WrittenRoute, "address">;

/** Where a document stands, and how it is imported. */
export interface DocumentPlace {
  /** The API's address. */
  readonly address: string;
  /** What becomes of the document's base path. */
  readonly basePath: "ignore" | "prepend" | "split" | "unknown";
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
  const endpoint = objectIn(document, endpointKey);
  return {
    operations: operationsOf(document, place),
    policy: document["x-amazon-apigateway-policy"],
    vpcEndpointIds: textsAt(endpoint, "vpcEndpointIds"),
    defaultEndpointDisabled: unknownAt(document, endpointKey) ?? textAt(endpoint, "disableExecuteApiEndpoint"),
    cors:
      unknownAt(document, "x-amazon-apigateway-cors") ?? objectIn(document, "x-amazon-apigateway-cors") !== undefined,
  };
}

const endpointKey = "x-amazon-apigateway-endpoint-configuration";

function operationsOf(document: JsonObject, place: DocumentPlace): readonly Operation[] {
  const base = basePathOf(document, place.basePath);
  const unknown = unknownAt(document, "paths");
  if (unknown !== undefined) return [openOperation(place, unknown, unknown, "/{proxy+}")];
  return Object.entries(objectIn(document, "paths") ?? {}).flatMap(([key, item]) => {
    const path = pathOf(base, key);
    const operations = resolved(document, item);
    if (typeof operations === "string") return [openOperation(place, operations, operations, path)];
    return Object.entries(operations ?? {}).flatMap(([name, operation]) => {
      const method = methodOf(name);
      if (method === undefined) return [];
      const written = resolved(document, operation);
      if (typeof written === "string") return [openOperation(place, written, method, path)];
      return written ? [{ method, path, ...operationIn(document, written, place) }] : [];
    });
  });
}

/** An operation of which something is not known. */
function openOperation({ address }: DocumentPlace, unknown: string, method: string, path: string): Operation {
  const { auth, integration } = unreadable(address, `what ${readable(unknown)} says of ${path} admits the call`);
  return { method, path, auth, integration, apiKeyRequired: "unknown" };
}

function operationIn(document: JsonObject, operation: JsonObject, place: DocumentPlace) {
  const integration = resolved(document, operation["x-amazon-apigateway-integration"]);
  return {
    ...securityOf(document, operation, place.address),
    integration:
      typeof integration === "object"
        ? {
            type: textAt(integration, "type"),
            uri: textAt(integration, "uri"),
            credentials: textAt(integration, "credentials"),
            subtype: textAt(integration, "integrationSubtype") ?? textAt(integration, "subtype"),
            templates: templatesIn(integration["requestTemplates"]),
          }
        : undefined,
  };
}

const methods = new Set(["get", "put", "post", "delete", "options", "head", "patch"]);

function methodOf(key: string): string | undefined {
  if (key === "x-amazon-apigateway-any-method") return "ANY";
  if (!isKnown(key)) return key;
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
  if (written !== "" && (use === "unknown" || !isKnown(written)))
    return `/${symbolic({ kind: "unknown", name: "the base path" })}`;
  return use === "prepend" ? written : written.replace(/^\/[^/]*/, "");
}

/** The base path of OpenAPI 3: the variable `basePath` of its server. */
function serverPath(document: JsonObject): string {
  const unknown = unknownAt(document, "servers");
  if (unknown !== undefined) return unknown;
  const [server] = Array.isArray(document["servers"]) ? (document["servers"] as readonly JsonValue[]) : [];
  const path = textAt(objectIn(objectIn(objectOf(server), "variables"), "basePath"), "default") ?? "";
  return path === "" || path.startsWith("/") ? path : `/${path}`;
}

/** An object, or the one that its `$ref` names within the document; the text of what is not known. */
function resolved(document: JsonObject, value: JsonValue | undefined): JsonObject | string | undefined {
  if (typeof value === "string" && !isKnown(value)) return value;
  const object = objectOf(value);
  const unknown = unknownAt(object, "$ref");
  if (unknown !== undefined) return unknown;
  const reference = textAt(object, "$ref");
  if (!reference?.startsWith("#/")) return object;
  let at: JsonObject | undefined = document;
  for (const key of reference.slice(2).split("/")) {
    const name = key.replaceAll("~1", "/").replaceAll("~0", "~");
    const open = unknownAt(at, name);
    if (open !== undefined) return open;
    at = objectIn(at, name);
  }
  return at;
}
