import { CognitoUserGroup } from "@cdktf/provider-aws/lib/cognito-user-group";
import { Construct } from "constructs";
import { UserError } from "../../errors";
import { type Caller } from "../iam/caller";
import { CognitoRole } from "../iam/cognito-role";
import { type PolicyStatement } from "../iam/policy-document";
import { checkRange } from "../ranges";
import { literal } from "../tokens";
import { type IdentityPool, type RoleFromToken } from "./identity-pool";
import { checkName } from "./names";

/** Props of {@link UserPoolGroup}. */
export interface UserPoolGroupProps {
  /** The identity pool that gives the group's members their role; it chooses roles by token, else it never would. */
  readonly identityPool: IdentityPool<RoleFromToken>;
  /**
   * The group's name, which becomes part of its role's: letters, digits and + = , . @ - _, short enough for the role's
   * 64 characters. @default - the construct's id
   */
  readonly name?: string;
  /** What its members are, at most 2048 characters. */
  readonly description: string;
  /** Which group's role a member of several gets: the lowest number's. 1 to 2147483647, unique in the user pool. */
  readonly precedence: number;
}

/**
 * A group of a user pool, with the role that its members hold. The role replaces the identity pool's authenticated
 * role, and so has everything that everyone signed in was granted.
 *
 * Zero, Cognito's best precedence, is refused: the provider sends it as "none".
 *
 * @see https://docs.aws.amazon.com/cognito/latest/developerguide/cognito-user-pools-user-groups.html
 * @throws UserError for a description or precedence that Cognito refuses, a name that IAM refuses in the role's, and a name or
 * precedence that is taken.
 */
export class UserPoolGroup extends Construct implements Caller {
  /** The group's name. */
  readonly name: string;
  readonly callerName: string;
  readonly identityPool: IdentityPool<RoleFromToken>;
  readonly roles: readonly [CognitoRole];

  constructor(scope: Construct, id: string, props: UserPoolGroupProps) {
    super(scope, id);
    const { userPool } = props.identityPool.client;
    this.name = props.name ?? id;
    this.callerName = `group ${this.name}`;
    this.identityPool = props.identityPool;
    checkGroup(this, props);
    userPool.claimGroup(this, this.name, props.precedence);
    this.roles = [this.createRole()];
    new CognitoUserGroup(this, "resource", {
      name: this.name,
      userPoolId: userPool.id,
      description: literal(props.description),
      precedence: props.precedence,
      roleArn: this.roles[0].arn,
    });
  }

  grant(statement: PolicyStatement): void {
    this.roles[0].grant(statement);
  }

  private createRole(): CognitoRole {
    const role = new CognitoRole(this, "role", {
      name: `${this.identityPool.name}-cognito-authenticated-${this.name}-role`,
      identityPoolId: this.identityPool.id,
      identities: "authenticated",
    });
    this.identityPool.addSignedInRole(role);
    return role;
  }
}

function checkGroup(group: UserPoolGroup, { description, precedence }: UserPoolGroupProps): void {
  checkName(group, group.name);
  checkRange(group, "precedence", precedence, 1, 2 ** 31 - 1, "places, the lowest winning");
  if (description.length > 2048) {
    throw new UserError({
      where: group.node.path,
      what: "the group's description is too long",
      got: description.length,
      allowed: "at most 2048 characters",
      fix: "shorten it",
    });
  }
}
