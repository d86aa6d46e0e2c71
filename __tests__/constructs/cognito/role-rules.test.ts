import { findingsOf } from "../../../src/checks";
import { type RoleRule } from "../../../src/constructs/cognito/role-rules";
import { identityPool } from "../../support/identity";
import { synthesized, testStack, written } from "../../support/synth";
import { read } from "../../support/terraform-json";

const staff: RoleRule<"staff"> = {
  name: "staff",
  claim: "email",
  match: "Contains",
  value: "@gatehouse.example",
  userWritableBecause: "The address is verified, and look-alikes may read this too",
};
const named = (name: string, value: string): RoleRule => ({ name, claim: "sub", match: "Equals", value });

const poolWith = (...rules: [RoleRule, ...RoleRule[]]) => {
  const stack = testStack();
  identityPool(stack, { mode: "rules", rules, whenNoMatch: "Deny" });
  return synthesized(stack);
};
/** Rules as they come from a program that no compiler has checked. */
const unchecked = (...rules: object[]) => poolWith(...(rules as [RoleRule, ...RoleRule[]]));

test("25 rules are Cognito's most", () => {
  const [first, ...others] = Array.from({ length: 25 }, (_, index) => named(`rule-${index}`, `${index}.`));
  expect(poolWith(first ?? staff, ...others).single("aws_cognito_identity_pool_roles_attachment")).toMatchObject({
    role_mapping: [{ mapping_rule: { length: 25 } }],
  });
});

test("fails for 26 rules, and for none", () => {
  const rules = Array.from({ length: 26 }, (_, index) => named(`rule-${index}`, `${index}.`));
  expect(() => unchecked(...rules)).toThrow("test/members: the pool has 26 rules\n  allowed: 1 to 25 rules");
  expect(() => unchecked()).toThrow("test/members: the pool has 0 rules");
});

test("fails for a rule that an earlier one always decides, naming both", () => {
  const exact: RoleRule = { ...staff, name: "ada", match: "Equals", value: "ada@gatehouse.example" };
  expect(() => poolWith(staff, exact)).toThrow(
    "test/members: rule ada never decides: the first matching rule does, and staff already match all that it matches\n" +
      '  got:     "email Equals ada@gatehouse.example"\n',
  );
  expect(poolWith(exact, staff).counts()).toMatchObject({ aws_iam_role: 3 });
});

test("fails for a rule that two earlier ones always decide together", () => {
  const others: RoleRule = { ...named("others", "a"), match: "NotEqual" };
  expect(() => poolWith(named("first", "a"), others, named("last", "b"))).toThrow("rule last never decides");
  expect(() => poolWith(others, named("first", "a"), { ...named("last", "a"), match: "Contains" })).toThrow(
    "others and first already match all that it matches",
  );
});

test.each(["email", "name", "custom:department", "cognito:username", "phone_number"])(
  "fails for a rule on %s, which users write, without a written reason",
  (claim) => {
    for (const userWritableBecause of [undefined, "", "because", "          "]) {
      expect(() => unchecked({ ...staff, claim, userWritableBecause })).toThrow(
        "test/members: rule staff gives its role by a claim that users can write, without a written reason\n" +
          `  got:     "${claim}"\n`,
      );
    }
  },
);

test("a claim that no user writes needs no reason", () => {
  const verified: RoleRule = { name: "verified", claim: "email_verified", match: "Equals", value: "true" };
  expect(poolWith(verified).counts()).toMatchObject({ aws_iam_role: 2 });
});

test("fails for two rules of one name", () => {
  expect(() => poolWith(named("a", "1"), named("a", "2"))).toThrow("test/members: two rules have this name");
});

test.each(["", "1st", "two words", "a_b"])("fails for the name %j", (name) => {
  expect(() => poolWith(named(name, "x"))).toThrow("test/members: this can't be a rule's name");
});

test("fails for a name that is too long for the role's", () => {
  expect(() => poolWith(named("x".repeat(30), "x"))).toThrow("IAM refuses this role name");
});

test.each([
  ["an empty value", "value", ""],
  ["a value of 129 characters", "value", "x".repeat(129)],
  ["an empty claim", "claim", ""],
  ["a claim with a space", "claim", "custom:my department"],
  ["a claim of 65 characters", "claim", `custom:${"x".repeat(58)}`],
])("fails for %s", (_, field, text) => {
  expect(() => unchecked({ ...staff, [field]: text })).toThrow(`Cognito refuses the ${field} of rule staff`);
});

test("fails to compile for a user's claim without a reason, for a reason that is none, and for no word on no match", () => {
  // @ts-expect-error Users write their e-mail address.
  const unreasoned: RoleRule = { name: "a", claim: "email", match: "Equals", value: "x" };
  // @ts-expect-error No user writes sub, so there is nothing to give a reason for.
  const needless: RoleRule = { name: "a", claim: "sub", match: "Equals", value: "x", userWritableBecause: "none" };
  // @ts-expect-error What a user gets whom no rule matches has no default.
  expect(() => identityPool(testStack(), { mode: "rules", rules: [staff] })).not.toThrow();
  expect([unreasoned, needless]).toHaveLength(2);
});

describe("what npm run check finds of a rule", () => {
  const because = "whoever has such an address may read the reports";

  function found(...rules: readonly [RoleRule]) {
    const stack = testStack();
    identityPool(stack, { mode: "rules", whenNoMatch: "Deny", rules });
    return findingsOf(read(written(stack)));
  }

  test("on what users write has the reason that was written for it", () => {
    const rule = { name: "staff", claim: "email", match: "Contains", value: "@a.example" } as const;
    expect(found({ ...rule, userWritableBecause: because })).toMatchObject([
      { id: "rule-on-user-writable-claim", acknowledged: `staff: ${because}` },
    ]);
  });

  test.each(["custom:team", "cognito:username", "sub"] as const)(
    "on %s, which no client may write, is nothing",
    (claim) => {
      const rule = { name: "staff", match: "Equals", value: "a" } as const;
      expect(found(claim === "sub" ? { ...rule, claim } : { ...rule, claim, userWritableBecause: because })).toEqual(
        [],
      );
    },
  );
});
