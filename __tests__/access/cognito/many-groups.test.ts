import { type Principal } from "../../../src/access/principal";
import { type Value } from "../../../src/access/terraform/configuration";
import { named, principalsIn, rolesHad, textsOf, trust } from "./support";
import { byToken, type Changes, groupOf, pool, ruleOf, systemOf } from "./system";

const names = Array.from({ length: 300 }, (_, index) => `g${index}`);

/** A system of 300 groups with a role each. */
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

/** A quadratic search takes many times as long. */
const soon = 4_000;

function inTime<T>(make: () => T): T {
  const start = performance.now();
  const made = make();
  expect(performance.now() - start).toBeLessThan(soon);
  return made;
}

test("of 300 groups that share a precedence two stand for all pairs, which are counted", () => {
  const principals = inTime(() => principalsIn(systemOfMany(() => ({ precedence: 1 }))));
  expect(ofGroups(principals)).toEqual(["g0 + g1"]);
  expect(textsOf(named(principals, "g0 + g1").steps)).toContain(
    "the same becomes of members of g0 + g10; g0 + g100; g1 + g10; g1 + g100; g10 + g100; and 44844 more",
  );
});

test("300 groups whose precedence is not known make no principal for each pair", () => {
  const principals = inTime(() => principalsIn(systemOfMany(() => ({ precedence: "${var.p}" }))));
  expect(ofGroups(principals)).toEqual(["g0 + g1 + 298 more groups"]);
  expect(rolesHad(named(principals, "g0 + g1 + 298 more groups"))).toEqual(expect.arrayContaining(["g0", "g299"]));
});

test("a function that may give each of 300 groups each of their roles is asked once", () => {
  const userPool = { lambda_config: [{ pre_token_generation: "arn:aws:lambda:x" }] };
  const principals = inTime(() => principalsIn(systemOfMany((precedence) => ({ precedence }), { userPool })));
  const had = rolesHad(named(principals, "g7"));
  expect(had[0]).toBe("g7 where the pre-token-generation function of users leaves groups and roles as they are");
  expect(had).toHaveLength(302);
});

test("rules about 300 groups make pairs only where a rule excludes one", () => {
  const onGroups = (value: string, match_type = "Contains") =>
    ruleOf(value, value, { claim: "cognito:groups", match_type });
  const some = names.slice(10, 34).map((name) => onGroups(name));
  const mapped = (...rules: readonly ReturnType<typeof onGroups>[]) => ({
    attachment: { role_mapping: [{ ...byToken, type: "Rules", mapping_rule: rules }] },
  });
  const positive = inTime(() => principalsIn(systemOfMany(() => ({}), mapped(...some))));
  expect(ofGroups(positive)).toEqual([]);
  const excluding = inTime(() => principalsIn(systemOfMany(() => ({}), mapped(onGroups("g1", "NotEqual"), ...some))));
  expect(ofGroups(excluding).length).toBeLessThan(30);
});
