import { isKnown } from "../symbols";
import { type AppClient, type Group, type UserPool } from "./cognito";
import { tokenRolesOf } from "./token-roles";

/** The claims of an ID token that follow from its user's groups. */
export function claimsOf(groups: readonly Group[]): ReadonlyMap<string, readonly string[]> {
  const possible = tokenRolesOf(groups);
  const names = groups.map(({ name }) => name).toSorted();
  const [only] = possible;
  return new Map([
    ["cognito:groups", names],
    ["cognito:roles", only?.roles ?? []],
    ...(possible.length === 1
      ? [["cognito:preferred_role", only?.preferred === undefined ? [] : [only.preferred]] as const]
      : []),
  ]);
}

/** The claims that every ID token of an app client has. */
export function clientClaims(pool: UserPool, client: Pick<AppClient, "id">): ReadonlyMap<string, readonly string[]> {
  const claims = [
    ["aud", client.id],
    ["iss", pool.issuer],
    ["token_use", "id"],
  ] as const;
  return new Map(claims.filter(([, value]) => isKnown(value)).map(([name, value]) => [name, [value]]));
}
