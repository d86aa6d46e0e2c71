import { all, any, condition, type Formula, not, onlyWhen } from "../formula";
import { type Principal, type TokenCredentials } from "../principal";
import { isKnown, readable, symbolic } from "../symbols";
import { type AppClient, type Cognito, type UserPool } from "./cognito";
import { isSame } from "./same";

/** The scope of whoever signed in by calls of Cognito's API. */
const apiScope = "aws.cognito.signin.user.admin";
/** The scopes that only people have: `client_credentials` gives none of them. */
const peoplesScopes: ReadonlySet<string> = new Set(["openid", "email", "phone", "profile", apiScope]);

/** The holders of one token each: by app client, by each scope that routes ask for. */
export function tokenHolders(cognito: Cognito, scopes: readonly string[]): readonly Principal[] {
  return cognito.clients.flatMap((client) => {
    const pool = cognito.userPools.find(({ id }) => id === client.userPoolId);
    if (pool === undefined) return [];
    return [...idTokens(client, pool), ...plainTokens(client, pool, scopes), ...scopedTokens(client, pool, scopes)].map(
      (token): Principal => ({
        label: token.label,
        kind: "token",
        // However it was come by.
        credentials: [{ ...token, when: client.when }],
        steps: [
          {
            text: `app client ${client.label} of user pool ${pool.label} gives out this token`,
            ...(client.address === undefined ? {} : { address: client.address }),
            section: "3.5",
          },
        ],
      }),
    );
  });
}

/** The tokens that whoever signs in to a user pool has. */
export function tokensOf(cognito: Cognito, pool: UserPool, scopes: readonly string[]): readonly TokenCredentials[] {
  return cognito.clients
    .filter(({ signIn, oauth }) => any([signIn, oauth]) !== false)
    .flatMap((client) => {
      const ofPool = isSame(client.userPoolId, pool.id);
      if (ofPool === false) return [];
      const tokens = [
        ...idTokens(client, pool),
        ...(client.signIn === false ? [] : plainTokens({ ...client, machine: false }, pool, scopes)),
        ...signInTokens(client, pool, scopes),
        ...addedTokens(client, pool, scopes),
      ];
      return ofPool === true ? tokens : tokens.map((one) => ({ ...one, when: all([ofPool, one.when ?? true]) }));
    });
}

function tokenOf(client: AppClient, pool: UserPool, use: "id" | "access", given: Formula): TokenCredentials {
  const when = all([given, client.when ?? true]);
  return {
    kind: "token",
    use,
    userPoolId: pool.id,
    issuer: pool.issuer,
    clientId: client.id,
    scopes: [],
    label: `${use === "id" ? "ID" : "access"} token of ${client.label}`,
    ...(when === true ? {} : { when }),
  };
}

function idTokens(client: AppClient, pool: UserPool): readonly TokenCredentials[] {
  const when = any([client.signIn, all([client.oauth, allowsScope(client, "openid")])]);
  return when === false ? [] : [tokenOf(client, pool, "id", when)];
}

/** An access token with none of the scopes that have to be asked for. */
function plainTokens(client: AppClient, pool: UserPool, asked: readonly string[]): readonly TokenCredentials[] {
  if (client.signIn !== false) return [{ ...tokenOf(client, pool, "access", client.signIn), scopes: [apiScope] }];
  const when = any([client.oauth, client.machine]);
  if (when === false) return [];
  const scopes = client.oauthScopes.filter((scope) => !asked.includes(scope) && isKnown(scope));
  const had = client.oauth === false ? scopes.filter((scope) => !peoplesScopes.has(scope)) : scopes;
  return [{ ...tokenOf(client, pool, "access", when), scopes: had }];
}

/** An access token for each scope that routes ask for and the client may get. */
function scopedTokens(client: AppClient, pool: UserPool, asked: readonly string[]): readonly TokenCredentials[] {
  return asked.flatMap((scope) => {
    if (scope === apiScope && client.signIn !== false) return [];
    const flows = peoplesScopes.has(scope) ? client.oauth : any([client.oauth, client.machine]);
    const when = any([all([flows, allowsScope(client, scope)]), addsScope(client, pool, scope)]);
    return when === false ? [] : [withScopes(tokenOf(client, pool, "access", when), [scope], [scope])];
  });
}

