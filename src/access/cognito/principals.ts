import { all } from "../formula";
import { type Role } from "../iam/role";
import { type Principal } from "../principal";
import { remembered } from "../remembered";
import { type Step } from "../step";
import { uniqueAmong } from "../unique";
import { readable } from "../symbols";
import { type Cognito, type UserPool } from "./cognito";
import { classicCallers } from "./classic";
import { combinedMembers } from "./combined-members";
import { guestsOf } from "./guests";
import { entrancesOf, type World } from "./logins";
import { peopleOfOthers } from "./other-providers";
import { fittingPeople, member, memberElsewhere, type Person } from "./people";
import { personGains, selectionText } from "./person-credentials";
import { labelsFor, type PrincipalLabels } from "./principal-labels";
import { isSame } from "./same";
import { foreignTokens, tokenHolders, tokensOf } from "./tokens";

/** What routes ask for. */
export interface Asked {
  /** The scopes that some route asks for. */
  readonly scopes: readonly string[];
  /** The ids of the user pools whose tokens some route asks for: their people need no pool in their labels. */
  readonly userPoolIds?: readonly string[];
}

/**
 * Everybody who may call, in the order in which people look for them: without credentials, guests, people who signed
 * in, whoever uses the classic flow, holders of a single token.
 */
export function principalsOf(cognito: Cognito, roles: readonly Role[], asked: Asked): readonly Principal[] {
  const everyRole = [...roles, ...cognito.rolesElsewhere];
  const world: World = { cognito, roles: new Map(everyRole.map((role) => [role.arn, role])) };
  const labels = labelsFor(cognito, roles, asked.userPoolIds ?? []);
  const isMain = (pool: UserPool) => labels.of(pool, "") === "";
  const userPools = [...cognito.userPools.filter(isMain), ...cognito.userPools.filter((pool) => !isMain(pool))];
  const scopes = [...new Set(asked.scopes)].toSorted();
  return unlike([
    { label: "anonymous", kind: "anonymous", credentials: [], steps: [] },
    ...guestsOf(world, labels),
    ...userPools.flatMap((pool) => peopleOf(world, pool, labels, scopes)),
    ...peopleOfOthers(world),
    ...classicCallers(world, labels),
    ...tokenHolders(cognito, scopes),
    ...foreignTokens(cognito, scopes, labels.of),
  ]);
}

function peopleOf(world: World, pool: UserPool, labels: PrincipalLabels, scopes: readonly string[]) {
  const groups = world.cognito.groups.filter(({ userPoolId }) => isSame(userPoolId, pool.id) !== false);
  const tokens = tokensOf(world.cognito, pool, scopes);
  const signedIn = member([]);
  const elsewhere = memberElsewhere(pool);
  const isElsewhere = pool.address === undefined && entrancesOf(world, pool).length > 0;
  const shows = isElsewhere && selectionText(world, elsewhere, pool) !== selectionText(world, signedIn, pool);
  const people: readonly Person[] = [
    signedIn,
    ...groups.map((group) => member([group])),
    ...combinedMembers(world.cognito, pool, groups),
    ...fittingPeople(world.cognito, pool, groups),
    ...(shows ? [elsewhere] : []),
  ];
  const ofNoGroup = (of: UserPool, what: string) => `${labels.to(of, what)} without a group`;
  const words = { "signed-in": ofNoGroup, group: labels.of, groups: labels.of, rule: labels.in };
  return people.map((person): Principal => {
    const { credentials, steps } = personGains(world, person, pool);
    const exists = all(person.groups.map(({ userPoolId }) => isSame(userPoolId, pool.id)));
    const header = { text: `signed in to user pool ${pool.label}`, ...at(pool), section: "1.1" };
    return {
      label: words[person.kind](pool, person.name),
      kind: person.kind,
      credentials: [...credentials, ...tokens].map((one) =>
        exists === true ? one : { ...one, when: all([exists, one.when ?? true]) },
      ),
      steps: [header, ...person.steps, ...steps],
    };
  });
}

const at = ({ address }: UserPool) => (address === undefined ? {} : { address });

/** For people; labels are unique: one that was given already gets a number. */
function unlike(principals: readonly Principal[]): readonly Principal[] {
  const given = new Set<string>();
  return principals.map((principal) => {
    const label = uniqueAmong(given, readable(principal.label));
    return { ...principal, label, steps: principal.steps.map(forPeople) };
  });
}

const stepsForPeople = new WeakMap<Step, Step>();

const forPeople = (step: Step) => remembered(stepsForPeople, step, () => ({ ...step, text: readable(step.text) }));
