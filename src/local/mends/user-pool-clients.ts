import { type Refusal } from "../answers";

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

const standardScopes = new Set(["phone", "email", "openid", "profile", "aws.cognito.signin.user.admin"]);

/** Why Cognito would not take a client's OAuth settings, with the pool's custom scopes; undefined when it would. */
export function refuseClient(settings: OAuthSettings, customScopes: ReadonlySet<string>): Refusal | undefined {
  const { AllowedOAuthFlows: flows = [], AllowedOAuthScopes: scopes = [], CallbackURLs: urls = [] } = settings;
  const unknown = scopes.find((scope) => !standardScopes.has(scope) && !customScopes.has(scope));
  if (unknown !== undefined) {
    return { status: 400, type: "ScopeDoesNotExistException", message: `Invalid scope requested: ${unknown}` };
  }
  if (settings.AllowedOAuthFlowsUserPoolClient && flows.length > 0 && scopes.length === 0) {
    return oauth(
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
