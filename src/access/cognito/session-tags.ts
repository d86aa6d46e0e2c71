import { all, any, type Formula, isOpen } from "../formula";
import { type IdentityPool } from "./cognito";
import { isSame } from "./same";
import { anySub } from "./web-identity";

/** Tags of a session by their names, as far as their values are known. */
export type Tags = ReadonlyMap<string, string>;

/**
 * When an identity pool makes claims of a provider's tokens tags of the session. docs/access-model.md 2.
 *
 * @see https://docs.aws.amazon.com/cognito/latest/developerguide/attributes-for-access-control.html
 */
export function taggedWhen({ principalTags }: IdentityPool, providerName: string): Formula {
  return any(
    principalTags.map(({ when = true, tagged, ...tags }) =>
      all([when, isSame(tags.providerName, providerName), tagged]),
    ),
  );
}

/** What a session is tagged with by default: the user and the app client. */
const defaults: Tags = new Map([
  ["username", "sub"],
  ["client", "aud"],
]);

/** The tags of the session of somebody who signed in with an app client of a user pool. */
export function tagsOf({ principalTags }: IdentityPool, providerName: string, clientId: string): Tags {
  const found = principalTags.find((one) => one.providerName === providerName);
  if (found === undefined || [found.when ?? true, found.usesDefaults].some(isOpen)) return new Map();
  const known = new Map([
    ["sub", anySub],
    ["aud", clientId],
  ]);
  return new Map(
    [...(found.usesDefaults === true ? defaults : found.tags)].flatMap(([tag, claim]) => {
      const value = known.get(claim);
      return value === undefined ? [] : [[tag, value] as const];
    }),
  );
}
