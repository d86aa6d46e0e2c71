import { type Group, type UserPool } from "./cognito";
import { type World } from "./logins";
import { member, type Person } from "./people";
import { selectionText } from "./person-credentials";

/**
 * Members of several groups, where together these lead elsewhere than each of them alone. Of combinations that lead to
 * the same the first stands for all: pairs suffice, but for a group without a role that is better than two with roles.
 */
export function combinedMembers(world: World, pool: UserPool, groups: readonly Group[]): readonly Person[] {
  const representatives = ofEachKind(groups);
  const seen = new Set([[], ...groups.map((group) => [group])].map((some) => selectionText(world, member(some), pool)));
  const found = new Map<string, { person: Person; names: string[] }>();
  for (const some of [...pairsOf(representatives), ...triplesOf(representatives)]) {
    const person = member(some);
    const text = selectionText(world, person, pool);
    const known = found.get(text);
    if (known !== undefined) known.names.push(person.name);
    else if (!seen.has(text) || leadsElsewhere(world, pool, some, text)) found.set(text, { person, names: [] });
  }
  return [...found.values()].map(({ person, names }) => withLikes(person, names));
}

/** Whether a combination is unlike each of its members, though like somebody else. */
function leadsElsewhere(world: World, pool: UserPool, groups: readonly Group[], text: string): boolean {
  return groups.every((group) => selectionText(world, member([group]), pool) !== text);
}

/** Groups with the same role and precedence lead to the same, as far as rules don't tell their names apart. */
function ofEachKind(groups: readonly Group[]): readonly Group[] {
  const kinds = new Map<string, Group>();
  for (const group of groups.toSorted((a, b) => (a.name < b.name ? -1 : 1))) {
    const kind = JSON.stringify([group.precedence ?? String(group.precedence), group.roleArn]);
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
    const pair = pairsOf(behind).find(([one, other]) => one?.roleArn !== other?.roleArn);
    if (pair !== undefined) return [[first, ...pair]];
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
