import { remembered } from "../remembered";
import { type CellChange } from "./changed-cells";
import { resultKey, type Result, routeKey, type SnapshotRoute } from "./snapshot";
import { standing } from "./standing";

/** Calls that came to the same, or came from the same, and are told together. */
export interface JoinedChange {
  readonly routes: readonly SnapshotRoute[];
  readonly principals: readonly string[];
  readonly origins: readonly string[];
  /** What became of them before, and whose: several only where they gain. */
  readonly was: readonly Side[];
  /** What becomes of them now, and whose: several only where they lose. */
  readonly now: readonly Side[];
  /** Who could make these calls already, where the principals are new. */
  readonly precedent?: string;
}

/** What becomes of the calls of some. */
export interface Side {
  /** Undefined where there is no such call. */
  readonly result?: Result;
  readonly principals: readonly string[];
}

/** How much further calls get than before: more than 0 for a gain, less for a loss. */
export function gainOf({ was: [was], now: [now] }: JoinedChange): number {
  return standing(now?.result?.outcome) - standing(was?.result?.outcome);
}

/**
 * Who gains the same is told together whatever kept them out before, and who loses the same whatever keeps them out now:
 * that something opens to everybody is one sentence.
 */
export function joinedChanges(changes: readonly CellChange[]): readonly JoinedChange[] {
  const groups = new Map<string, CellChange[]>();
  for (const change of changes) {
    const { routes, origins, was, now, precedent = "" } = change;
    const gain = standing(now?.outcome) - standing(was?.outcome);
    const same = gain > 0 ? ["gain", keyOf(now)] : gain < 0 ? ["loss", keyOf(was)] : ["other", keyOf(was), keyOf(now)];
    remembered(groups, JSON.stringify([routes.map(routeKey), origins, same, precedent]), () => []).push(change);
  }
  return [...groups.values()].flatMap((group) => {
    const [first] = group;
    if (!first) return [];
    const principals = group.flatMap((change) => change.principals);
    return [{ ...first, principals, was: sidesOf(group, "was"), now: sidesOf(group, "now") }];
  });
}

const keyOf = (result: Result | undefined) => (result ? resultKey(result) : "");

function sidesOf(group: readonly CellChange[], side: "was" | "now"): readonly Side[] {
  const sides = new Map<string, { result?: Result; principals: string[] }>();
  for (const change of group) {
    const result = change[side];
    remembered(sides, keyOf(result), () => ({
      ...(result ? { result } : {}),
      principals: [] as string[],
    })).principals.push(...change.principals);
  }
  return [...sides.values()];
}
