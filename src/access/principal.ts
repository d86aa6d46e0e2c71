import { type Assumption } from "./assumptions";
import { type Formula } from "./formula";
import { type Policy } from "./iam/policy";
import { type ContextValue } from "./iam/request";
import { type Role } from "./iam/role";
import { type Step } from "./step";

/** Somebody who may call: a person in a certain situation, or the holder of a certain token. */
export interface Principal {
  /** Short and unique, such as `anonymous`, `admin` or `ID token of web`. */
  readonly label: string;
  readonly kind: PrincipalKind;
  /** Everything that they can put into a request. Nobody needs credentials to call without any: that is not listed. */
  readonly credentials: readonly Credentials[];
  /** How they come by their credentials, or which error keeps them from some. */
  readonly steps: readonly Step[];
}

export type PrincipalKind =
  | "anonymous"
  /** Has credentials from an identity pool without having signed in. */
  | "guest"
  /** Signed in, member of no group. */
  | "signed-in"
  | "group"
  /** Member of several groups, where that makes a difference. */
  | "groups"
  /** Signed in, and a rule of a role mapping fits the token. */
  | "rule"
  /** Whoever chooses a role by the classic flow. */
  | "classic"
  | "token"
  /** Holds a token of an app client or user pool that is not meant. */
  | "foreign-token";

export type Credentials = RoleCredentials | TokenCredentials;

/** Temporary credentials of a role, with which requests are signed. */
export interface RoleCredentials {
  readonly kind: "role";
  readonly role: Role;
  /** Which of them has to allow a request as well; undefined where the session is not limited. */
  readonly sessionPolicies?: readonly Policy[];
  /** The name of the session, which is the end of its ARN. @default - the caller chose it */
  readonly sessionName?: string;
  /** What IAM knows of the identity: `cognito-identity.amazonaws.com:sub`, tags; by key in lower case. */
  readonly keys: ReadonlyMap<string, ContextValue>;
  /** Under which conditions the role is given out. */
  readonly when: Formula;
  readonly assumptions: readonly Assumption[];
}

/** A token of a user pool. */
export interface TokenCredentials {
  readonly kind: "token";
  readonly use: "id" | "access";
  /** The user pool's id, and its issuer: `https://cognito-idp.<region>.amazonaws.com/<id>`. */
  readonly userPoolId: string;
  readonly issuer: string;
  /** The app client's id: `aud` of an ID token, `client_id` of an access token. */
  readonly clientId: string;
  /** An access token's scopes; an ID token has none. */
  readonly scopes: readonly string[];
  /** What people call it, such as `access token of web with members/read`. */
  readonly label: string;
  /** Under which conditions it is given out. @default - always */
  readonly when?: Formula;
}
