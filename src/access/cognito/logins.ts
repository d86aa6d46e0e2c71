import { all, condition, type Formula } from "../formula";
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
}

/** All ways from a user pool into identity pools. */
export function entrancesOf({ cognito }: World, pool: UserPool): readonly Entrance[] {
  return cognito.identityPools.flatMap((identityPool) =>
    identityPool.clients
      .filter(({ providerName }) => providerName === pool.providerName)
      .map(({ clientId }) => ({ identityPool, clientId })),
  );
}

/** What an identity pool learns of a person, as long as no function changes the roles in their token. */
export function loginOf(world: World, person: Person, pool: UserPool, entrance: Entrance): Login {
  const { clientId } = entrance;
  const hasFunction = pool.preTokenGeneration !== undefined;
  // A function may set every claim but those of the client.
  const isVague = person.isElsewhere || hasFunction || person.groups.some(mayNotExist);
  const ofGroups = isVague ? [] : [...claimsOf(person.groups)];
  const values = [...ofGroups, ...clientClaims(pool, { id: clientId })].filter(
    ([name]) => !person.openClaims.has(name),
  );
  return {
    kind: "login",
    providerName: pool.providerName,
    clientId,
    tokenRoles: person.isElsewhere ? rolesElsewhere(world, person, pool, entrance) : tokenRolesOf(person.groups),
    ...(hasFunction ? { unchanged: condition(`${functionOf(pool)} leaves groups and roles as they are`) } : {}),
    claims: { values: new Map(values), rules: person.rules },
  };
}

const mayNotExist = ({ when }: { readonly when?: Formula }) => when !== undefined;

function rolesElsewhere(world: World, { groups }: Person, pool: UserPool, entrance: Entrance): readonly TokenRoles[] {
  const text = (what: string) => `the groups of the user in ${pool.label} ${what}`;
  const none = condition(text("prefer no role"));
  const otherwise = tokenRolesOf(groups).map((one) => ({ ...one, when: all([none, one.when]) }));
  return [...anyRole(world, pool, entrance, text), ...otherwise];
}

/** What a function may make of anybody's token: it may prefer each role that trusts the identity pool, or none. */
export function rolesByFunction(world: World, pool: UserPool, entrance: Entrance): readonly TokenRoles[] {
  if (pool.preTokenGeneration === undefined) return [];
  const text = (what: string) => `${functionOf(pool)} lets the token ${what}`;
  const none = {
    when: condition(text("prefer no role")),
    roles: [],
    because: "a function took it away",
    assumptions: [],
  };
  return [...anyRole(world, pool, entrance, text), none];
}

const functionOf = (pool: UserPool) => `the pre-token-generation function of ${pool.label}`;

/** Where the configuration does not say what the token names, it may name any role that trusts the identity pool. */
function anyRole(
  world: World,
  pool: UserPool,
  entrance: Entrance,
  text: (what: string) => string,
): readonly TokenRoles[] {
  return trusting(world, entrance.identityPool, pool.providerName).map(({ arn }): TokenRoles => {
    const when = condition(text(`prefer role ${readable(arn)}`));
    return { when, roles: [arn], preferred: arn, because: "that is not in the configuration", assumptions: [] };
  });
}

/** The roles that may be had by who signed in to an identity pool with a provider. */
export function trusting({ roles }: World, pool: IdentityPool, providerName: string): readonly Role[] {
  const assumer = assumerOf(pool, providerName);
  return [...roles.values()].filter((role) => trustAllows(role, pool, assumer).when !== false);
}

/** Who somebody that signed in is for the trust of roles. */
export function assumerOf(identityPool: IdentityPool, providerName: string): Assumer {
  return { flow: "enhanced", authenticated: true, providerName, tagged: taggedWhen(identityPool, providerName) };
}
