import { IamRole } from "@cdktf/provider-aws/lib/iam-role";
import { Construct } from "constructs";
import { type PolicyStatement } from "./policy-document";
import { RolePolicy } from "./role-policy";
import { checkRoleName } from "./role-name";

/** Props of {@link CognitoRole}. */
export interface CognitoRoleProps {
  /** The role's name, 1 to 64 characters, unique in the account. */
  readonly name: string;
  /** The id of the one identity pool whose identities may assume the role. */
  readonly identityPoolId: string;
  /** Whether signed-in users assume it, or guests. */
  readonly identities: "authenticated" | "unauthenticated";
}

/**
 * A role that identities of one identity pool assume: the only writer of Cognito trusts.
 *
 * The trust names exactly one pool (`aud`) and exactly one kind of identity (`amr`). Without `aud` any pool's users
 * could assume the role; without `amr` guests could assume a group's role through the classic flow.
 *
 * @see https://docs.aws.amazon.com/cognito/latest/developerguide/role-trust-and-permissions.html
 * @throws UserError for a name that IAM refuses.
 */
export class CognitoRole extends Construct {
  /** The role's ARN. */
  readonly arn: string;
  /** The role's name. */
  readonly name: string;

  private readonly role: IamRole;
  private policy: RolePolicy | undefined;

  constructor(scope: Construct, id: string, props: CognitoRoleProps) {
    super(scope, id);
    checkRoleName(this, props.name);
    this.role = new IamRole(this, "resource", { name: props.name, assumeRolePolicy: trust(props) });
    this.arn = this.role.arn;
    this.name = props.name;
  }

  /** Lets the role do what the statement says. */
  grant(statement: PolicyStatement): void {
    this.policy ??= new RolePolicy(this, "permissions", { role: this.role.name });
    this.policy.add(statement);
  }
}

function trust({ identityPoolId, identities }: CognitoRoleProps): string {
  return JSON.stringify({
    Version: "2012-10-17",
    Statement: [
      {
        Effect: "Allow",
        Principal: { Federated: "cognito-identity.amazonaws.com" },
        Action: "sts:AssumeRoleWithWebIdentity",
        Condition: {
          StringEquals: { "cognito-identity.amazonaws.com:aud": identityPoolId },
          "ForAnyValue:StringLike": { "cognito-identity.amazonaws.com:amr": identities },
        },
      },
    ],
  });
}
