import fc from "fast-check";
import { type Rule } from "../../../src/access/cognito/cognito";
import { fitOf, shadowing } from "../../../src/access/cognito/rules";
import { textOf } from "../../../src/access/formula";
import { symbolic } from "../../../src/access/symbols";

const rule = (matchType: string, value: string, claim = "email"): Rule => ({ claim, matchType, value, roleArn: "R" });
const claims = (
  values: Readonly<Record<string, readonly string[]>>,
  rules: Readonly<Record<string, boolean>> = {},
) => ({
  values: new Map(Object.entries(values)),
  rules: new Map(Object.entries(rules)),
});

// docs/access-model.md 1.1
test.each([
  ["Equals", "a@x.example", true],
  ["Equals", "a@x", false],
  ["NotEqual", "a@x", true],
  ["NotEqual", "a@x.example", false],
  ["StartsWith", "a@", true],
  ["StartsWith", "@x", false],
  ["Contains", "@x", true],
  ["Contains", "@y", false],
])("1.1: %s %s compares with a@x.example: %s", (matchType, value, fits) => {
  expect(fitOf(rule(matchType, value), claims({ email: ["a@x.example"] })).fits).toBe(fits);
});

test.each(["Equals", "NotEqual", "StartsWith", "Contains"])(
  "1.1: %s fits no token that lacks the claim",
  (matchType) => {
    expect(fitOf(rule(matchType, "x"), claims({ email: [] })).fits).toBe(false);
  },
);

test("a claim that is not known leaves the rule open", () => {
  expect(textOf(fitOf(rule("Contains", "@x"), claims({})).fits)).toBe("the token's email contains @x");
  expect(fitOf(rule("Contains", "@x"), claims({}, { "email contains @x": true })).fits).toBe(true);
});

test("a rule on a list rests on an assumption, and one that letter case decides on another", () => {
  const groups = claims({ "cognito:groups": ["Admins", "users"] });
  expect(fitOf(rule("Equals", "users", "cognito:groups"), groups)).toEqual({ fits: true, assumptions: ["A6"] });
  expect(fitOf(rule("Equals", "admins", "cognito:groups"), groups)).toEqual({ fits: false, assumptions: ["A6", "A7"] });
});

test("a role that AWS has yet to name is one of a token's roles by assumption too", () => {
  const arn = (name: string) => symbolic({ kind: "identity", name });
  const roles = claims({ "cognito:roles": [arn("a"), arn("b")], "cognito:preferred_role": [arn("a")] });
  expect(fitOf(rule("Equals", arn("a"), "cognito:roles"), roles)).toEqual({ fits: true, assumptions: ["A6"] });
  expect(fitOf(rule("Equals", "arn:x", "cognito:roles"), roles)).toMatchObject({ assumptions: [] });
  expect(fitOf(rule("Equals", arn("a"), "cognito:preferred_role"), roles)).toEqual({ fits: true, assumptions: [] });
});

test("fails to say that a rule whose match type is not known takes anything from others", () => {
  const unknown = rule(symbolic({ kind: "unknown", name: "var.x" }), "a");
  expect(shadowing([unknown, rule("NotEqual", "a"), rule("Contains", "a")], 2)).toBeUndefined();
});

test.each([
  [[rule("Equals", "a"), rule("Equals", "a")], "email is a"],
  [[rule("Contains", "@x"), rule("Contains", "@x.example")], "email contains @x"],
  [[rule("Contains", "@x"), rule("StartsWith", "a@x")], "email contains @x"],
  [[rule("StartsWith", "a"), rule("Equals", "ab")], "email starts with a"],
  [[rule("NotEqual", "a"), rule("Contains", "b")], "email is not a"],
  [[rule("Equals", "a"), rule("NotEqual", "a"), rule("Contains", "b")], "email is not a"],
])("fails to be first behind a rule that takes all its tokens (%#)", (rules, by) => {
  const found = shadowing(rules, rules.length - 1);
  expect(`${found?.claim} ${found?.matchType === "NotEqual" ? "is not" : ""}`).toContain("email");
  expect(by).toContain(found?.value);
});

test.each([
  [[rule("Contains", "@x.example"), rule("Contains", "@x")]],
  [[rule("Equals", "a"), rule("StartsWith", "a")]],
  [[rule("Equals", "a", "name"), rule("Equals", "a")]],
  [[rule("NotEqual", "a", "cognito:groups"), rule("Equals", "b", "cognito:groups")]],
])("a rule that takes only some of its tokens leaves it the others (%#)", (rules) => {
  expect(shadowing(rules, rules.length - 1)).toBeUndefined();
});

test("fails to be first behind rules that take every token, though nobody knows what the rule compares", () => {
  const open = rule("Contains", symbolic({ kind: "unknown", name: "var.x" }));
  const [one, other] = [rule("NotEqual", "a"), rule("StartsWith", "a")];
  expect(shadowing([one, other, open], 2)).toBe(one);
  expect(shadowing([open, open], 1)).toBe(open);
  expect(shadowing([one, open], 1)).toBeUndefined();
  expect(shadowing([other, open], 1)).toBeUndefined();
});

test("a rule that is never first is so for every value", () => {
  const text = fc.string({ unit: fc.constantFrom("a", "b"), minLength: 1, maxLength: 3 });
  const anyRule = fc.tuple(fc.constantFrom("Equals", "NotEqual", "StartsWith", "Contains"), text);
  fc.assert(
    fc.property(fc.array(anyRule, { minLength: 1, maxLength: 4 }), text, (pairs, value) => {
      const rules = pairs.map(([matchType, wanted]) => rule(matchType, wanted));
      const first = rules.findIndex((one) => fitOf(one, claims({ email: [value] })).fits === true);
      fc.pre(first !== -1);
      expect(shadowing(rules, first)).toBeUndefined();
    }),
  );
});
