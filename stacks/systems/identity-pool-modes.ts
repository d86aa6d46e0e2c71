import { Construct } from "constructs";
import { type Environment } from "../../environments";
import { AppClient } from "../../src/constructs/cognito/app-client";
import {
  type AuthenticatedRoleOnly,
  type Guests,
  IdentityPool,
  type RoleByRules,
  type RoleFromToken,
  type RoleSelection,
} from "../../src/constructs/cognito/identity-pool";
import { UserPool } from "../../src/constructs/cognito/user-pool";
import { UserPoolGroup } from "../../src/constructs/cognito/user-pool-group";
import { Bucket } from "../../src/constructs/s3/bucket";
import { appClientSettings, bucketName, userPoolSettings } from "../shared";

/**
 * The four ways in which an identity pool chooses a role, side by side: one identity pool each, over one user pool and
 * one bucket. Users sign in once, and the pool that they then ask decides what they may do with the files.
 *
 * The user pool is its own: a token names one preferred role, so that the groups of the APIs' users and the group of
 * these pools would take each other's members away.
 */
export class IdentityPoolModes extends Construct {
  /** The users of all four. */
  readonly userPool: UserPool;
  /** How they sign in. */
  readonly client: AppClient;
  /** What they may read and write. */
  readonly files: Bucket;
  /** Who is not signed in reads `public/`; undefined where the environment refuses guests. */
  readonly guest: IdentityPool<AuthenticatedRoleOnly> | undefined;
  /** Each signed-in identity has files of its own, below `private/`. */
  readonly authenticated: IdentityPool<AuthenticatedRoleOnly>;
  /** Whose e-mail address contains `@` and the environment's domain reads `reports/`; others get no credentials. */
  readonly rules: IdentityPool<RoleByRules<"staff">>;
  /** Members of the group read `reports/`; others get no credentials. */
  readonly token: IdentityPool<RoleFromToken>;
  /** The group whose role the token names. */
  readonly s3Readers: UserPoolGroup;

  private readonly baseName: string;

  constructor(scope: Construct, id: string, env: Environment) {
    super(scope, id);
    this.baseName = `${env.service}-${env.name}`;
    this.userPool = this.createUserPool(env);
    this.client = this.createClient(env);
    this.files = this.createFiles(env);
    this.guest = this.createGuestPool(env.identityPoolModes.guests);
    this.authenticated = this.createPool("authenticated", { mode: "authenticated" });
    this.files.letReadAndWriteOwn(this.authenticated.authenticated, "private");
    this.rules = this.createRulesPool(env.identityPoolModes.emailDomain);
    this.files.letRead(this.rules.rule("staff"), "reports");
    this.token = this.createPool("token", { mode: "token" });
    this.s3Readers = this.createGroup();
    this.files.letRead(this.s3Readers, "reports");
  }

  private createUserPool(env: Environment): UserPool {
    return new UserPool(this, "user-pool", {
      address: "modes-users",
      name: `${this.baseName}-modes`,
      ...userPoolSettings(env),
    });
  }

  private createClient(env: Environment): AppClient {
    return new AppClient(this, "client", {
      userPool: this.userPool,
      address: "modes",
      name: `${this.baseName}-modes`,
      ...appClientSettings(env),
    });
  }

  private createFiles(env: Environment): Bucket {
    return new Bucket(this, "files", {
      address: "modes-files",
      bucketName: bucketName(this, env, "modes"),
      versioned: false,
      onDestroy: env.protections.preventDestroy ? "refuse" : "let-s3-refuse",
    });
  }

  private createGuestPool(guests: Guests): IdentityPool<AuthenticatedRoleOnly> | undefined {
    if (guests === "refused") return undefined;
    const pool = this.createPool("guest", { mode: "authenticated" }, guests);
    if (pool.guests) this.files.letRead(pool.guests, "public");
    return pool;
  }

  private createRulesPool(emailDomain: string): IdentityPool<RoleByRules<"staff">> {
    return this.createPool("rules", {
      mode: "rules",
      rules: [
        {
          name: "staff",
          claim: "email",
          match: "Contains",
          value: `@${emailDomain}`,
          userWritableBecause:
            "the address is verified, and the reports may be read by whoever owns a look-alike of the domain",
        },
      ],
      whenNoMatch: "Deny",
    });
  }

  private createGroup(): UserPoolGroup {
    return new UserPoolGroup(this, "s3-readers", {
      identityPool: this.token,
      description: "May read the reports, through the identity pool that chooses roles by token",
      precedence: 1,
    });
  }

  // Short, since the names of roles begin with it.
  private createPool<Selection extends RoleSelection>(
    mode: "guest" | "authenticated" | "rules" | "token",
    roleSelection: Selection,
    guests: Guests = "refused",
  ): IdentityPool<Selection> {
    return new IdentityPool(this, mode, {
      address: `modes-${mode}`,
      name: `${this.baseName}-${mode}`,
      client: this.client,
      roleSelection,
      guests,
    });
  }
}
