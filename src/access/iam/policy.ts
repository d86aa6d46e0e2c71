import { type Formula } from "../formula";

/**
 * An IAM policy as it stands in Terraform, taken apart but not interpreted.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements.html
 */
export interface Policy {
  /** Where it stands: the address of the resource, and which of its arguments. */
  readonly address: string;
  /** Its `Version`; `2008-10-17`, in which there are no policy variables, where it says none. */
  readonly version: "2012-10-17" | "2008-10-17";
  readonly statements: readonly Statement[];
  /** What of it is not known, in words; its other statements may allow or deny anything. @default - all is known */
  readonly unknown?: string;
  /** Under which conditions it is in force, where its resource may not exist. @default - always */
  readonly when?: Formula;
  /** What is in force in its place where it is not. @default - nothing */
  readonly otherwise?: Policy;
}

export interface Statement {
  /** `Sid`, otherwise its place in the policy: `statement 2`. */
  readonly name: string;
  readonly effect: "Allow" | "Deny";
  /** Whom it names; absent in identity-based policies. */
  readonly principals?: Matched<PrincipalPattern>;
  readonly actions: Matched<string>;
  readonly resources: Matched<string>;
  readonly conditions: readonly ConditionTest[];
}

/** The patterns of an element such as `Action`, or of its opposite such as `NotAction`. */
export interface Matched<T> {
  readonly negated: boolean;
  readonly patterns: readonly T[];
}

export interface PrincipalPattern {
  /** `*` for `"Principal": "*"`. */
  readonly type: "*" | "AWS" | "Federated" | "Service" | "CanonicalUser";
  /** An ARN, an account, a service or `*`. */
  readonly value: string;
}

/** One line of a `Condition`: `StringEquals`, `aws:SourceVpce`, its values. */
export interface ConditionTest {
  /** The operator without its set qualifier and `IfExists`, in IAM's own spelling, such as `StringEquals`. */
  readonly operator: string;
  readonly qualifier?: "ForAnyValue" | "ForAllValues";
  readonly ifExists: boolean;
  /** The key as written; IAM compares keys without regard to case. */
  readonly key: string;
  readonly values: readonly string[];
}

/**
 * What a policy is for, which decides what its statements name: whom, what, or both. Without it any will do.
 *
 * - `identity`: of a role; names no principals
 * - `resource`: of an API, a bucket or a VPC endpoint; names principals and resources
 * - `trust`: of a role; names principals and no resources
 */
export type PolicyKind = "identity" | "resource" | "trust";
