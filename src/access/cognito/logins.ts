import { all, any, condition, type Formula, isOpen } from "../formula";
import { type Role } from "../iam/role";
import { readable } from "../symbols";
import { claimsOf, clientClaims } from "./claims";
import { type Cognito, type IdentityPool, type UserPool } from "./cognito";
import { type Tags } from "./credentials";
import { type Person } from "./people";
import { isSame } from "./same";
import { type Login } from "./select-role";
import { type TokenRoles, tokenRolesOf } from "./token-roles";
import { anySub, type Assumer, trustAllows } from "./trust";

/** A configuration's Cognito, and every role that it may give, by its ARN. */
export interface World {
  readonly cognito: Cognito;
  readonly roles: ReadonlyMap<string, Role>;
}

/** A way to sign in: to an identity pool, with an app client of the user pool. */
export interface Entrance {
  readonly identityPool: IdentityPool;
  readonly clientId: string;
}

/** All ways from a user pool into identity pools. */
export function entrancesOf({ cognito }: World, pool: UserPool): readonly Entrance[] {
  return cognito.identityPools.flatMap((identityPool) =>
    identityPool.clients
      .filter(({ providerName }) => providerName === pool.providerName)
      .map(({ clientId }) => ({ identityPool, clientId })),
  );
}

/** What an identity pool learns of a person. */
export function loginOf(world: World, person: Person, pool: UserPool, entrance: Entrance): Login {
  const { clientId } = entrance;
  // A function may set every claim but those of the client.
  const isVague = person.isElsewhere || pool.preTokenGeneration !== undefined || person.groups.some(mayNotExist);
  const ofGroups = isVague ? [] : [...claimsOf(person.groups)];
  const values = [...ofGroups, ...clientClaims(pool, { id: clientId })].filter(
    ([name]) => !person.openClaims.has(name),
  );
  return {
    kind: "login",
    providerName: pool.providerName,
    clientId,
    tokenRoles: possibleRoles(world, person, pool, entrance),
    claims: { values: new Map(values), rules: person.rules },
  };
}

const mayNotExist = ({ when }: { readonly when?: Formula }) => when !== undefined;

/** Where the configuration does not say what the token names, it may name any role that trusts the identity pool. */
function possibleRoles(world: World, person: Person, pool: UserPool, entrance: Entrance): readonly TokenRoles[] {
  const own = tokenRolesOf(person.groups);
  if (person.isElsewhere) {
    return anyRole(world, pool, entrance, own, (what) => `the groups of the user in ${pool.label} ${what}`);
  }
  if (pool.preTokenGeneration === undefined) return own;
  const by = `the pre-token-generation function of ${pool.label}`;
  const left = condition(`${by} leaves groups and roles as they are`);
  return [
    ...own.map((one) => ({ ...one, when: all([left, one.when]) })),
    ...anyRole(world, pool, entrance, [], (what) => `${by} lets the token ${what}`),
  ];
}

function anyRole(
  world: World,
  pool: UserPool,
  entrance: Entrance,
  otherwise: readonly TokenRoles[],
  text: (what: string) => string,
): readonly TokenRoles[] {
  const assumer = assumerOf(pool, entrance.identityPool);
  const trusting = [...world.roles.values()].filter(
    (role) => trustAllows(role, entrance.identityPool, assumer).when !== false,
  );
  const because = "that is not in the configuration";
  return [
    ...trusting.map(({ arn }): TokenRoles => {
      const when = condition(text(`prefer role ${readable(arn)}`));
      return { when, roles: [arn], preferred: arn, because, assumptions: [] };
    }),
    ...otherwise.map((one) => ({ ...one, when: all([condition(text("prefer no role")), one.when]) })),
  ];
}

/** Who a person is for the trust of roles. */
export function assumerOf(pool: UserPool, identityPool: IdentityPool): Assumer {
  const tagged = any(
    identityPool.principalTags.map(({ providerName, when = true, tagged: named }) =>
      all([when, isSame(providerName, pool.providerName), named]),
    ),
  );
  return { flow: "enhanced", authenticated: true, providerName: pool.providerName, tagged };
}

/**
 * The tags of a person's session whose values are known.
 *
 * @see https://docs.aws.amazon.com/cognito/latest/developerguide/attributes-for-access-control.html
 */
export function tagsOf(pool: UserPool, { identityPool, clientId }: Entrance): Tags {
  const found = identityPool.principalTags.find(({ providerName }) => providerName === pool.providerName);
  if (found === undefined || [found.when ?? true, found.usesDefaults].some(isOpen)) return new Map();
  const defaults = new Map([
    ["username", "sub"],
    ["client", "aud"],
  ]);
  const known = new Map([
    ["sub", anySub],
    ["aud", clientId],
  ]);
  const claims = found.usesDefaults === true ? defaults : found.tags;
  return new Map(
    [...claims].flatMap(([tag, claim]) => {
      const value = known.get(claim);
      return value === undefined ? [] : [[tag, value] as const];
    }),
  );
}
