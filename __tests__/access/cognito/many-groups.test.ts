import { type Principal } from "../../../src/access/principal";
import { type Value } from "../../../src/access/terraform/configuration";
import { named, principalsIn, rolesHad, textsOf, trust } from "./support";
import { byToken, type Changes, groupOf, pool, ruleOf, systemOf } from "./system";

const names = Array.from({ length: 100 }, (_, index) => `g${index}`);

/** A system of 100 groups with a role each. */
function systemOfMany(argumentsOf: (index: number) => Readonly<Record<string, Value>>, changes: Changes = {}) {
  return systemOf({
    groups: Object.fromEntries(names.map((name, index) => [name, { ...groupOf(name), ...argumentsOf(index) }])),
    roles: Object.fromEntries(names.map((name) => [name, trust(pool)])),
    attachment: { role_mapping: [byToken] },
    ...changes,
  });
}

const ofGroups = (principals: readonly Principal[]) =>
  principals.filter(({ kind }) => kind === "groups").map(({ label }) => label);

test("of 100 groups that share a precedence two stand for all pairs, which are counted", () => {
  const principals = principalsIn(systemOfMany(() => ({ precedence: 1 })));
  expect(ofGroups(principals)).toEqual(["g0 + g1"]);
  expect(textsOf(named(principals, "g0 + g1").steps)).toContain(
    "the same becomes of members of g0 + g10; g0 + g11; g1 + g10; g1 + g11; g10 + g11; and 4944 more",
  );
});

test("100 groups whose precedence is not known make no principal for each pair", () => {
  const principals = principalsIn(systemOfMany(() => ({ precedence: "${var.p}" })));
  expect(ofGroups(principals)).toEqual(["g0 + g1 + 98 more groups"]);
  expect(rolesHad(named(principals, "g0 + g1 + 98 more groups"))).toEqual(expect.arrayContaining(["g0", "g99"]));
});

test("100 groups of which nobody knows whether they exist are looked at together, not case by case", () => {
  const principals = principalsIn(systemOfMany((precedence) => ({ precedence, count: "${var.some ? 1 : 0}" })));
  expect(ofGroups(principals)).toEqual(["g0 + g1 + 98 more groups"]);
  const had = rolesHad(named(principals, "g0 + g1 + 98 more groups"));
  expect(had).toContain("g7 where the role of group g7 is preferred among g0, g1 and 98 more");
});

test("a function that may give each of 100 groups each of their roles is asked once", () => {
  const userPool = { lambda_config: [{ pre_token_generation: "arn:aws:lambda:x" }] };
  const principals = principalsIn(systemOfMany((precedence) => ({ precedence }), { userPool }));
  const had = rolesHad(named(principals, "g7"));
  expect(had[0]).toBe("g7 where the pre-token-generation function of users leaves groups and roles as they are");
  expect(had).toHaveLength(102);
  const shared = (label: string) => named(principals, label).credentials.at(-4);
  expect(shared("g7")).toBe(shared("g8"));
});

test("rules about 100 groups make pairs only where a rule excludes one", () => {
  const onGroups = (value: string, match_type = "Contains") =>
    ruleOf(value, value, { claim: "cognito:groups", match_type });
  const some = names.slice(10, 34).map((name) => onGroups(name));
  const mapped = (...rules: readonly ReturnType<typeof onGroups>[]) => ({
    attachment: { role_mapping: [{ ...byToken, type: "Rules", mapping_rule: rules }] },
  });
  const positive = principalsIn(systemOfMany(() => ({}), mapped(...some)));
  expect(ofGroups(positive)).toEqual([]);
  const excluding = principalsIn(systemOfMany(() => ({}), mapped(onGroups("g1", "NotEqual"), ...some)));
  expect(ofGroups(excluding).length).toBeLessThan(30);
});
