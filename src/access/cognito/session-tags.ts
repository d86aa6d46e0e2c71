import { any, condition, type Formula } from "../formula";
import { readable } from "../symbols";
import { type IdentityPool } from "./cognito";
import { anySub } from "./web-identity";

/** Tags of a session by their names, as far as their values are known. */
export type Tags = ReadonlyMap<string, string>;

/**
 * When an identity pool makes claims of a provider's tokens tags of the session. docs/access-model.md 2.
 *
 * @see https://docs.aws.amazon.com/cognito/latest/developerguide/attributes-for-access-control.html
 */
export function taggedWhen({ principalTags }: IdentityPool, providerName: string): Formula {
  const own = principalTags.filter((one) => one.providerName === providerName);
  return any(own.map(({ address, usesDefaults, tags }) => any([usesDefaults, hasTags(tags, address)])));
}

/** What stands for tags that are not known may be none. */
const hasTags = (tags: Tags | string, address: string): Formula =>
  typeof tags === "string" ? condition(`${readable(tags)} has tags for ${address}`) : tags.size > 0;

/** What a session is tagged with by default: the user and the app client. */
const defaults: Tags = new Map([
  ["username", "sub"],
  ["client", "aud"],
]);

/** The tags of the session of somebody who signed in with an app client of a user pool. */
export function tagsOf({ principalTags }: IdentityPool, providerName: string, clientId: string): Tags {
  const found = principalTags.find((one) => one.providerName === providerName);
  if (found === undefined || typeof found.usesDefaults !== "boolean" || typeof found.tags === "string")
    return new Map();
  const known = new Map([
    ["sub", anySub],
    ["aud", clientId],
  ]);
  return new Map(
    [...(found.usesDefaults ? defaults : found.tags)].flatMap(([tag, claim]) => {
      const value = known.get(claim);
      return value === undefined ? [] : [[tag, value] as const];
    }),
  );
}
