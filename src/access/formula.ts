/** Under which conditions something holds: what is decided is `true` or `false`, what is not names what it depends on. */
export type Formula =
  | boolean
  | { readonly kind: "condition"; readonly text: string }
  | { readonly kind: "not"; readonly of: Formula }
  | { readonly kind: "all" | "any"; readonly of: readonly Formula[] };

/**
 * A condition that cannot be decided from the Terraform alone.
 *
 * @param text A statement that is true or false of a call, such as `aws:UserAgent is like curl*`. The same text is the
 * same condition.
 */
export function condition(text: string): Formula {
  return { kind: "condition", text };
}

/** Whether something holds although a condition cannot be decided: neither `true` nor `false`. */
export function isOpen(formula: Formula): formula is Exclude<Formula, boolean> {
  return typeof formula !== "boolean";
}

/** Holds where the formula does not. */
export function not(formula: Formula): Formula {
  if (!isOpen(formula)) return !formula;
  return formula.kind === "not" ? formula.of : { kind: "not", of: formula };
}

/** Holds where all of them do; `true` of none. */
export function all(formulas: readonly Formula[]): Formula {
  return joined("all", formulas);
}

/** Holds where any of them does; `false` of none. */
export function any(formulas: readonly Formula[]): Formula {
  return joined("any", formulas);
}

/**
 * Under which conditions there is something that needs all of these, as a property; none where it certainly is there.
 */
export function onlyWhen(...needed: readonly (Formula | undefined)[]): { readonly when?: Formula } {
  if (needed.every((one) => one === undefined)) return {};
  const when = all(needed.map((one) => one ?? true));
  return when === true ? {} : { when };
}

/**
 * Constants, repetitions and contradictions are dropped, so that what is certain reads as certain: `a or not a` is
 * true, and the order of the parts makes no difference.
 */
function joined(kind: "all" | "any", formulas: readonly Formula[]): Formula {
  const decides = kind === "any";
  if (formulas.includes(decides)) return decides;
  const open = formulas.filter(isOpen);
  const [only] = open;
  if (open.length < 2) return only ?? !decides;
  const parts = new Map<string, Open>();
  for (const formula of open) {
    for (const part of formula.kind === kind ? formula.of.filter(isOpen) : [formula]) parts.set(textOf(part), part);
  }
  for (const part of parts.values()) if (parts.has(textOf(not(part)))) return decides;
  const [first] = parts.values();
  if (first === undefined) return !decides;
  if (parts.size === 1) return first;
  const of = [...parts].toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([, part]) => part);
  const formula: Open = { kind, of };
  return shareConditions(of) ? (certainty(formula) ?? formula) : formula;
}

type Open = Exclude<Formula, boolean>;

/** Whether parts that are different texts have a condition in common: only then may they decide each other. */
function shareConditions(parts: readonly Open[]): boolean {
  if (parts.every(isSingle)) return false;
  const seen = new Set<string>();
  return parts.some((part) => {
    const own = conditionsIn(part, new Set());
    const isShared = [...own].some((text) => seen.has(text));
    for (const text of own) seen.add(text);
    return isShared;
  });
}

const isSingle = (formula: Formula): boolean =>
  isOpen(formula) && (formula.kind === "condition" || (formula.kind === "not" && isSingle(formula.of)));

function conditionsIn(formula: Formula, found: Set<string>): ReadonlySet<string> {
  if (!isOpen(formula)) return found;
  if (formula.kind === "condition") found.add(formula.text);
  else for (const part of formula.kind === "not" ? [formula.of] : formula.of) conditionsIn(part, found);
  return found;
}

/** So many cases of conditions are tried; a formula that needs more stays open. */
const mostCases = 2_000;

/** What a formula says in every case of its conditions; undefined where that differs. */
function certainty(formula: Formula): boolean | undefined {
  const cases = { left: mostCases };
  const given = new Map<string, boolean>();
  const certain = (): boolean | undefined => {
    const now = valueOf(formula, given);
    if (typeof now === "boolean") return now;
    if (cases.left-- <= 0) return undefined;
    given.set(now, true);
    const one = certain();
    given.set(now, false);
    const same = one !== undefined && certain() === one;
    given.delete(now);
    return same ? one : undefined;
  };
  return certain();
}

/** A formula's value where some conditions are given; where these do not suffice, a condition that matters. */
function valueOf(formula: Formula, given: ReadonlyMap<string, boolean>): boolean | string {
  if (!isOpen(formula)) return formula;
  if (formula.kind === "condition") return given.get(formula.text) ?? formula.text;
  if (formula.kind === "not") {
    const value = valueOf(formula.of, given);
    return typeof value === "string" ? value : !value;
  }
  const decides = formula.kind === "any";
  let matters: string | undefined;
  for (const part of formula.of) {
    const value = valueOf(part, given);
    if (value === decides) return decides;
    if (typeof value === "string") matters ??= value;
  }
  return matters ?? !decides;
}

/**
 * The formula in words: `always`, `never`, or its conditions joined by `and`, `or` and `not`.
 */
export function textOf(formula: Formula): string {
  if (!isOpen(formula)) return formula ? "always" : "never";
  if (formula.kind === "condition") return formula.text;
  if (formula.kind === "not") return `not (${textOf(formula.of)})`;
  const word = formula.kind === "all" ? " and " : " or ";
  return formula.of
    .map((part) => (isOpen(part) && (part.kind === "all" || part.kind === "any") ? `(${textOf(part)})` : textOf(part)))
    .join(word);
}
