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
  const parts = new Map<string, Formula>();
  for (const formula of open) {
    for (const part of formula.kind === kind ? formula.of : [formula]) parts.set(textOf(part), part);
  }
  for (const part of parts.values()) if (parts.has(textOf(not(part)))) return decides;
  const [first] = parts.values();
  if (first === undefined) return !decides;
  if (parts.size === 1) return first;
  return { kind, of: [...parts].toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([, part]) => part) };
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
