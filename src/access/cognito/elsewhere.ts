import { condition } from "../formula";
import { type Role } from "../iam/role";
import { unknownRole } from "../iam/roles";
import { readable, symbolic } from "../symbols";
import { type AppClient, type Group, type IdentityPool, type UserPool } from "./cognito";
import { providerNameOf, standardAttributes } from "./user-pools";

/** The user pools that are only referred to: by groups, clients and identity pools. */
export function userPoolsElsewhere({
  poolsHere,
  clientsHere,
  groups,
  identityPools,
}: {
  readonly poolsHere: readonly UserPool[];
  readonly clientsHere: readonly AppClient[];
  readonly groups: readonly Group[];
  readonly identityPools: readonly IdentityPool[];
}): readonly UserPool[] {
  const found = new Map<string, UserPool>();
  const add = (id: string, region: string, accountId: string, name = providerNameOf(region, id)) => {
    if (poolsHere.some((pool) => pool.providerName === name || pool.id === id) || found.has(name)) return;
    found.set(name, elsewhere({ id, region, accountId, providerName: name }));
  };
  for (const { accountId, clients } of identityPools) {
    for (const { providerName } of clients) {
      const [, region, id] = /^cognito-idp\.(.+?)\.amazonaws\.com(?:\.cn)?\/(.+)$/u.exec(providerName) ?? [];
      const unknown = symbolic({ kind: "identity", name: `the user pool of ${readable(providerName)}` });
      add(id ?? unknown, region ?? unknownRegion(providerName), accountId, providerName);
    }
  }
  for (const { userPoolId } of [...clientsHere, ...groups]) {
    if ([...found.values()].some(({ id }) => id === userPoolId)) continue;
    // A user pool's id begins with its region.
    const region = /^([a-z]{2}(?:-[a-z]+)+-\d)_/.exec(userPoolId)?.[1] ?? unknownRegion(userPoolId);
    add(userPoolId, region, symbolic({ kind: "unknown", name: `the account of ${readable(userPoolId)}` }));
  }
  return [...found.values()];
}

const unknownRegion = (of: string) => symbolic({ kind: "unknown", name: `the region of ${readable(of)}` });

function elsewhere(pool: Pick<UserPool, "id" | "region" | "accountId" | "providerName">): UserPool {
  return {
    ...pool,
    label: readable(pool.id),
    issuer: `https://${pool.providerName}`,
    mutableAttributes: standardAttributes,
  };
}

/** The app clients that only identity pools refer to. */
export function clientsElsewhere({
  userPools,
  clientsHere,
  identityPools,
}: {
  readonly userPools: readonly UserPool[];
  readonly clientsHere: readonly AppClient[];
  readonly identityPools: readonly IdentityPool[];
}): readonly AppClient[] {
  const found = new Map<string, AppClient>();
  for (const { providerName, clientId } of identityPools.flatMap(({ clients }) => clients)) {
    const pool = userPools.find((one) => one.providerName === providerName);
    if (pool === undefined || clientsHere.some(({ id }) => id === clientId)) continue;
    const label = readable(clientId);
    found.set(clientId, {
      label,
      id: clientId,
      userPoolId: pool.id,
      signIn: true,
      oauth: condition(`people sign in by OAuth with app client ${label}`),
      machine: condition(`app client ${label} allows client_credentials`),
      oauthScopes: [],
      writableAttributes: standardAttributes,
    });
  }
  return [...found.values()];
}

/** The roles that Cognito is told to give, and that are not in the configuration: whatever they may do is not known. */
export function rolesElsewhere({
  roles,
  groups,
  identityPools,
}: {
  readonly roles: readonly Role[];
  readonly groups: readonly Group[];
  readonly identityPools: readonly IdentityPool[];
}): readonly Role[] {
  const attachments = identityPools.flatMap((pool) => pool.attachments);
  const arns = [
    ...groups.map(({ roleArn }) => roleArn),
    ...attachments.flatMap(({ authenticated, unauthenticated }) => [authenticated, unauthenticated]),
    ...attachments.flatMap(({ mappings }) => mappings.flatMap(({ rules }) => rules.map(({ roleArn }) => roleArn))),
  ];
  const missing = arns.filter((arn) => arn !== undefined && !roles.some((role) => role.arn === arn));
  return [...new Set(missing)].flatMap((arn) => (arn === undefined ? [] : unknownRole(arn, readable(arn))));
}
