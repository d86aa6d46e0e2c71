import { type ConditionTest, type Policy, type PrincipalPattern, type Statement } from "../../access/iam/policy";

/** A statement, and the address of the policy that it is part of. */
interface Placed {
  readonly address: string;
  readonly statement: Statement;
}

/** The statements of policies that allow. */
export function allowing(policies: readonly Policy[]): readonly Placed[] {
  return policies.flatMap(({ address, statements }) =>
    statements.filter(({ effect }) => effect === "Allow").map((statement) => ({ address, statement })),
  );
}

/** The principals that a statement names, none where it names those that it leaves out. */
export function named({ principals }: Statement): readonly PrincipalPattern[] {
  return principals === undefined || principals.negated ? [] : principals.patterns;
}

/** Whether some pattern of its `Action` begins so, without regard to case. `NotAction` names no action. */
export function namesAction({ actions }: Statement, prefix: string): boolean {
  return !actions.negated && actions.patterns.some((pattern) => pattern.toLowerCase().startsWith(prefix.toLowerCase()));
}

/** The tests of a key in a statement's conditions. */
export function testsOf({ conditions }: Statement, key: string): readonly ConditionTest[] {
  return conditions.filter((test) => test.key.toLowerCase() === key.toLowerCase());
}

/**
 * Whether a test can only hold for some values of its key: it names values, does not fit all of them, and the key being
 * absent is not enough.
 */
export function restricts({ operator, qualifier, ifExists, values }: ConditionTest): boolean {
  if (operator.includes("Not") || operator === "Null" || ifExists || qualifier === "ForAllValues") return false;
  return !(operator.endsWith("Like") && values.some((value) => /^\*+$/.test(value)));
}

/** How statements are called in sentences: `statement CallApi`, `statement 2`. */
export function called({ name }: Statement): string {
  return name.startsWith("statement ") ? name : `statement ${name}`;
}
