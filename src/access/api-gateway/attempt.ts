import { type Origin } from "../origin";
import { type Principal, type TokenCredentials } from "../principal";
import { type Route } from "./api";
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

/** The ways in which a principal can try a route: with each of the credentials that it looks at, or with none. */
export function attemptsOf(
  { route, principal, origin }: { readonly route: Route; readonly principal: Principal; readonly origin: Origin },
  situations: Situations,
): readonly Attempt[] {
  const unsigned = situations.unsigned(origin);
  const bare = { situation: unsigned, unsigned };
  const signed = principal.credentials.flatMap((one) =>
    one.kind === "role" && one.when !== false
      ? [{ situation: situations.signed(origin, one, principal), unsigned }]
      : [],
  );
  const { kind } = route.auth;
  if (kind === "iam")
    return signed.length > 0 ? signed : [{ ...bare, unsignedReason: hasNoRole(principal) ? "noRole" : "unsigned" }];
  if (kind === "user-pool" || kind === "jwt") {
    const tokens = principal.credentials.flatMap((one) => (one.kind === "token" ? [{ ...bare, token: one }] : []));
    return tokens.length > 0 ? tokens : [bare];
  }
  // Only the endpoint's policy looks at a signature that the route does not ask for.
  return origin.endpointPolicy ? [bare, ...signed] : [bare];
}

/** Whether the principal would sign, had Cognito given a role. */
function hasNoRole({ kind }: Principal): boolean {
  return ["guest", "signed-in", "group", "groups", "rule", "classic"].includes(kind);
}
