import { condition, type Formula } from "../formula";
import { type Role } from "../iam/role";
import { readable } from "../symbols";
import { claimsOf, clientClaims } from "./claims";
import { type Cognito, type IdentityPool, type UserPool } from "./cognito";
import { type Person } from "./people";
import { type Login } from "./select-role";
import { type TokenRoles, tokenRolesOf } from "./token-roles";
import { taggedWhen } from "./session-tags";
import { trustAllows } from "./trust";
import { type Assumer } from "./web-identity";

/** A configuration's Cognito, and every role that it may give, by its ARN. */
export interface World {
  readonly cognito: Cognito;
  readonly roles: ReadonlyMap<string, Role>;
}

/** A way to sign in: to an identity pool, with an app client of the user pool. */
export interface Entrance {
  readonly identityPool: IdentityPool;
  readonly clientId: string;
  /** When the identity pool takes logins of the client. */
  readonly when: Formula;
}

/** All ways from a user pool into identity pools. */
export function entrancesOf({ cognito }: World, pool: UserPool): readonly Entrance[] {
  return cognito.identityPools.flatMap((identityPool) =>
    identityPool.clients
      .filter(({ providerName }) => providerName === pool.providerName)
      .map(({ clientId, when }) => ({ identityPool, clientId, when })),
  );
}

/** What an identity pool learns of a person. */
export function loginOf(world: World, person: Person, pool: UserPool, entrance: Entrance): Login {
  const { clientId } = entrance;
  // A function may set every claim but those of the client.
  const ofGroups = person.isElsewhere || pool.preTokenGeneration !== undefined ? [] : [...claimsOf(person.groups)];
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
    ...own.map((one) => ({ ...one, when: left })),
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
  const assumer = assumerOf(entrance.identityPool, pool.providerName);
  const trusting = [...world.roles.values()].filter(
    (role) => trustAllows(role, entrance.identityPool, assumer).when !== false,
  );
  const because = "that is not in the configuration";
  return [
    ...trusting.map(({ arn }): TokenRoles => {
      const when = condition(text(`prefer role ${readable(arn)}`));
      return { when, roles: [arn], preferred: arn, because, assumptions: [] };
    }),
    ...otherwise.map((one) => ({ ...one, when: condition(text("prefer no role")) })),
  ];
}

/** Who somebody that signed in is for the trust of roles. */
export function assumerOf(identityPool: IdentityPool, providerName: string): Assumer {
  return { flow: "enhanced", authenticated: true, providerName, tagged: taggedWhen(identityPool, providerName) };
}
