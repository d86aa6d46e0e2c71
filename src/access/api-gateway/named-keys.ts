import { type ConditionTest, type Policy } from "../iam/policy";

const known = new WeakMap<Policy, ReadonlySet<string>>();

/** The context keys that a policy looks at, in lower case: in its conditions, and as policy variables. */
export function namedKeys(policy: Policy): ReadonlySet<string> {
  const before = known.get(policy);
  if (before) return before;
  const keys = new Set<string>();
  for (const { conditions, resources } of policy.statements) {
    for (const { key } of conditions) keys.add(key.toLowerCase());
    for (const text of [...resources.patterns, ...conditions.flatMap(({ values }) => values)])
      for (const [, key = ""] of text.matchAll(/\$\{\s*([^{},\s]+)/g)) keys.add(key.toLowerCase());
  }
  known.set(policy, keys);
  return keys;
}

/** The conditions of policies on a key, which is given in lower case. */
export function testsOn(policies: readonly Policy[], key: string): readonly ConditionTest[] {
  return policies
    .flatMap(({ statements }) => statements.flatMap(({ conditions }) => conditions))
    .filter((test) => test.key.toLowerCase() === key);
}
