import { all, condition } from "../formula";
import { type Principal } from "../principal";
import { readable } from "../symbols";
import { type IdentityPool, type OtherProvider } from "./cognito";
import { gainedOf, joinedGains } from "./credentials";
import { assumerOf, trusting, type World } from "./logins";
import { selectionsFor } from "./person-credentials";
import { isSame } from "./same";
import { type Login, type Selection } from "./select-role";
import { tokenRolesOf } from "./token-roles";

/** Whoever signed in elsewhere than in a user pool, by the provider. */
export function peopleOfOthers(world: World): readonly Principal[] {
  const providers = new Map<string, OtherProvider>();
  for (const { otherProviders } of world.cognito.identityPools) {
    for (const provider of otherProviders) providers.set(provider.key, provider);
  }
  return [...providers.values()].map((provider): Principal => {
    const { key } = provider;
    const takers = world.cognito.identityPools.filter((pool) => pool.otherProviders.some((one) => one.key === key));
    const gains = takers.map((pool) =>
      gainedOf(pool, selectionsOf(world, pool, provider), assumerOf(pool, key), world.roles),
    );
    return { label: `signed in with ${readable(key)}`, kind: "signed-in", ...joinedGains(gains) };
  });
}

function selectionsOf(world: World, pool: IdentityPool, { key, isSaml }: OtherProvider): readonly Selection[] {
  const claims = { values: new Map<string, readonly string[]>(), rules: new Map<string, boolean>() };
  const login: Login = { kind: "login", providerName: key, tokenRoles: tokenRolesOf([]), claims };
  const { given, askedFor } = selectionsFor(pool, login, []);
  const chosen = [...given, ...askedFor];
  const hasRules = pool.attachments.some(({ mappings }) =>
    mappings.some((mapping) => mapping.type !== "Token" && isSame(mapping.key, key) !== false),
  );
  return isSaml && !hasRules ? byAssertion(world, pool, key, chosen) : chosen;
}

/**
 * A SAML assertion may name the roles that its user can have: who writes it is not in the configuration, so that it may
 * be any that trusts the identity pool. Otherwise the identity pool chooses.
 *
 * @see https://docs.aws.amazon.com/cognito/latest/developerguide/saml-identity-provider.html
 */
function byAssertion(
  world: World,
  pool: IdentityPool,
  key: string,
  otherwise: readonly Selection[],
): readonly Selection[] {
  const says = (what: string) => condition(`the SAML assertion of ${readable(key)} names ${what}`);
  const named = trusting(world, pool, key).map(({ arn: roleArn }): Selection => {
    const text = `role ${readable(roleArn)} is one that the SAML assertion names`;
    return {
      when: says(`role ${readable(roleArn)}`),
      outcome: { kind: "role", roleArn },
      steps: [{ text, section: "1.1" }],
      assumptions: [],
    };
  });
  const none = says("no role");
  return [...named, ...otherwise.map((one) => ({ ...one, when: all([one.when, none]) }))];
}
