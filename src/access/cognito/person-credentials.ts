import { textOf } from "../formula";
import { readable } from "../symbols";
import { type Step } from "../step";
import { type RoleMapping, type UserPool } from "./cognito";
import { type Gained, gainedOf, joinedGains } from "./credentials";
import { assumerOf, type Entrance, entrancesOf, loginOf, type World } from "./logins";
import { type Person } from "./people";
import { tagsOf } from "./session-tags";
import { mappingKey, type Selection, selectRole } from "./select-role";

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
  const assumer = assumerOf(identityPool, pool.providerName);
  const gain = (selections: readonly Selection[]) =>
    gainedOf(identityPool, selections, assumer, world.roles, tagsOf(identityPool, pool.providerName, clientId));
  const selections = selectRole(identityPool, login);
  const mapping = identityPool.attachments
    .flatMap(({ mappings }) => mappings)
    .find(({ key }) => key === mappingKey(login));
  // A role that is asked for in vain is an error of the caller's own making: they simply would not ask.
  const custom = askable(mapping, person, selections)
    .flatMap((customRoleArn) => selectRole(identityPool, { ...login, customRoleArn }))
    .filter((one) => one.outcome.kind === "role" && !selections.some((had) => isSame(one, had)));
  const given = gain(custom);
  const steps = [header, ...asksForOthers(world, person, pool, mapping)];
  return joinedGains([{ credentials: [], steps }, gain(selections), given]);
}

const isSame = (one: Selection, other: Selection) =>
  textOf(one.when) === textOf(other.when) && JSON.stringify(one.outcome) === JSON.stringify(other.outcome);

/** What a member of one group, and of others too, can do. */
function asksForOthers(world: World, { kind, groups }: Person, pool: UserPool, mapping: RoleMapping | undefined) {
  const others = world.cognito.groups.filter(
    ({ userPoolId, roleArn }) =>
      userPoolId === pool.id && roleArn !== undefined && groups.every((group) => group.roleArn !== roleArn),
  );
  if (kind !== "group" || mapping?.type !== "Token" || others.length === 0) return [];
  const text = "a member of other groups too can have their roles by asking for them (CustomRoleArn)";
  return [{ text, section: "1.1" }];
}

/** The roles that a caller may ask for by `CustomRoleArn` and would not get anyway. */
function askable(
  mapping: RoleMapping | undefined,
  { groups }: Person,
  selections: readonly Selection[],
): readonly string[] {
  if (mapping === undefined) return [];
  const certain = selections.find(({ when }) => when === true)?.outcome;
  const had = certain?.kind === "role" ? certain.roleArn : undefined;
  const arns = [
    ...(mapping.type === "Rules" ? [] : groups.flatMap(({ roleArn }) => roleArn ?? [])),
    ...(mapping.type === "Token" ? [] : mapping.rules.map(({ roleArn }) => roleArn)),
  ];
  return [...new Set(arns)].filter((arn) => arn !== had);
}
