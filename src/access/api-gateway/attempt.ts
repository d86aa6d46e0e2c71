import { type Origin } from "../origin";
import { type Principal, type TokenCredentials } from "../principal";
import { type Auth } from "./api";
import { remembered } from "../remembered";
import { type Situation, type Situations } from "./situation";

/** One way for a principal to call: with which signature, with which token, or with neither. */
export interface Attempt {
  readonly situation: Situation;
  /** The same without a signature, for what looks at none. */
  readonly unsigned: Situation;
  readonly token?: TokenCredentials;
  /** Why there is nothing to sign with. */
  readonly unsignedReason?: "unsigned" | "noRole";
}

/** The ways in which a principal can try a route of an API: with each of the credentials that it looks at, or with none. */
export type Attempts = (auth: Auth["kind"], principal: Principal, origin: Origin) => readonly Attempt[];

/** The ways in which principals can try an API's routes, found once for all routes of a kind. */
export function attemptsFor(situations: Situations): Attempts {
  const known: Record<Looks, WeakMap<Origin, WeakMap<Principal, readonly Attempt[]>>> = {
    signature: new WeakMap(),
    token: new WeakMap(),
    nothing: new WeakMap(),
    unknown: new WeakMap(),
  };
  return (auth, principal, origin) => {
    const looks = lookedAt[auth];
    const ofOrigin = remembered(known[looks], origin, () => new WeakMap<Principal, readonly Attempt[]>());
    return remembered(ofOrigin, principal, () => attemptsOf(looks, principal, origin, situations));
  };
}

/** What a kind of authorization looks at. */
type Looks = "signature" | "token" | "nothing" | "unknown";

const lookedAt: Readonly<Record<Auth["kind"], Looks>> = {
  iam: "signature",
  "user-pool": "token",
  jwt: "token",
  none: "nothing",
  "lambda-authorizer": "nothing",
  unknown: "unknown",
};

function attemptsOf(looks: Looks, principal: Principal, origin: Origin, situations: Situations): readonly Attempt[] {
  const unsigned = situations.unsigned(origin);
  const bare = { situation: unsigned, unsigned };
  const signed = principal.credentials.flatMap((one) =>
    one.kind === "role" && one.when !== false
      ? [{ situation: situations.signed(origin, one, principal), unsigned }]
      : [],
  );
  if (looks === "signature")
    return signed.length > 0 ? signed : [{ ...bare, unsignedReason: hasNoRole(principal) ? "noRole" : "unsigned" }];
  if (looks === "token") {
    const tokens = principal.credentials.flatMap((one) => (one.kind === "token" ? [{ ...bare, token: one }] : []));
    return tokens.length > 0 ? tokens : [bare];
  }
  // Only the endpoint's policy looks at a signature that the route does not ask for.
  return origin.endpointPolicy || looks === "unknown" ? [bare, ...signed] : [bare];
}

/** Whether the principal would sign, had Cognito given a role. */
function hasNoRole({ kind }: Principal): boolean {
  return ["guest", "signed-in", "group", "groups", "rule", "classic"].includes(kind);
}
