import { decidingBefore, type Matching, type MatchType } from "../../rule-matching";
import { type Assumption } from "../assumptions";
import { condition, type Formula, isOpen } from "../formula";
import { isKnown, readable } from "../symbols";
import { type Rule } from "./cognito";

/** What is known of an ID token's claims. */
export interface Claims {
  /** The claims whose values are known; no value where the token certainly lacks the claim. */
  readonly values: ReadonlyMap<string, readonly string[]>;
  /** What is known of further rules, by {@link ruleText}. */
  readonly rules: ReadonlyMap<string, boolean>;
}

/** Whether a rule fits a token, and what that rests on. */
export interface Fit {
  readonly fits: Formula;
  readonly assumptions: readonly Assumption[];
}

/** The claims that hold a list. */
const lists: ReadonlySet<string> = new Set(["cognito:groups", "cognito:roles"]);

/** Such as `email contains @example.com`. */
export function ruleText({ claim, matchType, value }: Rule): string {
  const verbs: Readonly<Record<string, string>> = {
    Equals: "is",
    NotEqual: "is not",
    StartsWith: "starts with",
    Contains: "contains",
  };
  return `${readable(claim)} ${verbs[matchType] ?? readable(matchType)} ${readable(value)}`;
}

/**
 * Whether a rule fits a token. docs/access-model.md 1.1.
 *
 * @see https://docs.aws.amazon.com/cognito/latest/developerguide/role-based-access-control.html
 */
export function fitOf(rule: Rule, claims: Claims): Fit {
  const text = ruleText(rule);
  const values = claims.values.get(rule.claim);
  const known = claims.rules.get(text);
  if (values === undefined) return { fits: known ?? condition(`the token's ${text}`), assumptions: [] };
  // A claim that the token lacks fits no rule, not even NotEqual.
  if (values.length === 0) return { fits: false, assumptions: [] };
  const ofList: readonly Assumption[] = lists.has(rule.claim) ? ["A6"] : [];
  if (![rule.value, rule.matchType, ...values].every(isKnown)) {
    const fits = same(rule, values, text);
    return { fits, assumptions: isOpen(fits) ? [] : ofList };
  }
  const fits = compare(rule, values);
  const ignoringCase = compare(
    { ...rule, value: rule.value.toLowerCase() },
    values.map((value) => value.toLowerCase()),
  );
  return { fits, assumptions: [...ofList, ...(fits === ignoringCase ? [] : (["A7"] as const))] };
}

/** Role ARNs have symbols: the same text is the same value, and of others nobody can tell. */
function same({ matchType, value }: Rule, values: readonly string[], text: string): Formula {
  if (values.includes(value) && isKnown(matchType)) return matchType !== "NotEqual";
  return condition(`the token's ${text}`);
}

function compare({ matchType, value }: Rule, values: readonly string[]): boolean {
  if (matchType === "Equals") return values.includes(value);
  if (matchType === "NotEqual") return !values.includes(value);
  if (matchType === "StartsWith") return values.some((one) => one.startsWith(value));
  return values.some((one) => one.includes(value));
}

/**
 * The rule before this one because of which it is never the first that fits; undefined where some token makes it the
 * first.
 */
export function shadowing(rules: readonly Rule[], index: number): Rule | undefined {
  const rule = rules[index];
  if (rule === undefined) return undefined;
  const before = rules.slice(0, index).filter(({ claim }) => claim === rule.claim);
  const alike = before.find(({ matchType, value }) => matchType === rule.matchType && value === rule.value);
  if (alike !== undefined) return alike;
  // What a list has besides the one value says nothing of whether `NotEqual` fits it.
  const comparing = before.filter(({ claim, matchType }) => matchType !== "NotEqual" || !lists.has(claim));
  const [deciding] = decidingBefore(comparable(rule) ?? anything(rule), comparing.flatMap(asComparable));
  return deciding?.rule;
}

interface Comparable extends Matching {
  readonly rule: Rule;
}

/** A rule as rules are compared; undefined where it is not known. */
function comparable(rule: Rule): Comparable | undefined {
  const match = matchTypes.find((one) => one === rule.matchType);
  return match === undefined || !isKnown(rule.value)
    ? undefined
    : { claim: rule.claim, match, value: rule.value, rule };
}

const asComparable = (rule: Rule) => comparable(rule) ?? [];
const matchTypes = ["Equals", "NotEqual", "StartsWith", "Contains"] as const satisfies readonly MatchType[];

/** What fits whatever a rule that is not known may fit. */
const anything = ({ claim }: Rule): Matching => ({ claim, match: "Contains", value: "" });
