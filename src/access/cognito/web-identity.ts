import { type Formula } from "../formula";
import { type ContextValue, type IamRequest } from "../iam/request";
import { type Role } from "../iam/role";
import { symbolic } from "../symbols";
import { type IdentityPool } from "./cognito";

/** Who wants a role of an identity pool. */
export interface Assumer {
  readonly flow: "enhanced" | "classic";
  readonly authenticated: boolean;
  /** By whom they signed in. @default - a guest */
  readonly providerName?: string;
  /** When claims of the token become tags of the session. @default - never */
  readonly tagged?: Formula;
}

/** Who vouches for identities of identity pools. */
export const provider = "cognito-identity.amazonaws.com";

/** The name of every session in the enhanced flow. */
export const sessionName = "CognitoIdentityCredentials";

/** Who asks, as far as policies can tell them from others. */
export const identityId = symbolic({ kind: "identity", name: "the caller's identity id" });

/** A user of a user pool. */
export const anySub = symbolic({ kind: "identity", name: "the caller's sub" });

/** The request to STS for a role, which the role's trust is asked about. */
export function webIdentityRequest(role: Role, pool: IdentityPool, assumer: Assumer, amr = amrOf(assumer)): IamRequest {
  return {
    action: "sts:AssumeRoleWithWebIdentity",
    resource: role.arn,
    caller: { kind: "federated", provider },
    keys: new Map([
      ...identityKeys(pool, assumer, amr),
      ...(assumer.flow === "enhanced" ? [["sts:rolesessionname", [sessionName]] as const] : []),
      ["aws:securetransport", ["true"]],
      ...foreignKeys(role, assumer),
    ]),
  };
}

/** What IAM knows of an identity, when it asks for a role and in the session. */
export function identityKeys(
  pool: IdentityPool,
  assumer: Assumer,
  amr = amrOf(assumer),
): readonly (readonly [string, ContextValue])[] {
  return [
    [`${provider}:aud`, [pool.id]],
    [`${provider}:amr`, amr],
    [`${provider}:sub`, [identityId]],
  ];
}

const oidcProvider = /^arn:[^:]*:iam::[^:]*:oidc-provider\/(.+)$/;

/** Whether and how somebody signed in. */
export function amrOf({ authenticated, providerName = "" }: Assumer): readonly string[] {
  if (!authenticated) return ["unauthenticated"];
  if (providerName.startsWith("cognito-idp."))
    return ["authenticated", providerName, `${providerName}:CognitoSignIn:${anySub}`];
  // Role mappings know an OIDC provider by its ARN, logins by its name.
  return ["authenticated", oidcProvider.exec(providerName)?.[1] ?? providerName];
}

const identityKeyNames: ReadonlySet<string> = new Set(["aud", "amr", "sub"].map((name) => `${provider}:${name}`));

/** The keys of a request that tags the session. */
const taggingKeys = /^(aws:requesttag\/|aws:tagkeys$|sts:transitivetagkeys$)/;

/** Keys that requests of Cognito lack: those of other providers of identities, misspelt ones, and tags without any. */
function foreignKeys(role: Role, { tagged = false }: Assumer): readonly (readonly [string, ContextValue])[] {
  return role.trust.statements
    .flatMap(({ conditions }) => conditions.map(({ key }) => key.toLowerCase()))
    .filter((key) => (/^(aws|sts):/.test(key) ? tagged === false && taggingKeys.test(key) : !identityKeyNames.has(key)))
    .map((key) => [key, []]);
}
