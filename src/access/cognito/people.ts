import { type Step } from "../step";
import { type Cognito, type Group, type IdentityPool, type RoleMapping, type UserPool } from "./cognito";
import { hasUnknown } from "./same";
import { mappingKey } from "./select-role";
import { fitOf, ruleText, shadowing } from "./rules";
import { claimsOf } from "./claims";

/** A person who signs in to a user pool, in a situation that makes a difference. */
export interface Person {
  readonly kind: "signed-in" | "group" | "groups" | "rule";
  /** What they are called within their user pool: `admin`, `email contains @example.com`. */
  readonly name: string;
  readonly groups: readonly Group[];
  /** Which rules fit their token and which do not, as far as it matters, by `ruleText`. */
  readonly rules: ReadonlyMap<string, boolean>;
  /** Claims of which nothing is known although their groups are. */
  readonly openClaims: ReadonlySet<string>;
  /** Whether the configuration does not say what their groups are. */
  readonly isElsewhere: boolean;
  readonly steps: readonly Step[];
}

/** Somebody of these groups, and of no other. */
export function member(groups: readonly Group[]): Person {
  const [group] = groups;
  return {
    kind: groups.length > 1 ? "groups" : groups.length === 1 ? "group" : "signed-in",
    name: group === undefined ? "signed in" : groups.map(({ name }) => name).join(" + "),
    groups,
    rules: new Map(),
    openClaims: new Set(),
    isElsewhere: false,
    steps: groups.map(({ name, address }) => ({ text: `a member of group ${name}`, address, section: "1.1" })),
  };
}

/** Somebody of very many groups, who is named after the first of them. */
export function memberOfMany(groups: readonly Group[]): Person {
  const [first, second] = groups;
  const text = `a member of ${groups.length} groups; whoever is in some of them gets one of their roles, or none of them`;
  return {
    ...member(groups),
    name: `${first?.name ?? ""} + ${second?.name ?? ""} + ${groups.length - 2} more groups`,
    steps: [{ text, section: "1.1" }],
  };
}

/** A member of a group that this configuration does not show. */
export function memberElsewhere(pool: UserPool): Person {
  const text = `user pool ${pool.label} is not in this configuration, so its groups and their roles are not known`;
  return {
    ...member([]),
    kind: "group",
    name: "member of a group",
    isElsewhere: true,
    steps: [{ text, section: "1.1" }],
  };
}

/** The role mappings of a user pool's logins, in every identity pool. */
export function mappingsOf(
  cognito: Cognito,
  pool: UserPool,
): readonly { readonly pool: IdentityPool; readonly mapping: RoleMapping }[] {
  return cognito.identityPools.flatMap((identityPool) => {
    const logins = identityPool.clients.filter(({ providerName }) => providerName === pool.providerName);
    const keys = new Set(logins.map(mappingKey));
    return identityPool.attachments.flatMap(({ mappings }) =>
      mappings
        .filter(({ key }) => keys.has(key) || hasUnknown(key))
        .map((mapping) => ({ pool: identityPool, mapping })),
    );
  });
}

/** Whoever a rule fits first, for every rule of every mapping, and whom none fits. */
export function fittingPeople(cognito: Cognito, pool: UserPool, groups: readonly Group[]): readonly Person[] {
  const people = new Map<string, Person>();
  const mappings = mappingsOf(cognito, pool).filter(
    ({ mapping: { type, rules } }) => type !== "Token" && rules.length > 0,
  );
  const sets = new Set(mappings.map(({ mapping }) => JSON.stringify(mapping.rules)));
  for (const one of mappings) {
    for (const index of one.mapping.rules.keys()) {
      const person = fitting(one.mapping, index, groups);
      if (person !== undefined && !people.has(person.name)) people.set(person.name, person);
    }
    const nobody = unfitting(one.mapping, sets.size > 1 ? ` of ${one.pool.label}` : "");
    people.set(nobody.name, joined(people.get(nobody.name), nobody));
  }
  return [...people.values()];
}

/** Somebody whom no rule of several mappings fits: an identity pool has one for each of its clients. */
function joined(earlier: Person | undefined, later: Person): Person {
  if (earlier === undefined) return later;
  const known = new Set(earlier.steps.map(({ text }) => text));
  return {
    ...earlier,
    rules: new Map([...earlier.rules, ...later.rules]),
    steps: [...earlier.steps, ...later.steps.filter(({ text }) => !known.has(text))],
  };
}

function fitting({ rules }: RoleMapping, index: number, groups: readonly Group[]): Person | undefined {
  const rule = rules[index];
  if (rule === undefined || shadowing(rules, index) !== undefined) return undefined;
  // Members of the groups that it fits are listed by their groups.
  const isOfGroups = isGroupClaim(rule.claim);
  if (isOfGroups && groups.some((group) => fitOf(rule, { values: claimsOf([group]), rules: new Map() }).fits !== false))
    return undefined;
  const known = rules.slice(0, index).map((earlier) => [ruleText(earlier), false] as const);
  return {
    ...member([]),
    kind: "rule",
    name: ruleText(rule),
    rules: new Map([...known, [ruleText(rule), true]]),
    openClaims: new Set(isOfGroups ? rules.map(({ claim }) => claim).filter(isGroupClaim) : []),
    steps: [
      { text: `a token whose ${ruleText(rule)}${index > 0 ? ", and that no earlier rule fits" : ""}`, section: "1.1" },
    ],
  };
}

const groupClaims: ReadonlySet<string> = new Set(["cognito:groups", "cognito:roles", "cognito:preferred_role"]);

/** Whether a claim follows from the user's groups. */
export const isGroupClaim = (claim: string) => groupClaims.has(claim);

function unfitting({ rules }: RoleMapping, of: string): Person {
  const shadowed = rules.flatMap((rule, index) => {
    const by = shadowing(rules, index);
    if (by === undefined) return [];
    return [`rule ${index + 1} (${ruleText(rule)}) is never the first that fits, because of ${ruleText(by)}`];
  });
  return {
    ...member([]),
    kind: "rule",
    name: `no rule${of} fits`,
    rules: new Map(rules.map((rule) => [ruleText(rule), false])),
    openClaims: new Set(),
    steps: ["a token that no rule fits", ...shadowed].map((text) => ({ text, section: "1.1" })),
  };
}
