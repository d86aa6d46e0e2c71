import { remembered } from "../../remembered";
import { isKnown } from "../../symbols";
import { type Api, type Route } from "../facts/api";
import { isGreedy, isParameter, segmentsOf } from "./path";

/** The routes of one path, by their method. */
export interface PathRoutes {
  readonly greedy: boolean;
  readonly routes: Map<string, Route[]>;
}

/** A place in the tree of paths. */
export interface Place {
  readonly literals: Map<string, Place>;
  parameter?: Place;
  greedy?: PathRoutes;
  readonly exact: PathRoutes;
}

/** The routes of an API, as they are looked for. */
export interface Table {
  /** Whether all paths and methods are known. */
  readonly known: boolean;
  /** The routes that may not exist. */
  readonly uncertain: readonly Route[];
  readonly root: Place;
  readonly default?: Route;
  /** What answers `OPTIONS` for every path that no other route has it for. */
  readonly preflight?: Route;
}

const tables = new WeakMap<Api, Table>();

/** An API's routes, made ready once. */
export function tableOf(api: Api): Table {
  return remembered(tables, api, () => tableFrom(api));
}

function tableFrom(api: Api): Table {
  const root = newPlace();
  for (const route of api.routes) if (route.path !== "$default" && !answersPreflights(api, route)) add(root, route);
  return {
    uncertain: api.routes.filter(({ when }) => when !== undefined),
    known: api.routes.every(({ method, path }) => isKnown(method + path)),
    root,
    default: api.routes.find(({ path }) => path === "$default"),
    preflight: api.routes.find((route) => answersPreflights(api, route)),
  };
}

const answersPreflights = (api: Api, { preflight }: Route) => api.kind === "HTTP" && preflight;

const newPlace = (): Place => ({ literals: new Map(), exact: { greedy: false, routes: new Map() } });

function add(root: Place, route: Route): void {
  let place = root;
  for (const segment of segmentsOf(route.path)) {
    if (isGreedy(segment)) {
      place.greedy ??= { greedy: true, routes: new Map() };
      remembered(place.greedy.routes, route.method, () => []).push(route);
      return;
    }
    place = childOf(place, segment);
  }
  remembered(place.exact.routes, route.method, () => []).push(route);
}

function childOf(place: Place, segment: string): Place {
  if (isParameter(segment)) return (place.parameter ??= newPlace());
  const child = place.literals.get(segment) ?? newPlace();
  place.literals.set(segment, child);
  return child;
}

/** The paths that fit a request, the preferred one first. */
export function* resourcesFor(place: Place, segments: readonly string[], at = 0): Generator<PathRoutes> {
  const segment = segments[at];
  if (segment === undefined) {
    if (place.exact.routes.size > 0) yield place.exact;
    return;
  }
  const literal = place.literals.get(segment);
  if (literal) yield* resourcesFor(literal, segments, at + 1);
  if (place.parameter && segment !== "") yield* resourcesFor(place.parameter, segments, at + 1);
  if (place.greedy && (segment !== "" || at + 1 < segments.length)) yield place.greedy;
}
