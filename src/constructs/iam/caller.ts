import { type CognitoRole } from "./cognito-role";
import { type PolicyStatement } from "./policy-document";

/** Whoever a route can be opened to: a group, who a rule is about, everyone who is signed in, or guests. */
export interface Caller {
  /** What errors call it, such as `group admin`. */
  readonly callerName: string;
  /** The construct whose identities these are: the identity pool. Compared by identity, never looked into. */
  readonly identityPool: object;
  /** The roles that such a caller can hold. */
  readonly roles: readonly CognitoRole[];
  /** Lets each such caller do what the statement says. */
  grant(statement: PolicyStatement): void;
}
