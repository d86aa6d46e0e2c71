import { type Construct } from "constructs";
import { AppClient } from "../../src/constructs/cognito/app-client";
import {
  type Guests,
  IdentityPool,
  type RoleFromToken,
  type RoleSelection,
} from "../../src/constructs/cognito/identity-pool";
import { UserPool, type UserPoolProps } from "../../src/constructs/cognito/user-pool";
import { UserPoolGroup } from "../../src/constructs/cognito/user-pool-group";

/** A user pool with ordinary settings, save those given. */
export const userPool = (scope: Construct, props: Partial<UserPoolProps> = {}, id = "users") =>
  new UserPool(scope, id, {
    address: id,
    name: id,
    signIn: "email",
    selfSignUp: true,
    mfa: "optional",
    passwordPolicy: { minimumLength: 12 },
    featureTier: "ESSENTIALS",
    deletionProtection: false,
    preventDestroy: false,
    ...props,
  });

/** A client of the pool. */
export const appClient = (scope: Construct, pool: UserPool, id = "web") =>
  new AppClient(scope, id, {
    userPool: pool,
    address: id,
    name: id,
    authFlows: ["ALLOW_USER_SRP_AUTH"],
    tokenValidity: { accessMinutes: 60, idMinutes: 60, refreshDays: 30 },
  });

/** An identity pool on a user pool of its own. */
export function identityPool<const Selection extends RoleSelection>(
  scope: Construct,
  roleSelection: Selection,
  guests: Guests = "refused",
  id = "members",
): IdentityPool<Selection> {
  const client = appClient(scope, userPool(scope, {}, `${id}-users`), `${id}-web`);
  return new IdentityPool(scope, id, { address: id, name: id, client, roleSelection, guests });
}

/** A group of the pool. */
export const group = (scope: Construct, pool: IdentityPool<RoleFromToken>, id: string, precedence: number) =>
  new UserPoolGroup(scope, id, { identityPool: pool, description: `The group ${id}`, precedence });
