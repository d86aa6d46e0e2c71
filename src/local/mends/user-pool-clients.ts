import { type Refusal, json11Refusal, withJson } from "../answers";
import { type Answer, type Handler, type Json, type Mend, jsonOf, textOf } from "../call";

/** What CreateUserPoolClient and UpdateUserPoolClient say of OAuth. */
export interface OAuthSettings {
  readonly AllowedOAuthFlowsUserPoolClient?: boolean;
  readonly AllowedOAuthFlows?: readonly string[];
  readonly AllowedOAuthScopes?: readonly string[];
  readonly CallbackURLs?: readonly string[];
  readonly LogoutURLs?: readonly string[];
  readonly DefaultRedirectURI?: string;
  readonly GenerateSecret?: boolean;
}

/** The settings of a client that is told none. Lists are empty rather than null, because moto iterates over them. */
const unset: Json = {
  AccessTokenValidity: null,
  AllowedOAuthFlows: [],
  AllowedOAuthFlowsUserPoolClient: false,
  AllowedOAuthScopes: [],
  AnalyticsConfiguration: null,
  AuthSessionValidity: 3,
  CallbackURLs: [],
  DefaultRedirectURI: null,
  EnablePropagateAdditionalUserContextData: false,
  EnableTokenRevocation: true,
  ExplicitAuthFlows: [],
  IdTokenValidity: null,
  LogoutURLs: [],
  PreventUserExistenceErrors: null,
  ReadAttributes: [],
  RefreshTokenValidity: 30,
  SupportedIdentityProviders: [],
  TokenValidityUnits: null,
  WriteAttributes: [],
};

/**
 * Refuses the OAuth settings that AWS refuses, and lets an update replace all of a client's settings, of which moto
 * keeps those that it is told nothing of. Answers name no empty settings.
 *
 * @param scopesOf A pool's custom scopes.
 */
export function userPoolClientHandlers(scopesOf: (poolId: string) => ReadonlySet<string>): Mend["handlers"] {
  const put =
    (defaults: Json): Handler =>
    async (call, ask) => {
      const input = jsonOf(call);
      const refusal = refuseClient(input, scopesOf(textOf(input["UserPoolId"])));
      if (refusal) return json11Refusal(refusal);
      return shown(await ask(call, { body: JSON.stringify({ ...defaults, ...input }) }));
    };
  return {
    CreateUserPoolClient: put({}),
    UpdateUserPoolClient: put(unset),
    DescribeUserPoolClient: async (call, ask) => shown(await ask(call)),
  };
}

function shown(answer: Answer): Answer {
  const client = jsonOf(answer)["UserPoolClient"] as Json | undefined;
  if (!client) return answer;
  const told = Object.entries(client).filter(([, value]) => value !== null && !(Array.isArray(value) && !value.length));
  return withJson(answer, { UserPoolClient: Object.fromEntries(told) }, "application/x-amz-json-1.1");
}

const standardScopes = new Set(["phone", "email", "openid", "profile", "aws.cognito.signin.user.admin"]);

/** Why Cognito would not take a client's OAuth settings, with the pool's custom scopes; undefined when it would. */
export function refuseClient(settings: OAuthSettings, customScopes: ReadonlySet<string>): Refusal | undefined {
  const { AllowedOAuthFlows: flows = [], AllowedOAuthScopes: scopes = [], CallbackURLs: urls = [] } = settings;
  const unknown = scopes.find((scope) => !standardScopes.has(scope) && !customScopes.has(scope));
  if (unknown !== undefined) {
    return { status: 400, type: "ScopeDoesNotExistException", message: `Invalid scope requested: ${unknown}` };
  }
  if (settings.AllowedOAuthFlowsUserPoolClient && (flows.length === 0 || scopes.length === 0)) {
    return invalid(
      "AllowedOAuthFlows and AllowedOAuthScopes are required if user pool client is allowed to use OAuth flows.",
    );
  }
  if (flows.includes("client_credentials") && flows.length > 1) {
    return oauth("client_credentials flow can not be selected along with code flow or implicit flow.");
  }
  const redirects = flows.includes("code") || flows.includes("implicit");
  if (redirects && urls.length === 0)
    return oauth("CallbackURLs can not be empty when code or implicit flow is selected.");
  const insecure = [...urls, ...(settings.LogoutURLs ?? [])].find((url) => !isSafeUrl(url));
  if (insecure !== undefined)
    return invalid(`${insecure} is not a valid redirect URL: HTTPS, or HTTP on localhost only.`);
  const { DefaultRedirectURI: fallback } = settings;
  return fallback && !urls.includes(fallback)
    ? invalid("DefaultRedirectURI must be in the list of CallbackURLs.")
    : undefined;
}

/** An app's own scheme (`myapp://`) is allowed; fragments are not. */
function isSafeUrl(url: string): boolean {
  if (!URL.canParse(url) || url.includes("#")) return false;
  const { protocol, hostname } = new URL(url);
  return protocol !== "http:" || ["localhost", "127.0.0.1", "[::1]"].includes(hostname);
}

function oauth(message: string): Refusal {
  return { status: 400, type: "InvalidOAuthFlowException", message };
}

function invalid(message: string): Refusal {
  return { status: 400, type: "InvalidParameterException", message };
}
