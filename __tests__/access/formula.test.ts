import fc from "fast-check";
import { all, any, condition, type Formula, isOpen, not, textOf } from "../../src/access/formula";

const names = ["a", "b", "c"] as const;
const anyFormula: fc.Arbitrary<Formula> = fc.letrec<{ formula: Formula }>((tie) => ({
  formula: fc.oneof(
    { maxDepth: 4 },
    fc.boolean(),
    fc.constantFrom(...names).map(condition),
    tie("formula").map(not),
    fc.array(tie("formula"), { maxLength: 3 }).map(all),
    fc.array(tie("formula"), { maxLength: 3 }).map(any),
  ),
})).formula;

/** The formula's value where exactly these conditions hold. */
function valueOf(formula: Formula, holding: ReadonlySet<string>): boolean {
  if (!isOpen(formula)) return formula;
  if (formula.kind === "condition") return holding.has(formula.text);
  if (formula.kind === "not") return !valueOf(formula.of, holding);
  const values = formula.of.map((part) => valueOf(part, holding));
  return formula.kind === "all" ? values.every(Boolean) : values.some(Boolean);
}

const anyHolding = fc.subarray([...names]).map((holding) => new Set<string>(holding));

test.each([
  [all([]), "always"],
  [any([]), "never"],
  [all([true, condition("a")]), "a"],
  [any([true, condition("a")]), "always"],
  [all([condition("a"), not(condition("a"))]), "never"],
  [any([condition("a"), not(condition("a"))]), "always"],
  [not(not(condition("a"))), "a"],
  [all([condition("b"), condition("a"), condition("b")]), "a and b"],
  [any([condition("c"), all([condition("b"), not(condition("a"))])]), "(b and not (a)) or c"],
  [all([condition("a"), not(any([condition("a"), condition("b")]))]), "never"],
  [all([condition("a"), condition("b"), not(all([condition("a"), condition("b")]))]), "never"],
  [any([not(all([condition("a"), condition("b")])), condition("b")]), "always"],
  [any([condition("a"), all([not(condition("a")), condition("b")])]), "a or (b and not (a))"],
])("%#: a formula is simplified and reads as %s", (formula, text) => {
  expect(textOf(formula)).toBe(text);
});

test("joining and negating formulas says of every call what logic says", () => {
  fc.assert(
    fc.property(fc.array(anyFormula, { maxLength: 4 }), anyHolding, (formulas, holding) => {
      const values = formulas.map((formula) => valueOf(formula, holding));
      expect(valueOf(all(formulas), holding)).toBe(values.every(Boolean));
      expect(valueOf(any(formulas), holding)).toBe(values.some(Boolean));
      for (const formula of formulas) expect(valueOf(not(formula), holding)).toBe(!valueOf(formula, holding));
    }),
  );
});

test("a formula is open only where some calls make it true and others false", () => {
  const cases = [0, 1, 2, 3, 4, 5, 6, 7].map(
    (bits) => new Set<string>(names.filter((_, index) => bits & (1 << index))),
  );
  fc.assert(
    fc.property(anyFormula, (formula) => {
      const values = new Set(cases.map((holding) => valueOf(formula, holding)));
      expect(isOpen(formula)).toBe(values.size === 2);
    }),
  );
});

test("a formula of very many conditions stays open in a moment", () => {
  const pair = (index: number) => any([condition(`a${index}`), not(condition(`b${index}`))]);
  const pairs = Array.from({ length: 60 }, (_, index) => pair(index));
  expect(isOpen(all([...pairs, not(all(pairs.slice(0, 59).concat(condition("c"))))]))).toBe(true);
});

test("the order of the parts changes nothing", () => {
  fc.assert(
    fc.property(fc.array(anyFormula, { maxLength: 4 }), (formulas) => {
      expect(textOf(all(formulas.toReversed()))).toBe(textOf(all(formulas)));
      expect(textOf(any(formulas.toReversed()))).toBe(textOf(any(formulas)));
    }),
  );
});
