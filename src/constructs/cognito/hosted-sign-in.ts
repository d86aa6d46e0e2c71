import { type CognitoUserPoolClientConfig } from "@cdktf/provider-aws/lib/cognito-user-pool-client";
import { type Construct } from "constructs";
import { UserError } from "../../errors";
import { isRedirectUrl, redirectUrlForm } from "../../origin";
import { type CustomScope, customScopes, nameOfScope, type Scope, type StandardScope } from "./scope";
import { type UserPool } from "./user-pool";
import { type UserPoolDomain } from "./user-pool-domain";

/**
 * How a client uses the pool's sign-in pages: by OAuth's code grant, never by the implicit one.
 *
 * @see https://docs.aws.amazon.com/cognito/latest/developerguide/cognito-user-pools-app-idp-settings.html
 */
export interface HostedSignIn {
  /** The domain of the client's pool that serves the pages. */
  readonly domain: UserPoolDomain;
  /** Where users may be sent after signing in: 1 to 100 URLs of https, or of http://localhost. */
  readonly callbackUrls: readonly [string, ...string[]];
  /** Where users may be sent after signing out: at most 100 such URLs. */
  readonly logoutUrls: readonly string[];
  /** What tokens can carry beside openid, email and profile: at most 50 scopes in all. @default - nothing */
  readonly scopes?: readonly Scope[];
}

const always: readonly StandardScope[] = ["email", "openid", "profile"];

/** The names of all scopes that the client may ask for, sorted. */
export const scopesOf = ({ scopes = [] }: HostedSignIn): string[] =>
  [...new Set([...always, ...scopes].map(nameOfScope))].toSorted();

/**
 * The settings of a client that does not use the sign-in pages. All are named: the AWS provider keeps what is not, and
 * a client that once used the pages could go on using them.
 */
const noOauth: Partial<CognitoUserPoolClientConfig> = {
  allowedOauthFlowsUserPoolClient: false,
  allowedOauthFlows: [],
  allowedOauthScopes: [],
  callbackUrls: [],
  logoutUrls: [],
  supportedIdentityProviders: [],
};

/** What a client may do by OAuth: nothing without the sign-in pages. */
export function oauthSettings(signIn: HostedSignIn | undefined): Partial<CognitoUserPoolClientConfig> {
  if (!signIn) return noOauth;
  const servers = [...new Set(customScopes(signIn.scopes ?? []).map(({ resource }) => resource))];
  return {
    allowedOauthFlowsUserPoolClient: true,
    allowedOauthFlows: ["code"],
    allowedOauthScopes: scopesOf(signIn),
    callbackUrls: [...signIn.callbackUrls],
    logoutUrls: [...signIn.logoutUrls],
    supportedIdentityProviders: ["COGNITO"],
    // Cognito refuses a scope that is not there yet.
    ...(servers.length > 0 && { dependsOn: servers }),
  };
}

/** @throws UserError for a domain or a scope of another pool, and for URLs or scopes that Cognito refuses. */
export function checkHostedSignIn(client: Construct, userPool: UserPool, signIn: HostedSignIn): void {
  const fault = (what: string, got: unknown, allowed: string, fix: string) =>
    new UserError({ where: client.node.path, what: `hostedSignIn: ${what}`, got, allowed, fix });
  if (signIn.domain.userPool !== userPool) {
    const what = "the domain serves another user pool's sign-in pages";
    throw fault(what, signIn.domain.node.path, `the domain of ${userPool.node.path}`, "name that domain");
  }
  const stranger = foreignScope(userPool, signIn.scopes ?? []);
  if (stranger) {
    const what = `the scope ${stranger.name} is one of another user pool's`;
    throw fault(what, stranger.name, `scopes of ${userPool.node.path}`, "use a resource server of that pool");
  }
  if (scopesOf(signIn).length > 50) {
    const what = "too many scopes";
    throw fault(what, scopesOf(signIn).length, "50 scopes a client (Cognito's limit)", "make a second client");
  }
  for (const [field, least] of [["callbackUrls", 1] as const, ["logoutUrls", 0] as const]) {
    const urls = signIn[field];
    const allowed = `${least} to 100 URLs`;
    const number = `${field} has a wrong number of URLs`;
    if (urls.length < least || urls.length > 100) throw fault(number, urls.length, allowed, "add or remove URLs");
    const wrong = urls.find((url) => !isRedirectUrl(url));
    if (wrong !== undefined) throw fault(`${field} has a wrong URL`, wrong, redirectUrlForm, "correct the URL");
  }
}

/** A scope of another user pool's, where there is one. */
export const foreignScope = (userPool: UserPool, scopes: readonly Scope[]): CustomScope | undefined =>
  customScopes(scopes).find((scope) => scope.userPool !== userPool);
