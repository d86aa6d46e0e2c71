import { Construct } from "constructs";
import { type Environment } from "../../environments";
import { AppClient } from "../../src/constructs/cognito/app-client";
import { DefaultGroup } from "../../src/constructs/cognito/default-group";
import { IdentityPool, type RoleFromToken } from "../../src/constructs/cognito/identity-pool";
import { UserPool } from "../../src/constructs/cognito/user-pool";
import { UserPoolGroup } from "../../src/constructs/cognito/user-pool-group";
import { type TypescriptFunction } from "../../src/constructs/lambda/typescript-function";
import { appClientSettings, type SharedInfrastructure, userPoolSettings } from "../shared";

/** What the identity system works with. */
export type IdentitySystemProps = Pick<SharedInfrastructure, "encryptionKey">;

/** Who can sign in, and which role each of them holds. */
export class IdentitySystem extends Construct {
  readonly userPool: UserPool;
  readonly client: AppClient;
  readonly identityPool: IdentityPool<RoleFromToken>;
  readonly groups: { readonly admin: UserPoolGroup; readonly general: UserPoolGroup };
  /** What the user pool calls, by name. */
  readonly triggers: { readonly "add-to-default-group": TypescriptFunction };

  constructor(scope: Construct, id: string, env: Environment, props: IdentitySystemProps) {
    super(scope, id);
    const name = `${env.service}-${env.name}`;
    this.userPool = new UserPool(this, "user-pool", {
      address: "users",
      name,
      ...userPoolSettings(env),
    });
    this.client = new AppClient(this, "web-client", {
      userPool: this.userPool,
      address: "web",
      name: `${name}-web`,
      ...appClientSettings(env),
    });
    this.identityPool = new IdentityPool(this, "identity-pool", {
      address: "members",
      name,
      client: this.client,
      roleSelection: { mode: "token" },
      guests: "refused",
    });
    this.groups = {
      admin: new UserPoolGroup(this, "admin", {
        identityPool: this.identityPool,
        description: "Administrators: may call the admin API",
        precedence: 1,
      }),
      general: new UserPoolGroup(this, "general", {
        identityPool: this.identityPool,
        description: "General users",
        precedence: 2,
      }),
    };
    const defaultGroup = new DefaultGroup(this, "default-group", {
      group: this.groups.general,
      functionName: `${name}-add-to-default-group`,
      tracing: env.api.tracing,
      logRetentionDays: env.api.logRetentionDays,
      encryptionKey: props.encryptionKey,
    });
    this.triggers = { "add-to-default-group": defaultGroup.handler };
  }
}
