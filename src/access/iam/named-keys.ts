import { type ConditionTest, type Policy } from "./policy";
import { remembered } from "../remembered";

const named = new WeakMap<Policy, ReadonlySet<string>>();

/** The context keys that a policy looks at, in lower case: in its conditions, and as policy variables. */
export function namedKeys(policy: Policy): ReadonlySet<string> {
  return remembered(named, policy, () => {
    const tests = policy.statements.flatMap(({ conditions }) => conditions);
    const inValues = tests.flatMap(({ values }) => values.flatMap(keysIn));
    return new Set([...tests.map(({ key }) => key.toLowerCase()), ...inValues, ...variablesIn(policy)]);
  });
}

const variables = new WeakMap<Policy, ReadonlySet<string>>();

/** The context keys that stand in a policy's resources as variables, in lower case. */
export function variablesIn(policy: Policy): ReadonlySet<string> {
  return remembered(variables, policy, () => {
    const patterns = policy.statements.flatMap(({ resources }) => resources.patterns);
    return new Set(patterns.flatMap(keysIn));
  });
}

function keysIn(text: string): readonly string[] {
  return [...text.matchAll(/\$\{([^{},]+)/g)].map(([, key = ""]) => key.trim().toLowerCase());
}

/** The conditions of policies on a key, which is given in lower case. */
export function testsOn(policies: readonly Policy[], key: string): readonly ConditionTest[] {
  return policies
    .flatMap(({ statements }) => statements.flatMap(({ conditions }) => conditions))
    .filter((test) => test.key.toLowerCase() === key);
}
