import fc from "fast-check";
import { decidingBefore, type Matching, type MatchType } from "../src/rule-matching";

const rule = (match: MatchType, value: string, claim = "email"): Matching => ({ claim, match, value });

test.each<[why: string, later: Matching, earlier: Matching]>([
  ["it is the same", rule("Contains", "@a.example"), rule("Contains", "@a.example")],
  ["its value is contained", rule("Equals", "ada@a.example"), rule("Contains", "@a.example")],
  ["its value begins so", rule("StartsWith", "ada.l"), rule("StartsWith", "ada")],
  ["what it begins with is contained", rule("StartsWith", "ada@a"), rule("Contains", "@")],
  ["what it contains contains more", rule("Contains", "@a.example"), rule("Contains", "a.example")],
  ["its value differs", rule("Equals", "ada"), rule("NotEqual", "bob")],
  ["whatever begins so differs", rule("StartsWith", "ada"), rule("NotEqual", "bob")],
  ["whatever contains it differs", rule("Contains", "x"), rule("NotEqual", "bob")],
])("a rule never decides behind one that covers it: %s", (_, later, earlier) => {
  expect(decidingBefore(later, [rule("Equals", "else"), earlier])).toEqual([earlier]);
});

test.each<[why: string, later: Matching, earlier: Matching]>([
  ["another claim", rule("Equals", "a"), rule("Equals", "a", "name")],
  ["a wider one behind", rule("Contains", "a"), rule("Equals", "a")],
  ["only the beginning", rule("Contains", "ada"), rule("StartsWith", "ada")],
  ["upper case", rule("Equals", "ADA"), rule("Equals", "ada")],
  ["all but the one value", rule("NotEqual", "a"), rule("NotEqual", "b")],
  ["the very value", rule("Equals", "bob"), rule("NotEqual", "bob")],
])("a rule can decide behind another: %s", (_, later, earlier) => {
  expect(decidingBefore(later, [earlier])).toEqual([]);
});

test("two rules cover all there is together, one of them the only value that the other leaves", () => {
  const [unequal, one] = [rule("NotEqual", "bob"), rule("StartsWith", "b")];
  expect(decidingBefore(rule("Contains", "o"), [one, unequal])).toEqual([unequal, one]);
  expect(decidingBefore(rule("Contains", "o"), [unequal])).toEqual([]);
});

/** Every text of `a`, `b` and `c` up to five characters; no rule's value below has a `c` or more than three. */
const claimed = [1, 2, 3, 4, 5].reduce(
  (texts) => ["", ...texts.flatMap((text) => [`${text}a`, `${text}b`, `${text}c`])],
  [""],
);

/** Whether Cognito gives the role, as its documentation tells it. */
function applies({ match, value }: Matching, text: string): boolean {
  const compared = { Equals: text === value, NotEqual: text !== value };
  const searched = { StartsWith: text.indexOf(value) === 0, Contains: text.indexOf(value) !== -1 };
  return { ...compared, ...searched }[match];
}

test("a rule never decides exactly where no claim is left for it", () => {
  const anyRule = fc.record({
    claim: fc.constant("email"),
    match: fc.constantFrom<MatchType[]>("Equals", "NotEqual", "StartsWith", "Contains"),
    value: fc.string({ unit: fc.constantFrom("a", "b"), minLength: 1, maxLength: 3 }),
  });
  fc.assert(
    fc.property(anyRule, fc.array(anyRule, { maxLength: 4 }), (later, earlier) => {
      const left = claimed.filter((text) => applies(later, text) && !earlier.some((before) => applies(before, text)));
      expect(decidingBefore(later, earlier).length > 0).toBe(left.length === 0);
    }),
    { numRuns: 500 },
  );
});

test("the rules that it names are enough to leave no claim", () => {
  const value = fc.string({ unit: fc.constantFrom("a", "b"), minLength: 1, maxLength: 2 });
  const match = fc.constantFrom<MatchType[]>("Equals", "NotEqual", "StartsWith", "Contains");
  const anyRule = fc.record({ claim: fc.constantFrom("email", "name"), match, value });
  fc.assert(
    fc.property(anyRule, fc.array(anyRule, { minLength: 2, maxLength: 6 }), (later, earlier) => {
      const deciding = decidingBefore(later, earlier);
      fc.pre(deciding.length > 0);
      const left = claimed.filter((text) => applies(later, text) && !deciding.some((before) => applies(before, text)));
      expect(left).toEqual([]);
      expect(deciding.every(({ claim }) => claim === later.claim)).toBe(true);
    }),
  );
});
