import { remembered } from "../remembered";
import { type Precedents, precedentsIn } from "./precedents";
import { isLetIn } from "./standing";
import { type OriginAccess, type Result, resultKey, routeKey, type Snapshot, type SnapshotRoute } from "./snapshot";

/** Calls: each of these principals, on each of these routes, from each of these origins. */
export interface Block {
  /** By {@link routeKey}. */
  readonly routes: readonly string[];
  readonly principals: readonly string[];
  readonly origins: readonly string[];
}

/** A route as it was and as it is. */
export interface RoutePair {
  readonly was: SnapshotRoute;
  readonly now: SnapshotRoute;
}

/** Calls that became other than they were, all in the same way. */
export interface CellChange {
  readonly routes: readonly SnapshotRoute[];
  readonly principals: readonly string[];
  readonly origins: readonly string[];
  /** Undefined where there was no such principal or origin. */
  readonly was?: Result;
  /** Undefined where there is no such principal or origin any more. */
  readonly now?: Result;
  /** Who could make these calls already, where the principals are new. */
  readonly precedent?: string;
}

/** A principal or origin that is new or gone. */
export interface Subject {
  readonly what: "principal" | "origin";
  readonly label: string;
  readonly fate: "new" | "gone";
}

/** The calls of a new or gone principal or origin that are not let in, or were not. */
export interface Rest {
  readonly subject: Subject;
  readonly blocks: readonly Block[];
}

/** What became of the calls on routes that were there before; each changed call is in exactly one of the two lists. */
export function changedCells(
  pairs: readonly RoutePair[],
  before: Snapshot,
  after: Snapshot,
): { readonly named: readonly CellChange[]; readonly rest: readonly Rest[] } {
  const scene = sceneOf(before, after);
  const named = new Map<string, CellChange & { routes: SnapshotRoute[] }>();
  const rest = new Map<string, Rest & { blocks: Block[] }>(
    scene.subjects.map((subject) => [JSON.stringify(subject), { subject, blocks: [] }]),
  );
  for (const pair of pairs) {
    if (scene.subjects.length === 0 && accessText(pair.was.access) === accessText(pair.now.access)) continue;
    for (const { subject, ...change } of changesOf(pair, scene)) {
      if (subject) {
        const block = { routes: [routeKey(pair.now)], principals: change.principals, origins: change.origins };
        rest.get(JSON.stringify(subject))?.blocks.push(block);
        continue;
      }
      const { api } = pair.now;
      const { was = "", now = "", precedent = "" } = change;
      const key = JSON.stringify([api, change.principals, change.origins, was, now, precedent]);
      const same = named.get(key);
      if (same) same.routes.push(pair.now);
      else named.set(key, { ...change, routes: [pair.now] });
    }
  }
  return { named: [...named.values()], rest: [...rest.values()] };
}

/** Many routes share their access. */
const texts = new WeakMap<readonly OriginAccess[], string>();
const accessText = (access: readonly OriginAccess[]) => remembered(texts, access, () => JSON.stringify(access));

/** Everybody and everywhere, before or after, and who of them is new or gone. */
interface Scene {
  readonly principals: readonly string[];
  readonly origins: readonly string[];
  readonly subjects: readonly Subject[];
  readonly precedents: Precedents;
  /** By principal or origin; a principal's counts before an origin's. */
  readonly principalSubjects: ReadonlyMap<string, Subject>;
  readonly originSubjects: ReadonlyMap<string, Subject>;
}

function sceneOf(before: Snapshot, after: Snapshot): Scene {
  const labels = (snapshot: Snapshot) => snapshot.principals.map(({ label }) => label);
  const principalSubjects = subjectsOf("principal", labels(before), labels(after));
  const originSubjects = subjectsOf("origin", before.origins, after.origins);
  return {
    principals: [...new Set([...labels(before), ...labels(after)])],
    origins: [...new Set([...before.origins, ...after.origins])],
    subjects: [...principalSubjects.values(), ...originSubjects.values()],
    precedents: precedentsIn(before, after),
    principalSubjects,
    originSubjects,
  };
}

function subjectsOf(what: Subject["what"], before: readonly string[], after: readonly string[]): Map<string, Subject> {
  const was = new Set(before);
  const now = new Set(after);
  const fresh = after.filter((label) => !was.has(label)).map((label): Subject => ({ what, label, fate: "new" }));
  const gone = before.filter((label) => !now.has(label)).map((label): Subject => ({ what, label, fate: "gone" }));
  return new Map([...fresh, ...gone].map((subject) => [subject.label, subject]));
}

type FoundChange = Omit<CellChange, "routes"> & { readonly subject?: Subject };

/** A route's changed calls: with origins together for which the same principals changed alike. */
function changesOf({ was, now }: RoutePair, scene: Scene): readonly FoundChange[] {
  const found = new Map<
    string,
    { change: Omit<FoundChange, "principals" | "origins">; cells: Map<string, string[]> }
  >();
  const [resultWas, resultNow] = [resultsOf(was.access), resultsOf(now.access)];
  for (const origin of scene.origins) {
    for (const principal of scene.principals) {
      const change = { was: resultWas(principal, origin), now: resultNow(principal, origin) };
      const keys = [change.was, change.now].map((result) => (result ? resultKey(result) : ""));
      if (keys[0] === keys[1]) continue;
      const subject =
        isLetIn(change.was?.outcome) || isLetIn(change.now?.outcome)
          ? undefined
          : subjectOf(principal, origin, scene, change);
      const isGained = change.was === undefined && isLetIn(change.now?.outcome);
      const couldAlready = (label: string) => {
        const before = resultWas(label, origin);
        return before !== undefined && resultKey(before) === keys[1];
      };
      const precedent = isGained ? scene.precedents(principal, couldAlready) : undefined;
      const key = JSON.stringify([keys, subject, precedent]);
      const same = found.get(key) ?? {
        change: { ...change, ...(subject ? { subject } : {}), ...(precedent ? { precedent } : {}) },
        cells: new Map<string, string[]>(),
      };
      found.set(key, same);
      same.cells.set(origin, [...(same.cells.get(origin) ?? []), principal]);
    }
  }
  return [...found.values()].flatMap(({ change, cells }) =>
    byPrincipals(cells).map(({ principals, origins }) => ({ ...change, principals, origins })),
  );
}

function subjectOf(
  principal: string,
  origin: string,
  scene: Scene,
  { was, now }: { was?: Result; now?: Result },
): Subject | undefined {
  if (was !== undefined && now !== undefined) return undefined;
  return scene.principalSubjects.get(principal) ?? scene.originSubjects.get(origin);
}

function byPrincipals(
  cells: ReadonlyMap<string, readonly string[]>,
): readonly { principals: readonly string[]; origins: readonly string[] }[] {
  const groups = new Map<string, { principals: readonly string[]; origins: string[] }>();
  for (const [origin, principals] of cells) {
    const group = groups.get(JSON.stringify(principals));
    if (group) group.origins.push(origin);
    else groups.set(JSON.stringify(principals), { principals, origins: [origin] });
  }
  return [...groups.values()];
}

function resultsOf(access: readonly OriginAccess[]): (principal: string, origin: string) => Result | undefined {
  const byOrigin = new Map<string, ReadonlyMap<string, Result>>();
  for (const { origins, results } of access) {
    const byPrincipal = new Map(
      results.flatMap(({ result, principals }) => principals.map((principal) => [principal, result] as const)),
    );
    for (const origin of origins) byOrigin.set(origin, byPrincipal);
  }
  return (principal, origin) => byOrigin.get(origin)?.get(principal);
}
