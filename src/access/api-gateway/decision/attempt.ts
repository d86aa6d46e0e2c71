import { type Origin } from "../../origin";
import { type Principal, type TokenCredentials } from "../../principal";
import { type Api, type Route } from "../facts/api";
import { remembered } from "../../remembered";
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

/** The ways in which a principal can try a route: with each of the credentials that something looks at, or with none. */
export type Attempts = (looks: Looks, principal: Principal, origin: Origin) => readonly Attempt[];

/** The ways in which principals can try an API's routes, found once for all routes that look at the same. */
export function attemptsFor(situations: Situations): Attempts {
  const known: Record<Looks, WeakMap<Origin, WeakMap<Principal, readonly Attempt[]>>> = {
    signature: new WeakMap(),
    token: new WeakMap(),
    nothing: new WeakMap(),
    anything: new WeakMap(),
  };
  return (looks, principal, origin) => {
    const ofOrigin = remembered(known[looks], origin, () => new WeakMap<Principal, readonly Attempt[]>());
    return remembered(ofOrigin, principal, () => attemptsOf(looks, principal, origin, situations));
  };
}

/** What a route looks at. */
export type Looks = "signature" | "token" | "nothing" | "anything";

/** What a route looks at; where its authorization is not known, a signature may matter to what stands behind that. */
export function looksOf(api: Api, { auth, integration }: Route): Looks {
  if (auth.kind === "iam") return "signature";
  if (auth.kind === "user-pool" || auth.kind === "jwt") return "token";
  if (auth.kind !== "unknown") return "nothing";
  const asCaller = "credentials" in integration && integration.credentials.kind === "caller";
  return asCaller || api.resourcePolicy ? "anything" : "nothing";
}

function attemptsOf(looks: Looks, principal: Principal, origin: Origin, situations: Situations): readonly Attempt[] {
  const unsigned = situations.unsigned(origin);
  const bare = { situation: unsigned, unsigned };
  const signed = principal.credentials.flatMap((one) =>
    one.kind === "role" && one.when !== false ? [{ situation: situations.signed(origin, one), unsigned }] : [],
  );
  if (looks === "signature")
    return signed.length > 0 ? signed : [{ ...bare, unsignedReason: hasNoRole(principal) ? "noRole" : "unsigned" }];
  if (looks === "token") {
    const tokens = principal.credentials.flatMap((one) => (one.kind === "token" ? [{ ...bare, token: one }] : []));
    return tokens.length > 0 ? tokens : [bare];
  }
  // Only the endpoint's policy looks at a signature that the route does not ask for.
  return looks === "anything" || origin.endpointPolicy ? [bare, ...signed] : [bare];
}

/** Whether the principal would sign, had Cognito given a role. */
function hasNoRole({ kind }: Principal): boolean {
  return ["guest", "signed-in", "group", "groups", "rule", "classic"].includes(kind);
}
