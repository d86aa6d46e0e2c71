import { CognitoUserPool } from "@cdktf/provider-aws/lib/cognito-user-pool";
import { dependable } from "cdktf";
import { Construct } from "constructs";
import { UserError } from "../../errors";
import { checkRange } from "../ranges";
import { checkName } from "./names";
import { type TypescriptFunction } from "../lambda/typescript-function";

/** The moments at which a user pool calls a function. */
export type UserPoolTrigger =
  | "createAuthChallenge"
  | "customMessage"
  | "defineAuthChallenge"
  | "postAuthentication"
  | "postConfirmation"
  | "preAuthentication"
  | "preSignUp"
  | "preTokenGeneration"
  | "userMigration"
  | "verifyAuthChallengeResponse";

/** Props of {@link UserPool}. */
export interface UserPoolProps {
  /** The last part of its Terraform address; a change destroys the pool and its users. */
  readonly address: string;
  /** The pool's name: 1 to 128 letters, digits, spaces and + = , . @ - _. */
  readonly name: string;
  /** What users type to sign in. Can't be changed later. */
  readonly signIn: "email" | "username";
  /** Whether people may create their own account. */
  readonly selfSignUp: boolean;
  /** Whether a second factor, an authenticator app, is refused, offered or demanded. */
  readonly mfa: "off" | "optional" | "required";
  /** What a password must have. */
  readonly passwordPolicy: {
    /** Fewest characters, 6 to 99. */
    readonly minimumLength: number;
    /** Days for which a password set by an administrator is good, 1 to 365. @default - 7 */
    readonly temporaryPasswordDays?: number;
  };
  /** How a user who forgot the password gets a new one. @default - "verified-email" */
  readonly recovery?: "verified-email" | "administrator";
  /** Cognito's feature plan. With PLUS, threat protection is enforced. */
  readonly featureTier: "LITE" | "ESSENTIALS" | "PLUS";
  /** Whether Cognito refuses to delete the pool. */
  readonly deletionProtection: boolean;
  /** Whether Terraform refuses any plan that would destroy the pool or a client of it. */
  readonly preventDestroy: boolean;
}

/**
 * A user pool: who can sign in, and how.
 *
 * @see https://docs.aws.amazon.com/cognito/latest/developerguide/cognito-user-pools.html
 * @throws UserError for a name, a password length or a validity that Cognito refuses.
 */
export class UserPool extends Construct {
  /** The pool's id, such as `ap-northeast-1_aBcDeFgHi`. */
  readonly id: string;
  /** The pool's ARN. */
  readonly arn: string;
  /** The pool as an identity provider: `cognito-idp.<region>.amazonaws.com/<pool id>`, without `https://`. */
  readonly providerName: string;
  /** Whether Terraform refuses to destroy it. */
  readonly preventDestroy: boolean;

  private readonly pool: CognitoUserPool;
  private readonly groups: { readonly name: string; readonly precedence: number }[] = [];
  private readonly triggers = new Map<UserPoolTrigger, TypescriptFunction>();

  constructor(scope: Construct, id: string, props: UserPoolProps) {
    super(scope, id);
    checkName(this, props.name);
    checkPasswordPolicy(this, props.passwordPolicy);
    this.pool = this.createPool(props);
    this.id = this.pool.id;
    this.arn = this.pool.arn;
    this.providerName = this.pool.endpoint;
    this.preventDestroy = props.preventDestroy;
  }

  /**
   * Lets the pool call a function at a moment; it must be done within Cognito's 5 seconds.
   *
   * @throws UserError for a moment that has a function already, and for a function slower than Cognito waits.
   */
  addTrigger(trigger: UserPoolTrigger, handler: TypescriptFunction): void {
    checkTrigger(this, trigger, handler, this.triggers.get(trigger));
    const known = [...this.triggers.values()].includes(handler);
    this.triggers.set(trigger, handler);
    this.pool.putLambdaConfig(Object.fromEntries([...this.triggers].map(([name, { arn }]) => [name, arn])));
    if (known) return;
    this.pool.dependsOn = [...(this.pool.dependsOn ?? []), dependable(handler.resource)];
    handler.letInvoke(this, { service: "cognito-idp.amazonaws.com", sourceArn: this.arn });
  }

