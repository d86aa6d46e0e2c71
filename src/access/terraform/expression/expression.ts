/** An expression of Terraform's language, as it was written. */
export type Expression = (
  | { readonly kind: "literal"; readonly value: string | number | boolean | null }
  /** Text with interpolations; one interpolation alone is the value itself, of whatever type. */
  | { readonly kind: "template"; readonly parts: readonly (string | Expression)[] }
  /** The first name of a reference: `var`, `aws_iam_role`, the variable of a `for`. */
  | { readonly kind: "name"; readonly name: string }
  | { readonly kind: "access"; readonly of: Expression; readonly steps: readonly Step[] }
  /** `[*]` or `.*`, and the steps that are taken from each element. */
  | { readonly kind: "splat"; readonly of: Expression; readonly steps: readonly Step[] }
  | { readonly kind: "call"; readonly name: string; readonly args: readonly Expression[]; readonly spread: boolean }
  | { readonly kind: "tuple"; readonly items: readonly Expression[] }
  | { readonly kind: "object"; readonly items: readonly (readonly [Expression, Expression])[] }
  | For
  | { readonly kind: "not" | "minus"; readonly of: Expression }
  | { readonly kind: "binary"; readonly operator: string; readonly left: Expression; readonly right: Expression }
  | {
      readonly kind: "conditional";
      readonly condition: Expression;
      readonly yes: Expression;
      readonly no: Expression;
    }
  /** What is valid in Terraform, and not evaluated here: directives and heredocs. */
  | { readonly kind: "other" }
) &
  Written;

/** Where in which text it was written. */
export interface Written {
  readonly source: string;
  readonly from: number;
  readonly to: number;
}

/** From a value to a part of it: a name, a number, or what an expression in brackets gives. */
export type Step = string | number | Expression;

/** `[for k, v in of : value if condition]`, or with a key: `{for k, v in of : key => value}`. */
export interface For {
  readonly kind: "for";
  readonly keyName?: string;
  readonly valueName: string;
  readonly of: Expression;
  readonly key?: Expression;
  readonly value: Expression;
  readonly condition?: Expression;
  /** Whether `...` gathers the values of one key in a list. */
  readonly grouped: boolean;
}
