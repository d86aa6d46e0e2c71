import { type Assumption } from "../assumptions";
import { all, condition, type Formula, not } from "../formula";
import { readable } from "../symbols";
import { type Group } from "./cognito";

/** The claims on roles that a user's groups put into the ID token. */
export interface TokenRoles {
  /** When the token is so. */
  readonly when: Formula;
  /** `cognito:roles`: absent from the token where there is none. */
  readonly roles: readonly string[];
  /** `cognito:preferred_role`. @default - the token has none */
  readonly preferred?: string;
  /** Why it is preferred, or why none is. */
  readonly because: string;
  /** The group that decided, where one did. */
  readonly group?: Group;
  readonly assumptions: readonly Assumption[];
}

/**
 * What a user's groups put into the ID token: one possibility, or one for each group that may be the best where
 * precedences are not known. docs/access-model.md 1.1.
 *
 * @see https://docs.aws.amazon.com/cognito/latest/developerguide/cognito-user-pools-user-groups.html
 */
export function tokenRolesOf(groups: readonly Group[]): readonly TokenRoles[] {
  const [open, ...others] = groups.filter(({ when }) => when !== undefined);
  if (others.length >= mostOpen) return anyOf(groups);
  if (open?.when !== undefined) return withOrWithout(groups, open, open.when);
  const roles = [...new Set(groups.flatMap(({ roleArn }) => roleArn ?? []))].toSorted();
  const decided = { when: true, roles, assumptions: [] };
  const [only] = roles;
  if (only === undefined) return [{ ...decided, because: noRole(groups) }];
  if (roles.length === 1) {
    const group = groups.find(({ roleArn }) => roleArn === only);
    return [{ ...decided, preferred: only, because: `its only role is that of group ${nameOf(group)}`, ...of(group) }];
  }
  const possible = possiblyBest(groups);
  const isCertain = groups.every(({ precedence }) => precedence !== undefined) || hasOneRole(possible);
  return isCertain ? [bestOf(possible, roles)] : undecided(possible, roles);
}

/** Of so many groups that may not exist each case is looked at: every further one doubles the cases. */
const mostOpen = 4;

/** Of groups of which very many may not exist only the role that is preferred is told. */
function anyOf(groups: readonly Group[]): readonly TokenRoles[] {
  return undecided(groups, []).map((one) => ({ ...one, roles: one.preferred === undefined ? [] : [one.preferred] }));
}

const rank = ({ precedence }: Group) => precedence ?? Infinity;

/** The groups with the lowest number, and those whose number is not known: no other can be the best. */
function possiblyBest(groups: readonly Group[]): readonly Group[] {
  const lowest = Math.min(...groups.filter(({ precedence }) => precedence !== undefined).map(rank));
  return groups.filter((group) => group.precedence === undefined || rank(group) === lowest);
}

const hasOneRole = (groups: readonly Group[]) =>
  groups.every(({ roleArn }) => roleArn !== undefined && roleArn === groups[0]?.roleArn);

/** Of a group that may not exist nobody is a member where it does not. */
function withOrWithout(groups: readonly Group[], open: Group, exists: Formula): readonly TokenRoles[] {
  const { when: _, ...there } = open;
  const under = (when: Formula, some: readonly Group[]) =>
    tokenRolesOf(some).map((one) => ({ ...one, when: all([when, one.when]) }));
  return [
    ...under(
      exists,
      groups.map((group) => (group === open ? there : group)),
    ),
    ...under(
      not(exists),
      groups.filter((group) => group !== open),
    ),
  ];
}

function noRole(groups: readonly Group[]): string {
  if (groups.length === 0) return "the user is in no group";
  return groups.length === 1 ? `group ${nameOf(groups[0])} has no role` : "none of the groups has a role";
}

/** What the best groups lead to; whichever of them is the best where that is not known, it is the same. */
function bestOf(best: readonly Group[], roles: readonly string[]): TokenRoles {
  const sorted = best.toSorted((a, b) => (a.name < b.name ? -1 : 1));
  const preferred = [...new Set(sorted.flatMap(({ roleArn }) => roleArn ?? []))];
  const names = sorted.map(nameOf).join(" and ");
  const lowest = best.some(({ precedence }) => precedence === undefined) ? undefined : Math.min(...best.map(rank));
  const rankText =
    lowest === Infinity ? "no precedence" : `the best precedence${lowest === undefined ? "" : `, ${lowest}`}`;
  const hasNone = best.some(({ roleArn }) => roleArn === undefined);
  const assumptions: readonly Assumption[] = [
    ...(hasNone && preferred.length < 2 ? (["A4"] as const) : []),
    // Groups without a precedence are known to be behind the others, not how they rank among themselves.
    ...(lowest === Infinity ? (["A5"] as const) : []),
  ];
  const [role] = preferred;
  const result = { when: true, roles, assumptions };
  if (role === undefined)
    return { ...result, because: `group ${names} has ${rankText}, but no role`, ...of(sorted[0]) };
  if (preferred.length > 1) return { ...result, because: `groups ${names} have ${rankText}, and different roles` };
  const group = sorted.find(({ roleArn }) => roleArn === role);
  return { ...result, preferred: role, because: `group ${nameOf(group)} has ${rankText}`, ...of(group) };
}

const nameOf = (group: Group | undefined) => readable(group?.name ?? "");

const of = (group: Group | undefined) => (group === undefined ? {} : { group });

/** The names of groups, of very many the first ones. */
function namesOf(groups: readonly Group[]): string {
  const names = groups.map(nameOf).toSorted();
  return names.length > 8 ? `${names.slice(0, 2).join(", ")} and ${names.length - 2} more` : names.join(", ");
}

/** Whichever role is preferred depends on precedences that are not known. */
function undecided(groups: readonly Group[], roles: readonly string[]): readonly TokenRoles[] {
  const names = namesOf(groups);
  const isBest = new Map<string, Group>();
  for (const group of groups)
    if (group.roleArn !== undefined && !isBest.has(group.roleArn)) isBest.set(group.roleArn, group);
  const results = [...isBest].map(([role, group]): TokenRoles => {
    const when = condition(`the role of group ${nameOf(group)} is preferred among ${names}`);
    return { when, roles, preferred: role, because: "some precedence is not known", assumptions: [], ...of(group) };
  });
  const none = condition(`no role is preferred among ${names}`);
  return [...results, { when: none, roles, because: "some precedence is not known", assumptions: [] }];
}
