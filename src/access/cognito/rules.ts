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
  const covering = before.find((other) => covers(other, rule));
  if (covering !== undefined || lists.has(rule.claim)) return covering;
  // Whatever is not the value fits `NotEqual`, and the value itself fits another: no token is left.
  return before.find(
    ({ matchType, value }) =>
      matchType === "NotEqual" &&
      before.some((other) => isKnown(other.value + other.matchType + value) && fitsText(other, value)),
  );
}

/** Whether every token that fits the rule fits the other one too. */
function covers(other: Rule, rule: Rule): boolean {
  if (other.matchType === rule.matchType && other.value === rule.value) return true;
  if (![other.value, other.matchType, rule.value, rule.matchType].every(isKnown)) return false;
  switch (rule.matchType) {
    case "Equals":
      return (other.matchType !== "NotEqual" || !lists.has(rule.claim)) && fitsText(other, rule.value);
    case "StartsWith":
      if (other.matchType === "NotEqual") return !lists.has(rule.claim) && !other.value.startsWith(rule.value);
      return other.matchType !== "Equals" && fitsText(other, rule.value);
    case "Contains":
      if (other.matchType === "NotEqual") return !lists.has(rule.claim) && !other.value.includes(rule.value);
      return other.matchType === "Contains" && fitsText(other, rule.value);
    default:
      return false;
  }
}

const fitsText = (rule: Rule, text: string) => compare(rule, [text]);
