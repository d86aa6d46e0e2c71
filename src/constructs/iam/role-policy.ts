import { IamRolePolicy } from "@cdktf/provider-aws/lib/iam-role-policy";
import { type ITerraformDependable, Lazy } from "cdktf";
import { Construct } from "constructs";
import { describe } from "../../errors";
import { resolved } from "../tokens";
import { policyDocument, type PolicyStatement, shortened, statementFaults } from "./policy-document";

/** Most characters that all inline policies of a role may have, white space not counted. */
const inlinePolicyLimit = 10_240;

/** Length that stands for a value known only after apply: an ARN, or an id (an identity pool's has 51 characters). */
const lengthOfUnknown = (reference: string) => (reference.endsWith(".arn}") ? 150 : 64);

/** A policy variable of IAM's, escaped by a second $, stands in the policy as it is, without that $. */
const lengthOfReference = (reference: string) =>
  reference.startsWith("$$") ? reference.length - 1 : lengthOfUnknown(reference);

/** Props of {@link RolePolicy}. */
export interface RolePolicyProps {
  /** The role's name or reference. */
  readonly role: string;
  /** Another policy of the same role, which shares its limit. @default - this is the role's only one */
  readonly beside?: RolePolicy;
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
  private readonly beside: RolePolicy | undefined;

  constructor(scope: Construct, id: string, props: RolePolicyProps) {
    super(scope, id);
    this.beside = props.beside;
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
    const document = policyDocument(this.statements);
    return this.lengthWith(document) <= inlinePolicyLimit ? document : policyDocument(shortened(this.statements));
  }

  /** Length of the role's policies with this document as its own. */
  private lengthWith(document: string): number {
    const text = resolved(this, document);
    const others = this.beside ? this.beside.lengthWith(this.beside.document()) : 0;
    return others + text.replaceAll(/\$?\$\{[^}]*\}/g, (reference) => "x".repeat(lengthOfReference(reference))).length;
  }

  private faults(): string[] {
    const unnamed = statementFaults(this.statements).map((what) =>
      describe({ where: this.node.path, what, fix: "give each set of actions and conditions a name of its own" }),
    );
    const length = this.lengthWith(this.document());
    if (length <= inlinePolicyLimit) return unnamed;
    return [
      ...unnamed,
      describe({
        where: this.node.path,
        what: `the role's permissions have ${length} characters, counting up to 150 for what is known only after apply`,
        allowed: `${inlinePolicyLimit} characters of inline policy a role (IAM's limit, not adjustable)`,
        fix: "grant fewer routes to this role, or split the API",
      }),
    ];
  }
}