/** The access token of whoever signs in by the pool's pages, with every scope that the client may get. */
function signInTokens(client: AppClient, pool: UserPool, asked: readonly string[]): readonly TokenCredentials[] {
  const had = [...client.oauthScopes, ...(client.address === undefined ? asked : [])];
  const named = asked.filter((scope) => scope !== apiScope && allowsScope(client, scope) !== false);
  // Without a scope that some route asks for it is worth what the token of the API is.
  if (client.oauth === false || (named.length === 0 && client.signIn !== false)) return [];
  const certain = named.filter((scope) => allowsScope(client, scope) === true);
  const open = named.filter((scope) => !certain.includes(scope));
  const when = all([client.oauth, leavesScopes(pool)]);
  const token = tokenOf(client, pool, "access", when);
  const others = had.filter((scope) => isKnown(scope) && !open.includes(scope));
  return [
    ...(certain.length === 0 && client.signIn !== false ? [] : [withScopes(token, others, certain)]),
    ...open.map((scope) =>
      withScopes(tokenOf(client, pool, "access", all([when, allowsScope(client, scope)])), [scope], [scope]),
    ),
  ];
}

/** The access tokens that a function gives further scopes. */
function addedTokens(client: AppClient, pool: UserPool, asked: readonly string[]): readonly TokenCredentials[] {
  return asked.flatMap((scope) => {
    if (scope === apiScope && client.signIn !== false) return [];
    const when = addsScope(client, pool, scope);
    return when === false ? [] : [withScopes(tokenOf(client, pool, "access", when), [scope], [scope])];
  });
}

function withScopes(token: TokenCredentials, scopes: readonly string[], named: readonly string[]): TokenCredentials {
  const label = named.length === 0 ? token.label : `${token.label} with ${named.map(readable).join(", ")}`;
  return { ...token, scopes, label };
}

/** Whether a client may ask for a scope. */
function allowsScope(client: AppClient, scope: string): Formula {
  if (client.oauthScopes.includes(scope)) return true;
  if (client.address === undefined) return condition(`app client ${client.label} may get scope ${readable(scope)}`);
  const open = client.oauthScopes.filter((one) => !(isKnown(one) && isKnown(scope)));
  return any(open.map((one) => condition(`scope ${readable(one)} is ${readable(scope)}`)));
}

/**
 * Whether a function adds a scope to access tokens.
 *
 * @see https://docs.aws.amazon.com/cognito/latest/developerguide/user-pool-lambda-pre-token-generation.html
 */
function addsScope(client: AppClient, pool: UserPool, scope: string): Formula {
  // Tokens that a client gets for itself are changed from the third version on.
  const isForPeople = any([client.signIn, client.oauth]) !== false;
  if (!changesAccessTokens(pool) || (!isForPeople && pool.preTokenGeneration?.version === "V2_0")) return false;
  return condition(`the pre-token-generation function of ${pool.label} adds scope ${readable(scope)}`);
}

function leavesScopes(pool: UserPool): Formula {
  if (!changesAccessTokens(pool)) return true;
  return not(condition(`the pre-token-generation function of ${pool.label} takes scopes away`));
}

function changesAccessTokens({ preTokenGeneration }: UserPool): boolean {
  return preTokenGeneration !== undefined && preTokenGeneration.version !== "V1_0";
}

/** Tokens that nobody means: of an app client of the same user pool, and of a user pool of somebody else. */
export function foreignTokens(
  cognito: Cognito,
  scopes: readonly string[],
  labelOf: (pool: UserPool, what: string) => string,
): readonly Principal[] {
  const otherPool = symbolic({ kind: "other", name: "another user pool's id" });
  const region = cognito.userPools[0]?.region ?? symbolic({ kind: "unknown", name: "another user pool's region" });
  const issuer = `https://cognito-idp.${region}.amazonaws.com/${otherPool}`;
  return [
    ...cognito.userPools.map((pool) => {
      const name = `the id of an app client of ${pool.label} that is not in this configuration`;
      return foreign(labelOf(pool, "token of another client"), { ...pool, clientName: name }, scopes);
    }),
    foreign(
      "token of another user pool",
      { id: otherPool, issuer, clientName: "another user pool's client id" },
      scopes,
    ),
  ];
}

function foreign(
  label: string,
  { id, issuer, clientName, when }: Pick<UserPool, "id" | "issuer" | "when"> & { readonly clientName: string },
  scopes: readonly string[],
): Principal {
  const clientId = symbolic({ kind: "other", name: clientName });
  const token = { kind: "token", userPoolId: id, issuer, clientId, ...onlyWhen(when) } as const;
  return {
    label,
    kind: "foreign-token",
    credentials: [
      { ...token, use: "id", scopes: [], label: label.replace("token", "ID token") },
      { ...token, use: "access", scopes: [apiScope, ...scopes], label: label.replace("token", "access token") },
    ],
    steps: [{ text: "whoever gave out this token is not named in this configuration", section: "3.5" }],
  };
}
