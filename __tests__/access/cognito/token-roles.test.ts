import fc from "fast-check";
import { type TokenRoles, tokenRolesOf } from "../../../src/access/cognito/token-roles";
import { textOf } from "../../../src/access/formula";
import { group } from "./support";

const only = (groups: Parameters<typeof tokenRolesOf>[0]): TokenRoles => {
  const [first, ...others] = tokenRolesOf(groups);
  expect(others).toEqual([]);
  if (first === undefined) throw new Error("nothing");
  return first;
};

// docs/access-model.md 1.1
test.each([
  ["nobody's group", [], undefined, []],
  ["a group without a role", [group("a", 1)], undefined, []],
  ["one group", [group("a", 1, "A")], "A", []],
  ["the lowest number", [group("a", 2, "A"), group("b", 1, "B")], "B", []],
  ["zero as the best precedence", [group("a", 1, "A"), group("b", 0, "B")], "B", []],
  ["a number before none", [group("a", null, "A"), group("b", 900, "B")], "B", []],
  ["two with the same number and role", [group("a", 1, "A"), group("b", 1, "A"), group("c", 2, "C")], "A", []],
  ["two with the same number and different roles", [group("a", 1, "A"), group("b", 1, "B")], undefined, []],
  [
    "two with the same number, and a worse one",
    [group("a", 1, "A"), group("b", 1, "B"), group("c", 2, "A")],
    undefined,
    [],
  ],
  ["the only role, although the best group has none", [group("a", 0), group("b", 1, "B")], "B", []],
  ["the best group without a role", [group("a", 0), group("b", 1, "B"), group("c", 2, "C")], undefined, ["A4"]],
  [
    "a role that shares the best number with no role",
    [group("a", 0), group("b", 0, "B"), group("c", 1, "C")],
    "B",
    ["A4"],
  ],
  ["two roles and no role with one number", [group("a", 0), group("b", 0, "B"), group("c", 0, "C")], undefined, []],
  ["two without a number", [group("a", null, "A"), group("b", null, "B")], undefined, ["A5"]],
  ["two without a number and one role", [group("a", null, "A"), group("b", null, "A")], "A", []],
] as const)("1.1: the preferred role of %s", (_, groups, preferred, assumptions) => {
  const token = only(groups);
  expect(token.preferred).toBe(preferred);
  expect(token.assumptions).toEqual(assumptions);
});

test("the token names every role once", () => {
  expect(only([group("a", 1, "A"), group("b", 2, "B"), group("c", 3, "A"), group("d", 4)]).roles).toEqual(["A", "B"]);
});

test("which group is the best stays open where a precedence is not known", () => {
  const tokens = tokenRolesOf([group("a", undefined, "A"), group("b", 1, "B")]);
  expect(tokens.map(({ when, preferred }) => [preferred, textOf(when)])).toEqual([
    ["A", "the role of group a is preferred among a, b"],
    ["B", "the role of group b is preferred among a, b"],
    [undefined, "no role is preferred among a, b"],
  ]);
});

test("a precedence that is not known is of no matter to groups that are certainly behind, or have the same role", () => {
  const worse = group("worse", 9, "C");
  expect(only([group("a", undefined, "A"), group("b", 1, "A"), worse]).preferred).toBe("A");
  const tokens = tokenRolesOf([group("a", undefined, "A"), group("b", 1, "B"), worse]);
  expect(tokens.map(({ preferred }) => preferred)).toEqual(["A", "B", undefined]);
  expect(tokens[0]?.roles).toEqual(["A", "B", "C"]);
});

const anyGroups = fc
  .array(
    fc.record({
      precedence: fc.option(fc.nat({ max: 3 })),
      role: fc.option(fc.constantFrom("A", "B", "C"), { nil: undefined }),
    }),
    { maxLength: 5 },
  )
  .map((groups) => groups.map(({ precedence, role }, index) => group(`g${index}`, precedence, role)));

const rank = ({ precedence }: { readonly precedence: number | null | undefined }) => precedence ?? Infinity;

test("the order of groups makes no difference", () => {
  fc.assert(
    fc.property(
      anyGroups.chain((groups) =>
        fc.tuple(fc.constant(groups), fc.shuffledSubarray(groups, { minLength: groups.length })),
      ),
      ([groups, shuffled]) => {
        const [one, other] = [only(groups), only(shuffled)];
        expect([other.preferred, other.roles, other.assumptions]).toEqual([one.preferred, one.roles, one.assumptions]);
      },
    ),
  );
});

test("a further group with a worse precedence changes nothing where the best has a role", () => {
  fc.assert(
    fc.property(anyGroups, fc.option(fc.constantFrom("A", "B", "C"), { nil: undefined }), (groups, role) => {
      const lowest = Math.min(...groups.map(rank));
      const best = groups.filter((one) => rank(one) === lowest);
      fc.pre(best.length > 0 && lowest !== Infinity && best.some(({ roleArn }) => roleArn !== undefined));
      expect(only([...groups, group("worse", lowest + 1, role)]).preferred).toBe(only([...groups]).preferred);
    }),
  );
});
