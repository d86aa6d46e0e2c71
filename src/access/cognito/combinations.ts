import { textOf } from "../formula";
import { claimsOf } from "./claims";
import { type Cognito, type Group, type Rule, type UserPool } from "./cognito";
import { isGroupClaim, mappingsOf, member, type Person } from "./people";
import { fitOf } from "./rules";
import { tokenRolesOf } from "./token-roles";

/**
 * Members of several groups, where together these lead elsewhere than each of them alone. Of combinations that lead to
 * the same the first stands for all: pairs suffice, but for a group without a role that is better than two with roles.
 */
export function combinedMembers(cognito: Cognito, pool: UserPool, groups: readonly Group[]): readonly Person[] {
  const signature = signatureOf(cognito, pool);
  if (signature === undefined) return [];
  const kinds = ofEachKind(groups, signature);
  const alone = new Map(kinds.map((group) => [group, signature([group])]));
  const found = new Map<string, { readonly person: Person; readonly names: string[] }>();
  for (const some of [...pairsOf(kinds), ...triplesOf(kinds)]) {
    const together = signature(some);
    if (some.some((group) => alone.get(group) === together)) continue;
    const person = member(some);
    const known = found.get(together);
    if (known === undefined) found.set(together, { person, names: [] });
    else known.names.push(person.name);
  }
  return [...found.values()].map(({ person, names }) => withLikes(person, names));
}

/** What decides about the members of some groups, as a text; undefined where no mapping asks for groups. */
function signatureOf(cognito: Cognito, pool: UserPool): ((groups: readonly Group[]) => string) | undefined {
  const mappings = mappingsOf(cognito, pool).map(({ mapping }) => mapping);
  const asksForRoles = mappings.some(({ type }) => type !== "Rules");
  const rules = mappings.flatMap((mapping) => mapping.rules.filter(({ claim }) => isGroupClaim(claim)));
  if (!asksForRoles && rules.length === 0) return undefined;
  return (groups) =>
    JSON.stringify([asksForRoles ? rolesText(groups) : "", rules.length === 0 ? "" : fits(rules, groups)]);
}

const rolesText = (groups: readonly Group[]) =>
  tokenRolesOf(groups).map(({ when, roles, preferred, assumptions }) => [
    textOf(when),
    preferred ?? roles.length > 0,
    assumptions,
  ]);

function fits(rules: readonly Rule[], groups: readonly Group[]): readonly string[] {
  const claims = { values: claimsOf(groups), rules: new Map<string, boolean>() };
  return rules.map((rule) => textOf(fitOf(rule, claims).fits));
}

/** One group of those with the same role and precedence that rules don't tell apart. */
function ofEachKind(groups: readonly Group[], signature: (groups: readonly Group[]) => string): readonly Group[] {
  const kinds = new Map<string, Group>();
  for (const group of groups.toSorted((a, b) => (a.name < b.name ? -1 : 1))) {
    const kind = JSON.stringify([String(group.precedence), group.roleArn, signature([group])]);
    if (!kinds.has(kind)) kinds.set(kind, group);
  }
  return [...kinds.values()];
}

function pairsOf(groups: readonly Group[]): readonly (readonly Group[])[] {
  return groups.flatMap((one, index) => groups.slice(index + 1).map((other) => [one, other]));
}

/** The first group without a role, and two behind it whose roles differ. */
function triplesOf(groups: readonly Group[]): readonly (readonly Group[])[] {
  const rank = ({ precedence }: Group) => precedence ?? Infinity;
  for (const first of groups.filter(({ roleArn }) => roleArn === undefined)) {
    const behind = groups.filter((group) => group.roleArn !== undefined && rank(group) > rank(first));
    const [one] = behind;
    const other = behind.find(({ roleArn }) => roleArn !== one?.roleArn);
    if (one !== undefined && other !== undefined) return [[first, one, other]];
  }
  return [];
}

function withLikes(person: Person, names: readonly string[]): Person {
  if (names.length === 0) return person;
  const shown = names.slice(0, 5).join("; ");
  const more = names.length > 5 ? `; and ${names.length - 5} more` : "";
  const step = { text: `the same becomes of members of ${shown}${more}`, section: "1.1" };
  return { ...person, steps: [...person.steps, step] };
}
