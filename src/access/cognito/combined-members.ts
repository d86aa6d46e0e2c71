import { textOf } from "../formula";
import { remembered } from "../remembered";
import { claimsOf } from "./claims";
import { type Cognito, type Group, type RoleMapping, type Rule, type UserPool } from "./cognito";
import { type Combination, combinationsByRules, combinationsByToken } from "./combinations";
import { isGroupClaim, mappingsOf, member, memberOfMany, type Person } from "./people";
import { fitOf } from "./rules";
import { tokenRolesOf } from "./token-roles";

/**
 * Members of several groups, where together these lead elsewhere than each of them alone. Of combinations that lead to
 * the same the first stands for all.
 */
export function combinedMembers(cognito: Cognito, pool: UserPool, groups: readonly Group[]): readonly Person[] {
  const mappings = mappingsOf(cognito, pool).map(({ mapping }) => mapping);
  const asksForRoles = mappings.some(({ type }) => type !== "Rules");
  const rules = mappings.map(ofGroups).filter((list) => list.length > 0);
  const byName = groups.toSorted((a, b) => (a.name < b.name ? -1 : 1));
  const combinations = [
    ...(asksForRoles || rules.some(asksForPreferred) ? combinationsByToken(byName) : []),
    ...combinationsByRules(byName, rules.flat(), rulesTexts),
  ];
  const signature = (some: readonly Group[]) =>
    JSON.stringify([asksForRoles ? rolesText(some) : "", ...rules.map((list) => firstFits(list, some))]);
  return unlikeEachAlone(combinations, signature);
}

const ofGroups = ({ type, rules }: RoleMapping): readonly Rule[] =>
  type === "Token" ? [] : rules.filter(({ claim }) => isGroupClaim(claim));

const asksForPreferred = (rules: readonly Rule[]) => rules.some(({ claim }) => claim === "cognito:preferred_role");

/** @param signature What decides about the members of some groups, as a text. */
function unlikeEachAlone(
  combinations: readonly Combination[],
  signature: (groups: readonly Group[]) => string,
): readonly Person[] {
  const alone = new Map<Group, string>();
  const ofOne = (group: Group) => remembered(alone, group, () => signature([group]));
  const found = new Map<string, Found>();
  for (const { groups, more } of combinations) {
    const together = signature(groups);
    if (groups.some((group) => ofOne(group) === together)) continue;
    const known = found.get(together);
    const person = groups.length > 3 ? memberOfMany(groups) : member(groups);
    if (known === undefined) found.set(together, { person, names: [], more });
    else found.set(together, { ...known, names: [...known.names, person.name], more: known.more + more });
  }
  return [...found.values()].map(withLikes);
}

/** A combination, the names of others that lead to the same, and how many there are besides. */
interface Found {
  readonly person: Person;
  readonly names: readonly string[];
  readonly more: number;
}

function withLikes({ person, names, more }: Found): Person {
  if (names.length === 0) return person;
  const shown = names.slice(0, 5);
  const others = names.length - shown.length + more;
  const text = `the same becomes of members of ${shown.join("; ")}${others > 0 ? `; and ${others} more` : ""}`;
  return { ...person, steps: [...person.steps, { text, section: "1.1" }] };
}

const rolesText = (groups: readonly Group[]) =>
  tokenRolesOf(groups).map(({ when, roles, preferred, assumptions }) => [
    textOf(when),
    preferred ?? roles.length > 0,
    assumptions,
  ]);

function rulesTexts(rules: readonly Rule[], groups: readonly Group[]): readonly string[] {
  const claims = { values: claimsOf(groups), rules: new Map<string, boolean>() };
  return rules.map((rule) => textOf(fitOf(rule, claims).fits));
}

/** Which rules fit, up to the first that certainly does: the ones behind it decide nothing. */
function firstFits(rules: readonly Rule[], groups: readonly Group[]): readonly string[] {
  const texts = rulesTexts(rules, groups);
  const first = texts.indexOf(textOf(true));
  return first < 0 ? texts : texts.slice(0, first + 1);
}
