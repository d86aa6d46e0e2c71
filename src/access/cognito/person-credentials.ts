import { textOf } from "../formula";
import { remembered } from "../remembered";
import { readable } from "../symbols";
import { type Step } from "../step";
import { type Group, type IdentityPool, type RoleMapping, type UserPool } from "./cognito";
import { type Gained, gainedOf, joinedGains } from "./credentials";
import { assumerOf, type Entrance, entrancesOf, loginOf, rolesByFunction, type World } from "./logins";
import { type Person } from "./people";
import { isSame } from "./same";
import { tagsOf } from "./session-tags";
import { type Login, mappingKey, type Selection, selectRole } from "./select-role";

/** The credentials that a person gets from every identity pool that takes tokens of their user pool. */
export function personGains(world: World, person: Person, pool: UserPool): Gained {
  const gains = entrancesOf(world, pool).map((entrance) => gainsBy(world, person, pool, entrance));
  // Several pools may say the same, each for itself.
  return { credentials: joinedGains(gains).credentials, steps: gains.flatMap(({ steps }) => steps) };
}

/** What decides about a person in every identity pool, as a text: people with the same text get the same roles. */
export function selectionText(world: World, person: Person, pool: UserPool): string {
  const chosen = entrancesOf(world, pool).map((entrance) =>
    selectRole(entrance.identityPool, loginOf(world, person, pool, entrance)).map(({ when, outcome, assumptions }) => [
      textOf(when),
      outcome,
      assumptions,
    ]),
  );
  return JSON.stringify(chosen);
}

function gainsBy(world: World, person: Person, pool: UserPool, entrance: Entrance): Gained {
  const { identityPool, clientId } = entrance;
  const login = loginOf(world, person, pool, entrance);
  const client = world.cognito.clients.find(({ id }) => id === clientId);
  const header: Step = {
    text: `identity pool ${identityPool.label} gets an ID token of app client ${client?.label ?? readable(clientId)}`,
    ...(identityPool.address === undefined ? {} : { address: identityPool.address }),
    section: "1.1",
  };
  const mappings = mappingsFor(identityPool, login);
  const { given, askedFor } = selectionsFor(identityPool, login, person.groups);
  const steps = [header, ...asksForOthers(world, person, pool, mappings)];
  return joinedGains([
    { credentials: [], steps },
    gainOf(world, pool, entrance, given),
    gainByFunction(world, pool, entrance, login, mappings),
    gainOf(world, pool, entrance, askedFor),
  ]);
}

/** What Cognito chooses for a login, and what it gives besides to callers who ask for a role. */
export function selectionsFor(pool: IdentityPool, login: Login, groups: readonly Group[]) {
  const given = selectRole(pool, login);
  const had = new Set(given.map(outcomeText));
  // A role that is asked for in vain is an error of the caller's own making: they simply would not ask.
  const askedFor = askable(mappingsFor(pool, login), groups, given)
    .flatMap((customRoleArn) => selectRole(pool, { ...login, customRoleArn }))
    .filter((one) => one.outcome.kind === "role" && !had.has(outcomeText(one)));
  return { given, askedFor };
}

function gainOf(world: World, pool: UserPool, entrance: Entrance, selections: readonly Selection[]): Gained {
  const { identityPool, clientId } = entrance;
  const assumer = assumerOf(identityPool, pool.providerName);
  return gainedOf(identityPool, selections, assumer, world.roles, tagsOf(identityPool, pool.providerName, clientId));
}

const outcomeText = ({ when, outcome }: Selection) => JSON.stringify([textOf(when), outcome]);

/** The role mappings that are, or may be, for a login. */
function mappingsFor({ attachments }: IdentityPool, login: Login): readonly RoleMapping[] {
  return attachments.flatMap(({ mappings }) => mappings).filter(({ key }) => isSame(key, mappingKey(login)) !== false);
}

const byFunctions = new WeakMap<World, Map<string, Gained>>();

/** What a function that changes tokens leads to. It may do the same to everybody's, so that it is found out once. */
function gainByFunction(
  world: World,
  pool: UserPool,
  entrance: Entrance,
  login: Login,
  mappings: readonly RoleMapping[],
): Gained {
  if (mappings.every(({ type }) => type === "Rules")) return { credentials: [], steps: [] };
  const find = () => {
    const tokenRoles = rolesByFunction(world, pool, entrance);
    return gainOf(world, pool, entrance, selectRole(entrance.identityPool, { ...login, tokenRoles, unchanged: true }));
  };
  // Rules depend on the person.
  if (mappings.some(({ type }) => type !== "Token")) return find();
  const key = JSON.stringify([pool.id, entrance.identityPool.id, entrance.clientId]);
  return remembered(
    remembered(byFunctions, world, () => new Map<string, Gained>()),
    key,
    find,
  );
}

/** What a member of one group, and of others too, can do. */
function asksForOthers(
  { cognito }: World,
  { kind, groups }: Person,
  pool: UserPool,
  mappings: readonly RoleMapping[],
): readonly Step[] {
  const others = cognito.groups.some(
    ({ userPoolId, roleArn }) =>
      userPoolId === pool.id && roleArn !== undefined && groups.every((group) => group.roleArn !== roleArn),
  );
  if (kind !== "group" || !others || mappings.every(({ type }) => type !== "Token")) return [];
  const text = "a member of other groups too can have their roles by asking for them (CustomRoleArn)";
  return [{ text, section: "1.1" }];
}

/** The roles that a caller may ask for by `CustomRoleArn` and would not get anyway. */
function askable(
  mappings: readonly RoleMapping[],
  groups: readonly Group[],
  selections: readonly Selection[],
): readonly string[] {
  const certain = selections.find(({ when }) => when === true)?.outcome;
  const had = certain?.kind === "role" ? certain.roleArn : undefined;
  const arns = mappings.flatMap(({ type, rules }) => [
    ...(type === "Rules" ? [] : groups.flatMap(({ roleArn }) => roleArn ?? [])),
    ...(type === "Token" ? [] : rules.map(({ roleArn }) => roleArn)),
  ]);
  return [...new Set(arns)].filter((arn) => arn !== had);
}
