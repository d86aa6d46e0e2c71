import { textOf } from "../formula";
import { type Group, type Rule } from "./cognito";

/** Groups that may lead elsewhere together than each of them alone. */
export interface Combination {
  readonly groups: readonly Group[];
  /** How many other combinations certainly lead to the same. */
  readonly more: number;
}

/** Of so many groups that share a precedence each pair is named; pairs of further ones are only counted. */
const named = 4;

/** If there are more pairs of which nobody knows the better group, or whether there are both, one combination of all groups stands for them. */
const mostOpenPairs = 20;

/**
 * Combinations in which the token prefers another role, or none: groups that share a precedence, groups whose precedence
 * or existence is not known, and a group without a role that is better than two with roles.
 */
export function combinationsByToken(groups: readonly Group[]): readonly Combination[] {
  const kinds = ofEachKind(groups, ({ precedence, roleArn, when = true }) =>
    JSON.stringify([String(precedence), roleArn, textOf(when)]),
  );
  const open = kinds.filter(({ precedence, when }) => precedence === undefined || when !== undefined);
  const known = kinds.filter((group) => group.roleArn !== undefined && !open.includes(group));
  return [...ofOneRank(known), ...openPairs(open, kinds), ...behindRoleless(kinds)];
}

/**
 * Combinations whose first fitting rule may be another than each group's own. A rule that fits one of the groups fits
 * both together, unless it is about what a token does not have: only such rules make pairs differ.
 *
 * @param fits Which rules fit members of some groups, as texts.
 */
export function combinationsByRules(
  groups: readonly Group[],
  rules: readonly Rule[],
  fits: (rules: readonly Rule[], groups: readonly Group[]) => readonly string[],
): readonly Combination[] {
  const excluding = rules.filter(({ matchType }) => !["Equals", "StartsWith", "Contains"].includes(matchType));
  if (excluding.length === 0) return [];
  const kinds = ofEachKind(groups, (group) => fits(rules, [group]).join("\n"));
  const excluded = kinds.filter((group) => fits(excluding, [group]).some((text) => text !== "always"));
  return pairsWith(excluded, kinds);
}

/** The first group of each kind. */
function ofEachKind(groups: readonly Group[], kindOf: (group: Group) => string): readonly Group[] {
  const kinds = new Map<string, Group>();
  for (const group of groups) {
    const kind = kindOf(group);
    if (!kinds.has(kind)) kinds.set(kind, group);
  }
  return [...kinds.values()];
}

const rankOf = ({ precedence }: Group) => precedence ?? Infinity;

/** Groups of one precedence have different roles here, so that of any two of them none is preferred. */
function ofOneRank(groups: readonly Group[]): readonly Combination[] {
  const ranks = new Map<number, Group[]>();
  for (const group of groups) ranks.set(rankOf(group), [...(ranks.get(rankOf(group)) ?? []), group]);
  return [...ranks.values()].flatMap((sharing) => {
    const first = sharing.slice(0, named);
    const pairs = pairsWith(first, first);
    const more = (sharing.length * (sharing.length - 1)) / 2 - pairs.length;
    return pairs.map((pair, index) => (index === pairs.length - 1 ? { ...pair, more } : pair));
  });
}

function openPairs(open: readonly Group[], groups: readonly Group[]): readonly Combination[] {
  const count = open.length * (groups.length - open.length) + (open.length * (open.length - 1)) / 2;
  return count > mostOpenPairs ? [{ groups, more: 0 }] : pairsWith(open, groups);
}

/** Each pair of one of some groups and any other, once. */
function pairsWith(some: readonly Group[], groups: readonly Group[]): readonly Combination[] {
  const done = new Set<Group>();
  return some.flatMap((one) => {
    done.add(one);
    return groups.filter((other) => !done.has(other)).map((other) => ({ groups: [one, other], more: 0 }));
  });
}

/** The best group without a role, and two behind it whose roles differ. */
function behindRoleless(groups: readonly Group[]): readonly Combination[] {
  const [first] = groups
    .filter(({ roleArn }) => roleArn === undefined)
    .toSorted((a, b) => Number(rankOf(a) > rankOf(b)) - Number(rankOf(a) < rankOf(b)));
  if (first === undefined) return [];
  const behind = groups.filter((group) => group.roleArn !== undefined && rankOf(group) > rankOf(first));
  const [one] = behind;
  const other = behind.find(({ roleArn }) => roleArn !== one?.roleArn);
  return one === undefined || other === undefined ? [] : [{ groups: [first, one, other], more: 0 }];
}