  /**
   * Notes that a group takes a name and a precedence.
   *
   * @throws UserError where another group has the name; or the precedence, since a user in both would have no
   * preferred role.
   */
  claimGroup(group: Construct, name: string, precedence: number): void {
    const namesake = this.groups.find((other) => other.name === name);
    const equal = this.groups.find((other) => other.precedence === precedence);
    if (namesake) {
      throw new UserError({
        where: group.node.path,
        what: "the user pool has a group of this name already",
        got: name,
        allowed: "a name that no other group of the pool has",
        fix: "rename one of the two",
      });
    }
    if (equal) {
      throw new UserError({
        where: group.node.path,
        what: `group ${equal.name} has this precedence already, and a user in both groups would have no preferred role`,
        got: precedence,
        allowed: "a precedence that no other group of the pool has",
        fix: "give each group a precedence of its own; the lowest number wins",
      });
    }
    this.groups.push({ name, precedence });
  }

  private createPool(props: UserPoolProps): CognitoUserPool {
    const pool = new CognitoUserPool(this, "resource", {
      name: props.name,
      ...signIn(props.signIn),
      ...verifiedEmail,
      adminCreateUserConfig: { allowAdminCreateUserOnly: !props.selfSignUp },
      ...secondFactor(props.mfa),
      passwordPolicy: passwordPolicy(props.passwordPolicy),
      accountRecoverySetting: recovery(props.recovery ?? "verified-email"),
      userPoolTier: props.featureTier,
      ...(props.featureTier === "PLUS" && { userPoolAddOns: { advancedSecurityMode: "ENFORCED" } }),
      deletionProtection: props.deletionProtection ? "ACTIVE" : "INACTIVE",
      lifecycle: { preventDestroy: props.preventDestroy },
    });
    pool.overrideLogicalId(props.address);
    return pool;
  }
}

const signIn = (by: UserPoolProps["signIn"]) => ({
  ...(by === "email" ? { usernameAttributes: ["email"] } : { schema: [requiredEmail] }),
  usernameConfiguration: { caseSensitive: false },
});

// Who signs in by username needs an address all the same, for confirmation and recovery. The bounds are Cognito's own:
// without them the provider would see a change in every plan.
const requiredEmail = {
  name: "email",
  attributeDataType: "String",
  required: true,
  mutable: true,
  stringAttributeConstraints: { minLength: "0", maxLength: "2048" },
};

// An address counts only once its owner has shown to receive mail there: recovery and claims rest on it.
const verifiedEmail = {
  autoVerifiedAttributes: ["email"],
  userAttributeUpdateSettings: { attributesRequireVerificationBeforeUpdate: ["email"] },
};

const secondFactor = (mfa: UserPoolProps["mfa"]) => ({
  mfaConfiguration: { off: "OFF", optional: "OPTIONAL", required: "ON" }[mfa],
  ...(mfa !== "off" && { softwareTokenMfaConfiguration: { enabled: true } }),
});

const passwordPolicy = ({ minimumLength, temporaryPasswordDays = 7 }: UserPoolProps["passwordPolicy"]) => ({
  minimumLength,
  requireLowercase: true,
  requireUppercase: true,
  requireNumbers: true,
  requireSymbols: true,
  temporaryPasswordValidityDays: temporaryPasswordDays,
});

const recovery = (by: NonNullable<UserPoolProps["recovery"]>) => ({
  recoveryMechanism: [{ name: by === "administrator" ? "admin_only" : "verified_email", priority: 1 }],
});

function checkPasswordPolicy(pool: UserPool, policy: UserPoolProps["passwordPolicy"]): void {
  checkRange(pool, "passwordPolicy.minimumLength", policy.minimumLength, 6, 99, "characters");
  checkRange(pool, "passwordPolicy.temporaryPasswordDays", policy.temporaryPasswordDays ?? 7, 1, 365, "days");
}

function checkTrigger(
  pool: UserPool,
  trigger: UserPoolTrigger,
  handler: TypescriptFunction,
  taken: TypescriptFunction | undefined,
): void {
  checkRange(handler, "timeoutSeconds of a user pool's trigger", handler.timeoutSeconds, 1, 5, "seconds");
  if (!taken) return;
  throw new UserError({
    where: pool.node.path,
    what: `the pool calls ${taken.node.path} at ${trigger} already`,
    got: handler.node.path,
    allowed: "one function for each moment",
    fix: "do both in one function",
  });
}
