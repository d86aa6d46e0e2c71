import { everybody } from "./names";
import { type Snapshot, type SnapshotPrincipal } from "./snapshot";

/**
 * Who could already make a call that a new principal gains. Undefined of a principal that was there, and where the call
 * is a gain for the people behind the new one.
 *
 * @param could Whether a principal could make the call before.
 */
export type Precedents = (principal: string, could: (label: string) => boolean) => string | undefined;

/** Everybody, or whoever is signed in with the same tokens, as the members of a new group were before. */
export function precedentsIn(before: Snapshot, after: Snapshot): Precedents {
  const known = new Set(before.principals.map(({ label }) => label));
  const newcomers = new Map(after.principals.filter(isUserOfPool).map((one) => [one.label, tokensOf(one)]));
  const labels = (kind: SnapshotPrincipal["kind"]) => before.principals.filter((one) => one.kind === kind);
  const anonymous = labels("anonymous");
  const signedIn = labels("signed-in").map((one) => ({ label: one.label, tokens: tokensOf(one) }));
  return (principal, could) => {
    if (known.has(principal)) return undefined;
    if (anonymous.some(({ label }) => could(label))) return everybody;
    const held = newcomers.get(principal);
    const alike = signedIn.find(({ label, tokens }) => tokens === held && could(label));
    return alike && `whoever is ${alike.label}`;
  };
}

/** Whether somebody is a user whom the tokens of clients tell apart from others, as groups and rules do. */
const isUserOfPool = (one: SnapshotPrincipal) => ["group", "groups", "rule"].includes(one.kind) && tokensOf(one) !== "";

const tokensOf = ({ credentials }: SnapshotPrincipal) =>
  credentials
    .filter((one) => !one.startsWith("role "))
    .toSorted()
    .join();
