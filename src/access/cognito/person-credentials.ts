import { textOf } from "../formula";
import { readable } from "../symbols";
import { type Step } from "../step";
import { type RoleMapping, type UserPool } from "./cognito";
import { type Gained, gainedOf, joinedGains } from "./credentials";
import { assumerOf, type Entrance, entrancesOf, loginOf, tagsOf, type World } from "./logins";
import { type Person } from "./people";
import { type Login, mappingKey, type Selection, selectRole } from "./select-role";

/** The credentials that a person gets from every identity pool that takes tokens of their user pool. */
export function personGains(world: World, person: Person, pool: UserPool): Gained {
  return joinedGains(entrancesOf(world, pool).map((entrance) => gainsBy(world, person, pool, entrance)));
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
  const assumer = assumerOf(pool, identityPool);
  const gain = (selections: readonly Selection[]) =>
    gainedOf(identityPool, selections, assumer, world.roles, tagsOf(pool, entrance));
  const selections = selectRole(identityPool, login);
  const asked = askable(
    identityPool.attachments.flatMap(({ mappings }) => mappings),
    login,
    selections,
  );
  // A role that is asked for in vain is an error of the caller's own making: they simply would not ask.
  const custom = asked.flatMap((customRoleArn) =>
    selectRole(identityPool, { ...login, customRoleArn }).filter(({ outcome }) => outcome.kind === "role"),
  );
  return joinedGains([{ credentials: [], steps: [header] }, gain(selections), gain(custom)]);
}

/** The roles that a caller may ask for by `CustomRoleArn` and would not get anyway. */
function askable(mappings: readonly RoleMapping[], login: Login, selections: readonly Selection[]): readonly string[] {
  const mapping = mappings.find(({ key }) => key === mappingKey(login));
  if (mapping === undefined) return [];
  const had = selections.flatMap(({ when, outcome }) =>
    when === true && outcome.kind === "role" ? outcome.roleArn : [],
  );
  const arns = [
    ...(mapping.type === "Rules" ? [] : login.tokenRoles.flatMap(({ roles }) => roles)),
    ...(mapping.type === "Token" ? [] : mapping.rules.map(({ roleArn }) => roleArn)),
  ];
  return [...new Set(arns)].filter((arn) => !had.includes(arn));
}
