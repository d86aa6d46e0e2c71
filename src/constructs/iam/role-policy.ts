import { IamRolePolicy } from "@cdktf/provider-aws/lib/iam-role-policy";
import { type ITerraformDependable, Lazy } from "cdktf";
import { Construct } from "constructs";
import { describe } from "../../errors";
import { resolved } from "../tokens";
import { policyDocument, type PolicyStatement } from "./policy-document";

/** Most characters that all inline policies of a role may have, white space not counted. */
export const inlinePolicyLimit = 10_240;

/** Length that stands for a value known only after apply, such as an API's id (10 characters) or a pool's. */
const lengthOfUnknown = 24;

/** Props of {@link RolePolicy}. */
export interface RolePolicyProps {
  /** The role's name or reference. */
  readonly role: string;
}

/**
 * A role's permissions: one inline policy that grows with each grant.
 *
 * Synthesis fails where it exceeds the 10,240 characters that IAM allows (not adjustable).
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html
 */
export class RolePolicy extends Construct {
  /** What whoever needs the permissions to be in force depends on. */
  readonly resource: ITerraformDependable;

  private readonly statements: PolicyStatement[] = [];

  constructor(scope: Construct, id: string, props: RolePolicyProps) {
    super(scope, id);
    this.resource = new IamRolePolicy(this, "resource", {
      name: id,
      role: props.role,
      policy: Lazy.stringValue({ produce: () => this.document() }),
    });
    this.node.addValidation({ validate: () => this.faults() });
  }

  /** Adds a permission. */
  add(statement: PolicyStatement): void {
    this.statements.push(statement);
  }

  private document(): string {
    return policyDocument(this.statements);
  }

  private faults(): string[] {
    const text = resolved(this, this.document());
    const length = text.replaceAll(/\$\{[^}]*\}/g, "x".repeat(lengthOfUnknown)).replaceAll(/\s/g, "").length;
    if (length <= inlinePolicyLimit) return [];
    return [
      describe({
        where: this.node.path,
        what: `the role's permissions have ${length} characters`,
        allowed: `${inlinePolicyLimit} characters of inline policy a role (IAM's limit, not adjustable)`,
        fix: "grant fewer routes to this role, or split the API",
      }),
    ];
  }
}
