import { all, type Formula } from "../formula";
import { type Role } from "../iam/role";
import { type Principal, type RoleCredentials } from "../principal";
import { type Step } from "../step";
import { type IdentityPool, type UserPool } from "./cognito";
import { credentialsOf, withoutRepetitions } from "./credentials";
import { assumerOf, entrancesOf, type World } from "./logins";
import { type PrincipalLabels } from "./principal-labels";
import { roleLabel } from "./role-label";
import { acceptedWhen } from "./select-role";
import { type Tags, tagsOf } from "./session-tags";
import { trustAllows } from "./trust";
import { type Assumer } from "./web-identity";

/** An identity that may be taken to STS: of a guest, or of somebody who signed in. */
interface Way {
  /** `guest`, `signed in`. */
  readonly who: string;
  readonly pool: IdentityPool;
  readonly assumer: Assumer;
  readonly when: Formula;
  readonly tags: Tags;
}

/**
 * Whoever chooses a role themselves: where an identity pool allows the classic flow, its identities get every role whose
 * trust lets them, and guests without the limits of the enhanced flow. docs/access-model.md 2.
 *
 * @see https://docs.aws.amazon.com/cognito/latest/developerguide/authentication-flow.html
 */
export function classicCallers(world: World, labels: PrincipalLabels): readonly Principal[] {
  const ways = waysOf(world, labels);
  const names = [...new Set(ways.map(({ who }) => who))];
  return names.flatMap((who) => {
    const own = ways.filter((way) => way.who === who);
    return [...world.roles.values()].flatMap((role) => {
      const gained = own.map((way) => gainedBy(way, role)).filter((one) => one !== undefined);
      if (gained.length === 0) return [];
      const principal: Principal = {
        label: `classic flow: ${who} as ${roleLabel(role)}`,
        kind: "classic",
        credentials: gained.map(({ credentials }) => credentials),
        steps: withoutRepetitions(gained.flatMap(({ steps }) => steps)),
      };
      return [principal];
    });
  });
}

function waysOf(world: World, labels: PrincipalLabels): readonly Way[] {
  const pools = world.cognito.identityPools.filter(({ allowsClassicFlow }) => allowsClassicFlow !== false);
  const guests = pools
    .filter(({ allowsGuests }) => allowsGuests !== false)
    .map((pool): Way => {
      const assumer = { flow: "classic", authenticated: false } as const;
      const when = all([pool.allowsClassicFlow, pool.allowsGuests]);
      return { who: "guest", pool, assumer, when, tags: new Map() };
    });
  const others = pools.flatMap((pool) =>
    pool.otherProviders
      .filter(({ isSaml }) => !isSaml)
      .map(({ key }): Way => {
        const assumer: Assumer = { ...assumerOf(pool, key), flow: "classic" };
        return { who: `signed in with ${key}`, pool, assumer, when: pool.allowsClassicFlow, tags: new Map() };
      }),
  );
  return [...guests, ...world.cognito.userPools.flatMap((pool) => waysFrom(world, pool, labels)), ...others];
}

function waysFrom(world: World, userPool: UserPool, labels: PrincipalLabels): readonly Way[] {
  return entrancesOf(world, userPool).flatMap((entrance): readonly Way[] => {
    const { identityPool } = entrance;
    if (identityPool.allowsClassicFlow === false) return [];
    const accepted = acceptedWhen(identityPool, { ...userPool, clientId: entrance.clientId });
    const assumer: Assumer = { ...assumerOf(identityPool, userPool.providerName), flow: "classic" };
    const when = all([identityPool.allowsClassicFlow, accepted]);
    const who = labels.to(userPool, "signed in");
    return [
      { who, pool: identityPool, assumer, when, tags: tagsOf(identityPool, userPool.providerName, entrance.clientId) },
    ];
  });
}

function gainedBy(
  { pool, assumer, when, tags }: Way,
  role: Role,
): { readonly credentials: RoleCredentials; readonly steps: readonly Step[] } | undefined {
  const trusted = trustAllows(role, pool, assumer);
  if (trusted.when === false) return undefined;
  const credentials = credentialsOf(pool, role, assumer, tags);
  const step: Step = {
    text: `identity pool ${pool.label} allows the classic flow, in which callers choose the role`,
    ...(pool.address === undefined ? {} : { address: pool.address }),
    section: "2",
  };
  return {
    credentials: {
      ...credentials,
      when: all([when, trusted.when, pool.when ?? true, role.when ?? true]),
      assumptions: trusted.assumptions,
    },
    steps: [step, ...trusted.steps],
  };
}
