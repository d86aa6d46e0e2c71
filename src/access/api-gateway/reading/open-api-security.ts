import { type JsonValue } from "../../../json";
import { type Auth } from "../facts/api";
import { readable, symbolic } from "../../symbols";
import { unknownIn } from "../../terraform/configuration";
import { type JsonObject, objectIn, objectOf, textAt, textsAt, unknownAt } from "./json-object";
import { type AskedScopes, scopesIn } from "../facts/scopes";
import { authorizerCall, type WrittenRoute } from "./written-route";

/**
 * Whom an operation of an OpenAPI document lets through: its own `security` or the document's, and
 * `x-amazon-apigateway-auth`.
 *
 * @param address The API's.
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-swagger-extensions-authorizer.html
 */
export function securityOf(
  document: JsonObject,
  operation: JsonObject,
  address: string,
): Pick<WrittenRoute, "auth" | "apiKeyRequired" | "authorizer"> {
  const written = operation["security"] ?? document["security"] ?? [];
  const open = unknownIn(written) ?? unknownAt(operation, "x-amazon-apigateway-auth");
  if (open !== undefined)
    return { auth: undecided(`what ${readable(open)} asks for admits the call`), apiKeyRequired: "unknown" };
  const requirements = Array.isArray(written) ? written.map((one: JsonValue) => objectOf(one) ?? {}) : [];
  const named = requirements.flatMap((requirement) =>
    Object.entries(requirement).map(([name, scopes]) => ({ name, scopes: scopesIn(scopes) })),
  );
  const schemes = named.map(({ name, scopes }) => schemeOf(document, name, scopes, address));
  const auths = schemes.filter((scheme) => scheme !== "api key");
  const optional = auths.length > 0 && requirements.some((requirement) => Object.keys(requirement).length === 0);
  const auth = optional
    ? undecided("which of its security requirements API Gateway asks for admits the call")
    : oneOf(auths, textAt(objectIn(operation, "x-amazon-apigateway-auth"), "type"));
  const asked = named.find(({ name }) => auth.kind === "lambda-authorizer" && auth.address === placeOf(address, name));
  return {
    auth,
    apiKeyRequired: schemes.includes("api key"),
    authorizer: asked && callOf(authorizerOf(document, asked.name)),
  };
}

const placeOf = (address: string, name: string) => `${address}, authorizer ${name}`;

function callOf(authorizer: JsonObject | undefined) {
  return authorizerCall(textAt(authorizer, "authorizerUri"), textAt(authorizer, "authorizerCredentials"));
}

const undecided = (text: string): Auth => ({ kind: "unknown", text });

/** The one authorization that its schemes and `x-amazon-apigateway-auth` come to. */
function oneOf(auths: readonly Auth[], type: string | undefined): Auth {
  const [auth, ...others] = [...new Map(auths.map((one) => [JSON.stringify(one), one])).values()];
  const own = authOfType(type);
  if (auth === undefined) return own ?? { kind: "none" };
  if (others.length > 0) return undecided("the one of its several authorizers that API Gateway uses admits the call");
  if (own && own.kind !== auth.kind)
    return undecided("either x-amazon-apigateway-auth or the authorizer beside it admits the call");
  return auth;
}

function authOfType(type: string | undefined): Auth | undefined {
  if (type === undefined) return undefined;
  if (/^none$/i.test(type)) return { kind: "none" };
  return /^aws_iam$/i.test(type) ? { kind: "iam" } : undecided(`x-amazon-apigateway-auth ${type} admits the call`);
}

function schemeOf(document: JsonObject, name: string, scopes: AskedScopes, address: string): Auth | "api key" {
  const scheme = securityScheme(document, name);
  if (/^awssigv4$/i.test(textAt(scheme, "x-amazon-apigateway-authtype") ?? "")) return { kind: "iam" };
  const authorizer = authorizerOf(document, name);
  const at = placeOf(address, name);
  const type = textAt(authorizer, "type")?.toLowerCase();
  if (type === "cognito_user_pools")
    return { kind: "user-pool", pools: textsAt(authorizer, "providerARNs"), ...scopes, address: at };
  if (type === "jwt") return jwtOf(scheme, authorizer, scopes, at);
  if (type === "token" || type === "request")
    return { kind: "lambda-authorizer", address: at, id: symbolic({ kind: "identity", name: `${at}.id` }) };
  const open = ["x-amazon-apigateway-authtype", "x-amazon-apigateway-authorizer"].map((key) => unknownAt(scheme, key));
  if (!authorizer && isApiKey(scheme) && open.every((one) => one === undefined)) return "api key";
  return undecided(`what API Gateway makes of the security scheme ${name} admits the call`);
}

function securityScheme(document: JsonObject, name: string): JsonObject | undefined {
  const schemes =
    objectIn(objectIn(document, "components"), "securitySchemes") ?? objectIn(document, "securityDefinitions");
  return objectIn(schemes, name);
}

function authorizerOf(document: JsonObject, name: string): JsonObject | undefined {
  return objectIn(securityScheme(document, name), "x-amazon-apigateway-authorizer");
}

function isApiKey(scheme: JsonObject | undefined): boolean {
  return textAt(scheme, "type") === "apiKey" && textAt(scheme, "name")?.toLowerCase() === "x-api-key";
}

function jwtOf(
  scheme: JsonObject | undefined,
  authorizer: JsonObject | undefined,
  scopes: AskedScopes,
  address: string,
): Auth {
  const unknown = unknownAt(authorizer, "jwtConfiguration");
  if (unknown !== undefined) return { kind: "jwt", issuer: unknown, audience: [unknown], ...scopes, address };
  const configuration = objectIn(authorizer, "jwtConfiguration");
  const discovered = textAt(scheme, "openIdConnectUrl")?.replace("/.well-known/openid-configuration", "");
  const issuer = textAt(configuration, "issuer") ?? discovered ?? "";
  return { kind: "jwt", issuer, audience: textsAt(configuration, "audience"), ...scopes, address };
}
