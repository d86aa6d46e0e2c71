import { IamRole } from "@cdktf/provider-aws/lib/iam-role";
import { Construct } from "constructs";
import { type PolicyStatement } from "./policy-document";
import { RolePolicy } from "./role-policy";
import { checkRoleName } from "./role-name";

/** Props of {@link ServiceRole}. */
export interface ServiceRoleProps {
  /**
   * The role's name, 1 to 64 characters, unique in the account; or the first part of it, 1 to 38 characters, to which
   * the provider adds a unique one: a role that an interrupted apply left behind then stands in nobody's way.
   */
  readonly name: string | { readonly prefix: string };
  /** The AWS service that assumes the role, such as `lambda.amazonaws.com`. */
  readonly service: string;
  /** What the role may do; a role that may do nothing has no use. */
  readonly permissions: readonly [PolicyStatement, ...PolicyStatement[]];
}

/**
 * A role that one AWS service assumes.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_create_for-service.html
 * @throws UserError for a name that IAM refuses.
 */
export class ServiceRole extends Construct {
  /** The role's ARN. */
  readonly arn: string;
  /** The role's name, known only after apply where it has a prefix. */
  readonly name: string;
  /** The role's permissions. */
  readonly policy: RolePolicy;

  constructor(scope: Construct, id: string, props: ServiceRoleProps) {
    super(scope, id);
    const role = new IamRole(this, "resource", {
      ...checkedName(this, props.name),
      assumeRolePolicy: JSON.stringify({
        Version: "2012-10-17",
        Statement: [{ Effect: "Allow", Principal: { Service: props.service }, Action: "sts:AssumeRole" }],
      }),
    });
    this.arn = role.arn;
    this.name = role.name;
    this.policy = new RolePolicy(this, "permissions", { role: role.name });
    for (const permission of props.permissions) this.policy.add(permission);
  }
}

function checkedName(construct: Construct, name: ServiceRoleProps["name"]) {
  if (typeof name === "string") {
    checkRoleName(construct, name);
    return { name };
  }
  // What the provider adds has 26 characters.
  checkRoleName(construct, name.prefix.padEnd(name.prefix.length + 26, "0"));
  return { namePrefix: name.prefix };
}
