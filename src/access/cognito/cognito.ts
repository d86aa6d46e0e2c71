import { type Formula } from "../formula";
import { type Role } from "../iam/role";

/** What a configuration says of Cognito. */
export interface Cognito {
  readonly userPools: readonly UserPool[];
  readonly clients: readonly AppClient[];
  readonly groups: readonly Group[];
  readonly identityPools: readonly IdentityPool[];
  /** Roles that groups, default roles and rules name, and that are not in the configuration. */
  readonly rolesElsewhere: readonly Role[];
}

/** A user pool; one that is only referred to, by its id, has no address. */
export interface UserPool {
  /** @default - it is not in the configuration */
  readonly address?: string;
  /** What people call it, unique among user pools. */
  readonly label: string;
  readonly id: string;
  readonly region: string;
  readonly accountId: string;
  /** `cognito-idp.<region>.amazonaws.com/<id>`: the key of `Logins`. */
  readonly providerName: string;
  /** The issuer of its tokens: `https://` and the provider's name. */
  readonly issuer: string;
  /** The function that may change tokens before they are given out. @default - none */
  readonly preTokenGeneration?: PreTokenGeneration;
  /** The attributes that can change once a user exists: `email`, `custom:department`. */
  readonly mutableAttributes: readonly string[];
  /** Under which conditions there is such a pool. @default - always */
  readonly when?: Formula;
}

/** A trigger that changes tokens: every version ID tokens, `V2_0` and later access tokens too. */
export interface PreTokenGeneration {
  /** The function's ARN. */
  readonly function: string;
  /** `V1_0`, `V2_0` or `V3_0`; a symbol where it is not known. */
  readonly version: string;
}

/** An app client; one that is only referred to, by its id, has no address. */
export interface AppClient {
  /** @default - it is not in the configuration */
  readonly address?: string;
  /** What people call it, unique among app clients. */
  readonly label: string;
  readonly id: string;
  readonly userPoolId: string;
  /** Whether people sign in with user name and password, passkey or the like, by calls of Cognito's API. */
  readonly signIn: Formula;
  /** Whether people sign in by the pages of the pool's domain: the flows `code` and `implicit`. */
  readonly oauth: Formula;
  /** Whether it gets access tokens for itself, with its secret: the flow `client_credentials`. */
  readonly machine: Formula;
  readonly oauthScopes: readonly string[];
  /** The attributes that its users can change themselves. */
  readonly writableAttributes: readonly string[];
  /** Under which conditions there is such a client, and its user pool. @default - always */
  readonly when?: Formula;
}

/** A group of a user pool. */
export interface Group {
  readonly address: string;
  readonly name: string;
  /** The lowest number is the best; null without one, undefined where it is not known. */
  readonly precedence: number | null | undefined;
  /** @default - the group has no role */
  readonly roleArn?: string;
  readonly userPoolId: string;
  /** Under which conditions there is such a group. @default - always */
  readonly when?: Formula;
}

/** An identity pool; one that is only referred to, by its id, has no address. */
export interface IdentityPool {
  /** @default - it is not in the configuration */
  readonly address?: string;
  /** What people call it, unique among identity pools. */
  readonly label: string;
  readonly id: string;
  readonly accountId: string;
  readonly allowsGuests: Formula;
  readonly allowsClassicFlow: Formula;
  /** The app clients whose ID tokens it takes. */
  readonly clients: readonly AcceptedClient[];
  /** Who else it takes logins of: `graph.facebook.com`, or the ARN of an OIDC or SAML provider. */
  readonly otherProviders: readonly OtherProvider[];
  /** Which roles it gives. Where there are several, the one that was applied last is in force. */
  readonly attachments: readonly RolesAttachment[];
  readonly principalTags: readonly PrincipalTags[];
  /** Under which conditions there is such a pool. @default - always */
  readonly when?: Formula;
}

/** An app client that an identity pool takes logins of. */
export interface AcceptedClient {
  /** As the user pool's {@link UserPool.providerName}. */
  readonly providerName: string;
  readonly clientId: string;
  /** Whether it is taken; open for an identity pool that is not in the configuration. */
  readonly when: Formula;
  /** Under which conditions there is such a client. @default - always */
  readonly exists?: Formula;
}

/** A provider of logins that is not a user pool. */
export interface OtherProvider {
  /** The key of its role mapping. */
  readonly key: string;
  /** Whether its users come with a SAML assertion, which the enhanced flow alone takes. */
  readonly isSaml: boolean;
}

/** A pool's default roles and its role mappings. */
export interface RolesAttachment {
  readonly address: string;
  /** When it is this pool's: it may be another's, or there may be no such resource. @default true */
  readonly when?: Formula;
  /** The default roles, by their ARNs. */
  readonly authenticated?: string;
  readonly unauthenticated?: string;
  readonly mappings: readonly RoleMapping[];
}

/** How a role is chosen for the logins of one provider. */
export interface RoleMapping {
  /** `cognito-idp.<region>.amazonaws.com/<user pool>:<client>`, or another provider's key. */
  readonly key: string;
  /** `Token` or `Rules`; a symbol where it is not known. */
  readonly type: string;
  /** `AuthenticatedRole` or `Deny`; a symbol where it is not known. */
  readonly resolution: string;
  readonly rules: readonly Rule[];
}

/** A rule that compares a claim of the ID token. */
export interface Rule {
  readonly claim: string;
  /** `Equals`, `NotEqual`, `StartsWith` or `Contains`; a symbol where it is not known. */
  readonly matchType: string;
  readonly value: string;
  readonly roleArn: string;
}

/** Which claims of a provider's tokens become tags of the session. */
export interface PrincipalTags {
  readonly address: string;
  /** When they are this pool's. @default true */
  readonly when?: Formula;
  /** A provider's name, without a client. */
  readonly providerName: string;
  readonly usesDefaults: Formula;
  /** Whether there are any. */
  readonly tagged: Formula;
  /** The claim for each tag, as far as they are known. */
  readonly tags: ReadonlyMap<string, string>;
}
