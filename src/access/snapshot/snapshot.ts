import { type Outcome, type Reason } from "../decision";
import { type PrincipalKind } from "../principal";

/** Who can call what, as it is kept beside an environment's file. */
export interface Snapshot {
  /** In the order of their kinds and labels. */
  readonly principals: readonly SnapshotPrincipal[];
  /** In their own order: the internet first. */
  readonly origins: readonly string[];
  /** In the order of API, path and method. */
  readonly routes: readonly SnapshotRoute[];
  /** The roles that API Gateway takes on, in the order of their names. */
  readonly services: readonly SnapshotService[];
}

/** A role that API Gateway takes on. */
export interface SnapshotService {
  readonly role: string;
  /** The routes that are served with it: `login-proxy POST /initiate-auth`. */
  readonly routes: readonly string[];
  /** `may cognito-idp:InitiateAuth on *`: one action on one resource each. */
  readonly rights: readonly string[];
}

export interface SnapshotPrincipal {
  readonly label: string;
  readonly kind: PrincipalKind;
  /** What they call with: `role gatehouse-dev-admin`, `ID token of web`. */
  readonly credentials: readonly string[];
}

export interface SnapshotRoute {
  readonly api: string;
  readonly method: string;
  readonly path: string;
  readonly auth: string;
  /** Every origin once. */
  readonly access: readonly OriginAccess[];
}

/** What becomes of calls from some origins. */
export interface OriginAccess {
  readonly origins: readonly string[];
  /** Every principal once. */
  readonly results: readonly PrincipalResult[];
}

export interface PrincipalResult {
  readonly result: Result;
  readonly principals: readonly string[];
}

/** What becomes of a call, as far as a snapshot keeps it. */
export interface Result {
  readonly outcome: Outcome;
  /** What it depends on, in words. */
  readonly when?: string;
  readonly reason?: Reason;
}

const outcomes: readonly Outcome[] = ["allowed", "conditional", "failing", "denied", "unreachable"];

/** Who is let in stands first, then who may be, and then who is not. */
function compareResults(one: Result, other: Result): number {
  const order = outcomes.indexOf(one.outcome) - outcomes.indexOf(other.outcome);
  return order || compareTexts(resultKey(one), resultKey(other));
}

/** The same for equal results. */
export function resultKey(result: Result): string {
  const known = keys.get(result);
  if (known !== undefined) return known;
  const key = JSON.stringify([result.outcome, result.reason ?? "", result.when ?? ""]);
  keys.set(result, key);
  return key;
}

/** Many cells share a result. */
const keys = new WeakMap<Result, string>();

/** Who needs the least stands first, and holders of a mere token last. */
const kinds: Readonly<Record<PrincipalKind, number>> = {
  anonymous: 0,
  guest: 1,
  "signed-in": 2,
  group: 3,
  groups: 4,
  rule: 5,
  classic: 6,
  token: 7,
  "foreign-token": 8,
};

/** By their kinds, and those of one kind by their labels. */
export function comparePrincipals(one: SnapshotPrincipal, other: SnapshotPrincipal): number {
  return kinds[one.kind] - kinds[other.kind] || compareTexts(one.label, other.label);
}

/** Whether a principal is the holder of a token and of nothing else. */
export function isTokenHolder({ kind }: SnapshotPrincipal): boolean {
  return kind === "token" || kind === "foreign-token";
}

/** Whether a text is a kind of principal. */
export function isKind(text: string): text is PrincipalKind {
  return Object.hasOwn(kinds, text);
}

/** In an order that is the same on every machine. */
export function compareTexts(one: string, other: string): number {
  return one < other ? -1 : one > other ? 1 : 0;
}

/** API, path and method of a route: what it is known by. */
export function routeKey({ api, path, method }: Pick<SnapshotRoute, "api" | "path" | "method">): string {
  return `${api}\n${path}\n${method}`;
}

/**
 * A route's access, with origins together from which everybody meets with the same.
 *
 * @param resultOf What becomes of a call of a principal from an origin.
 */
export function groupedAccess(
  { principals, origins }: Pick<Snapshot, "principals" | "origins">,
  resultOf: (principal: string, origin: string) => Result,
): readonly OriginAccess[] {
  const groups = new Map<string, { origins: string[]; results: readonly PrincipalResult[] }>();
  for (const origin of origins) {
    const results = new Map<string, { result: Result; principals: string[] }>();
    for (const { label } of principals) {
      const result = resultOf(label, origin);
      const key = resultKey(result);
      const same = results.get(key);
      if (same) same.principals.push(label);
      else results.set(key, { result, principals: [label] });
    }
    const sorted = [...results.values()].toSorted((one, other) => compareResults(one.result, other.result));
    const key = JSON.stringify(sorted);
    const group = groups.get(key);
    if (group) group.origins.push(origin);
    else groups.set(key, { origins: [origin], results: sorted });
  }
  return [...groups.values()];
}
