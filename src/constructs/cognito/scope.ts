import { type ITerraformDependable } from "cdktf";
import { type UserPool } from "./user-pool";

/**
 * A scope that Cognito knows by itself. `aws.cognito.signin.user.admin` is the one that access tokens carry after a
 * sign-in through Cognito's API; the others come from its sign-in pages.
 */
export type StandardScope = "aws.cognito.signin.user.admin" | "email" | "openid" | "phone" | "profile";

/** A scope of a resource server. */
export interface CustomScope {
  /** What tokens and routes call it: `<identifier>/<scope>`. */
  readonly name: string;
  /** The pool whose tokens can carry it. */
  readonly userPool: UserPool;
  /** What whoever names the scope depends on. */
  readonly resource: ITerraformDependable;
}

/** A scope of access tokens. */
export type Scope = StandardScope | CustomScope;

/** What tokens and routes call a scope. */
export const nameOfScope = (scope: Scope): string => (typeof scope === "string" ? scope : scope.name);

/** Those of the scopes that a resource server has. */
export const customScopes = (scopes: readonly Scope[]): CustomScope[] =>
  scopes.filter((scope) => typeof scope !== "string");
