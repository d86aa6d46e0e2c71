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
  const open = groups.find(({ when }) => when !== undefined);
  if (open?.when !== undefined) return withOrWithout(groups, open, open.when);
  const roles = [...new Set(groups.flatMap(({ roleArn }) => roleArn ?? []))].toSorted();
  const decided = { when: true, roles, assumptions: [] };
  const [only] = roles;
  if (only === undefined) return [{ ...decided, because: noRole(groups) }];
  if (roles.length === 1) {
    const group = groups.find(({ roleArn }) => roleArn === only);
    return [{ ...decided, preferred: only, because: `its only role is that of group ${nameOf(group)}`, ...of(group) }];
  }
  const unknown = groups.some(({ precedence }) => precedence === undefined);
  return unknown ? undecided(groups, roles) : [bestOf(groups, roles)];
}

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

function bestOf(groups: readonly Group[], roles: readonly string[]): TokenRoles {
  const rank = ({ precedence }: Group) => precedence ?? Infinity;
  const lowest = Math.min(...groups.map(rank));
  const best = groups.filter((group) => rank(group) === lowest).toSorted((a, b) => (a.name < b.name ? -1 : 1));
  const preferred = [...new Set(best.flatMap(({ roleArn }) => roleArn ?? []))];
  const names = best.map(nameOf).join(" and ");
  // Groups without a precedence are known to be behind the others, not how they rank among themselves.
  const assumptions: Assumption[] = lowest === Infinity ? ["A5"] : [];
  const rankText = lowest === Infinity ? "no precedence" : `the best precedence, ${lowest}`;
  const [role] = preferred;
  const result = { when: true, roles };
  if (role === undefined) {
    const because = `group ${names} has ${rankText}, but no role`;
    return { ...result, because, assumptions: [...assumptions, "A4"], ...of(best[0]) };
  }
  if (preferred.length > 1) {
    return { ...result, because: `groups ${names} have ${rankText}, and different roles`, assumptions };
  }
  const group = best.find(({ roleArn }) => roleArn === role);
  return { ...result, preferred: role, because: `group ${nameOf(group)} has ${rankText}`, assumptions, ...of(group) };
}

const nameOf = (group: Group | undefined) => readable(group?.name ?? "");

const of = (group: Group | undefined) => (group === undefined ? {} : { group });

/** Whichever role is preferred depends on precedences that are not known. */
function undecided(groups: readonly Group[], roles: readonly string[]): readonly TokenRoles[] {
  const names = groups.map(nameOf).toSorted().join(", ");
  const isBest = new Map(roles.map((role) => [role, [] as Group[]]));
  for (const group of groups) if (group.roleArn !== undefined) isBest.get(group.roleArn)?.push(group);
  const results = [...isBest].map(([role, [group]]): TokenRoles => {
    const when = condition(`the role of group ${nameOf(group)} is preferred among ${names}`);
    return { when, roles, preferred: role, because: "some precedence is not known", assumptions: [], ...of(group) };
  });
  const none = condition(`no role is preferred among ${names}`);
  return [...results, { when: none, roles, because: "some precedence is not known", assumptions: [] }];
}
