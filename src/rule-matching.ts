/** How a rule compares a claim's value with its own. */
export type MatchType = "Equals" | "NotEqual" | "StartsWith" | "Contains";

/** What decides whether a rule matches. Without the claim no rule on it matches, not even `NotEqual`. */
export interface Matching {
  /** The ID token's claim, such as `email`. */
  readonly claim: string;
  /** How the claim is compared. There is no "ends with". */
  readonly match: MatchType;
  /** What it is compared with, 1 to 128 characters. */
  readonly value: string;
}

/**
 * The rules because of which a later one never decides: the first matching rule does, and one or two of these match
 * whatever the later one matches. None where some claim is left for the later rule.
 *
 * One rule can cover another alone. Two can do so together only where one is `NotEqual` and the other matches the one
 * value that it leaves: any other rules leave a value with a character that none of them names.
 */
export function decidingBefore<Rule extends Matching>(later: Matching, earlier: readonly Rule[]): readonly Rule[] {
  const sameClaim = earlier.filter(({ claim }) => claim === later.claim);
  const alone = sameClaim.find((rule) => covers(rule, later));
  if (alone) return [alone];
  for (const unequal of sameClaim.filter(({ match }) => match === "NotEqual")) {
    const other = sameClaim.find((rule) => matches(rule, unequal.value));
    if (other) return [unequal, other];
  }
  return [];
}

type Comparison = (value: string, other: string) => boolean;

const same: Comparison = (value, other) => value === other;
const never: Comparison = () => false;
const beginsWith: Comparison = (value, other) => value.startsWith(other);
const holds: Comparison = (value, other) => value.includes(other);

/** Whether a claim's value matches a rule's. */
const matching: Readonly<Record<MatchType, Comparison>> = {
  Equals: same,
  NotEqual: (claimed, value) => claimed !== value,
  StartsWith: beginsWith,
  Contains: holds,
};

/** Whether a rule matches all that a later one does, by the later one's value and its own: `covering[later][earlier]`. */
const covering: Readonly<Record<MatchType, Readonly<Record<MatchType, Comparison>>>> = {
  Equals: matching,
  NotEqual: { Equals: never, NotEqual: same, StartsWith: never, Contains: never },
  StartsWith: {
    Equals: never,
    NotEqual: (later, earlier) => !earlier.startsWith(later),
    StartsWith: beginsWith,
    Contains: holds,
  },
  Contains: {
    Equals: never,
    NotEqual: (later, earlier) => !earlier.includes(later),
    StartsWith: never,
    Contains: holds,
  },
};

const covers = (earlier: Matching, later: Matching) => covering[later.match][earlier.match](later.value, earlier.value);

const matches = ({ match, value }: Matching, claimed: string) => matching[match](claimed, value);
