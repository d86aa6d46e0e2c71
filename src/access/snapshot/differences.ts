import { type Block, changedCells, type RoutePair } from "./changed-cells";
import { gainOf, joinedChanges } from "./joined-changes";
import { cellSentence, headingSentences, restSentence, routeSentence } from "./sentences";
import { serviceChanges } from "./service-changes";
import { compareTexts, routeKey, type Snapshot, type SnapshotRoute } from "./snapshot";
import { isLetIn, signedPrincipals } from "./standing";

/** A difference between two snapshots, in a sentence. */
export interface Change {
  /** Whether somebody is let in who was not, the other way round, or neither. */
  readonly kind: "gain" | "loss" | "other";
  /** Without a full stop. */
  readonly sentence: string;
  /** The calls of which it speaks. Every call of which two snapshots differ is in one change's blocks, and once. */
  readonly blocks: readonly Block[];
}

/** A change with what orders it: the lower, the more people it concerns. */
interface Ranked extends Change {
  readonly rank: number;
}

const kinds: readonly Change["kind"][] = ["gain", "loss", "other"];

/**
 * What differs between two snapshots, in sentences: what opens before what closes, and what opens to everybody, to
 * guests or to all who sign before what opens to some.
 */
export function differences(before: Snapshot, after: Snapshot): readonly Change[] {
  const earlier = new Map(before.routes.map((route) => [routeKey(route), route]));
  const later = new Set(after.routes.map(routeKey));
  const pairs = after.routes.flatMap((now) => {
    const was = earlier.get(routeKey(now));
    return was === undefined ? [] : [{ was, now }];
  });
  const changes = [
    ...alike(after.routes.filter((route) => !earlier.has(routeKey(route)))).map((routes) =>
      wholeRoutes(routes, after, "new"),
    ),
    ...alike(before.routes.filter((route) => !later.has(routeKey(route)))).map((routes) =>
      wholeRoutes(routes, before, "gone"),
    ),
    ...changesOfCells(pairs, before, after),
    ...serviceChanges(before, after).map((change) => ({ ...change, rank: serviceRank, blocks: [] })),
    ...headingSentences({ before, after }, pairs).map((sentence) => ({ ...minor, sentence, blocks: [] })),
  ];
  return changes.toSorted(compareChanges).map(({ kind, sentence, blocks }) => ({ kind, sentence, blocks }));
}

/** A role that API Gateway takes on is whoever's that can have the route called. */
const serviceRank = 3;

/** What takes and gives nothing stands last. */
const minor = { kind: "other", rank: 4 } as const;

function compareChanges(one: Ranked, other: Ranked): number {
  const order = kinds.indexOf(one.kind) - kinds.indexOf(other.kind) || one.rank - other.rank;
  return order || compareTexts(one.sentence, other.sentence);
}

/** Routes of one API that are authorized and open alike. */
function alike(routes: readonly SnapshotRoute[]): readonly (readonly SnapshotRoute[])[] {
  const groups = new Map<string, SnapshotRoute[]>();
  for (const route of routes) {
    const key = JSON.stringify([route.api, route.auth, route.access]);
    const group = groups.get(key);
    if (group) group.push(route);
    else groups.set(key, [route]);
  }
  return [...groups.values()];
}

function wholeRoutes(routes: readonly SnapshotRoute[], snapshot: Snapshot, fate: "new" | "gone"): Ranked {
  const results = (routes[0]?.access ?? []).flatMap((group) => group.results);
  const letIn = results.flatMap(({ result, principals }) => (isLetIn(result.outcome) ? principals : []));
  const kind = fate === "new" ? "gain" : "loss";
  return {
    kind: letIn.length > 0 ? kind : "other",
    rank: rankOf(letIn, snapshot),
    sentence: routeSentence(routes, snapshot, fate),
    blocks: [
      {
        routes: routes.map(routeKey),
        principals: snapshot.principals.map(({ label }) => label),
        origins: snapshot.origins,
      },
    ],
  };
}

function changesOfCells(pairs: readonly RoutePair[], before: Snapshot, after: Snapshot): readonly Ranked[] {
  const { named, rest } = changedCells(pairs, before, after);
  return [
    ...joinedChanges(named).map((change): Ranked => {
      const { principals, origins } = change;
      const gain = gainOf(change);
      return {
        kind: gain > 0 ? "gain" : gain < 0 ? "loss" : "other",
        rank: change.precedent === undefined ? rankOf(principals, gain > 0 ? after : before) : minor.rank,
        sentence: cellSentence(change, { before, after }),
        blocks: [{ routes: change.routes.map(routeKey), principals, origins }],
      };
    }),
    ...rest.map(({ subject, blocks }): Ranked => ({
      ...minor,
      sentence: restSentence(subject, { before, after }),
      blocks,
    })),
  ];
}

/** 0 where everybody is among them who needs no credentials, then guests, then all who sign. */
function rankOf(principals: readonly string[], snapshot: Snapshot): number {
  const among = new Set(principals);
  const isAmong = (kind: string) => snapshot.principals.some((one) => one.kind === kind && among.has(one.label));
  if (isAmong("anonymous")) return 0;
  if (isAmong("guest")) return 1;
  const signed = signedPrincipals(snapshot);
  return signed.length > 1 && signed.every((label) => among.has(label)) ? 2 : 3;
}
