import { isKnown } from "../../symbols";
import { type Api, type Route } from "../facts/api";
import { remembered } from "../../remembered";
import { isGreedy, isParameter, segmentsOf } from "./path";

/**
 * The route that serves a request; undefined where none does.
 *
 * A REST API chooses the resource first: literal before parameter before greedy. A method that this resource lacks is
 * served by a greedy resource above, if any has it. An HTTP API chooses among the routes that have the method: full
 * matches before greedy ones, and `$default` last. Only what none of these takes does it answer for CORS by itself.
 *
 * @param path The path as it was called, without the stage.
 * @param gone Routes that do not exist.
 * @see docs/access-model.md 3
 */
export function routeOf(api: Api, method: string, path: string, gone: readonly Route[] = none): Route | undefined {
  const table = tableOf(api);
  const fitting = [...resourcesFor(table.root, segmentsOf(path))];
  const isThere = (route: Route) => !gone.includes(route);
  const resources = gone.length === 0 ? fitting : fitting.filter(({ routes }) => [...routes.values()].some(isThere));
  if (api.kind === "HTTP") {
    const ranked = [...resources.filter(({ greedy }) => !greedy), ...resources.filter(({ greedy }) => greedy)];
    const last = [table.default, method === "OPTIONS" ? table.preflight : undefined];
    return firstWith(method, ranked, isThere) ?? last.find((route) => route && isThere(route));
  }
  return firstWith(method, [...resources.slice(0, 1), ...resources.slice(1).filter(({ greedy }) => greedy)], isThere);
}

const none: readonly Route[] = [];

/**
 * Whether a request for exactly a resource, such as `arn:aws:execute-api:us-east-1:111122223333:abc/prod/GET/members/me`,
 * is served by another route of the API than this one, or by none. A `{id}` that somebody left in a policy is no path
 * that anybody calls.
 *
 * @see docs/access-model.md 3.2
 */
export function isServedElsewhere(api: Api, route: Route): (resource: string) => boolean {
  const prefix = `${api.executionArn}/${api.stage?.name}/`;
  // A route whose path only Terraform will know may serve anything.
  const { known, uncertain } = tableOf(api);
  if (!known) return () => false;
  return (resource) => {
    if (!resource.startsWith(prefix)) return false;
    const called = resource.slice(prefix.length);
    if (!isKnown(called)) return false;
    const slash = called.indexOf("/");
    if (slash < 1 || /\{[^}]*\}/.test(called)) return true;
    const [method, path] = [called.slice(0, slash), called.slice(slash)];
    return routeOf(api, method, path) !== route && !mayServe(api, route, uncertain, method, path);
  };
}

/** Whether a route serves a request where some of the routes that may not exist don't. */
function mayServe(api: Api, route: Route, uncertain: readonly Route[], method: string, path: string): boolean {
  if (uncertain.length === 0) return false;
  const segments = segmentsOf(path);
  const fitting = uncertain.filter((one) => one !== route && fitsTemplate(one.path, segments));
  // So many in one place are as good as unknown.
  if (fitting.length > 4) return true;
  return subsetsOf(fitting).some((gone) => routeOf(without(api, gone), method, path) === route);
}

export function fitsTemplate(template: string, segments: readonly string[]): boolean {
  if (template === "$default") return true;
  const wanted = segmentsOf(template);
  const greedy = wanted.findIndex(isGreedy);
  if (greedy < 0 ? wanted.length !== segments.length : segments.length < greedy) return false;
  return wanted.every((one, at) => (greedy >= 0 && at >= greedy) || isParameter(one) || one === segments[at]);
}

function subsetsOf(routes: readonly Route[]): readonly (readonly Route[])[] {
  const [first, ...others] = routes;
  if (first === undefined) return [[]];
  const rest = subsetsOf(others);
  return [...rest, ...rest.map((some) => [first, ...some])];
}

const reduced = new WeakMap<Api, Map<string, Api>>();

/** An API as it is where some of its routes don't exist. */
function without(api: Api, gone: readonly Route[]): Api {
  if (gone.length === 0) return api;
  const ofApi = remembered(reduced, api, () => new Map<string, Api>());
  return remembered(ofApi, gone.map(({ label }) => label).join("\n"), () => ({
    ...api,
    routes: api.routes.filter((route) => !gone.includes(route)),
  }));
}

/** Methods of a guarded path that a route without authorization serves. */
export interface FallThrough {
  readonly guarded: Route;
  readonly open: Route;
  /** The methods that the guarded path lacks, and the open route serves in its place. */
  readonly methods: readonly string[];
}

/**
 * The guarded routes on whose paths an open route serves other methods: beside `POST /admin`, an open `ANY /{proxy+}`
 * serves `GET /admin`.
 *
 * @see docs/access-model.md 3
 */
export function fallThroughs(api: Api): readonly FallThrough[] {
  const isOpen = ({ auth, preflight }: Route) => auth.kind === "none" && !preflight;
  if (!api.routes.some(isOpen)) return [];
  return api.routes
    .filter(({ auth, preflight, path }) => auth.kind !== "none" && !preflight && path !== "$default")
    .flatMap((guarded) => {
      const methods = new Map<Route, string[]>();
      for (const method of verbs) {
        const open = routeOf(api, method, guarded.path);
        if (!open || !isOpen(open) || open.path === guarded.path) continue;
        methods.set(open, [...(methods.get(open) ?? []), method]);
      }
      return [...methods].map(([open, served]) => ({ guarded, open, methods: served }));
    });
}

/** The methods that a request may have. */
export const verbs = ["DELETE", "GET", "HEAD", "OPTIONS", "PATCH", "POST", "PUT"];

/** The routes of one path, by their method. */
interface PathRoutes {
  readonly greedy: boolean;
  readonly routes: Map<string, Route>;
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

export function tableOf(api: Api): Table {
  const known = tables.get(api);
  if (known) return known;
  const root = newPlace();
  for (const route of api.routes) if (route.path !== "$default" && !answersPreflights(api, route)) add(root, route);
  const table = {
    uncertain: api.routes.filter(({ when }) => when !== undefined),
    known: api.routes.every(({ method, path }) => isKnown(method + path)),
    root,
    default: api.routes.find(({ path }) => path === "$default"),
    preflight: api.routes.find((route) => answersPreflights(api, route)),
  };
  tables.set(api, table);
  return table;
}

const answersPreflights = (api: Api, { preflight }: Route) => api.kind === "HTTP" && preflight;

const newPlace = (): Place => ({ literals: new Map(), exact: { greedy: false, routes: new Map() } });

function add(root: Place, route: Route): void {
  let place = root;
  for (const segment of segmentsOf(route.path)) {
    if (isGreedy(segment)) {
      place.greedy ??= { greedy: true, routes: new Map() };
      place.greedy.routes.set(route.method, route);
      return;
    }
    place = childOf(place, segment);
  }
  place.exact.routes.set(route.method, route);
}

function childOf(place: Place, segment: string): Place {
  if (isParameter(segment)) return (place.parameter ??= newPlace());
  const child = place.literals.get(segment) ?? newPlace();
  place.literals.set(segment, child);
  return child;
}

/** The paths that fit a request, the preferred one first. */
function* resourcesFor(place: Place, segments: readonly string[], at = 0): Generator<PathRoutes> {
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

function firstWith(
  method: string,
  resources: readonly PathRoutes[],
  isThere: (route: Route) => boolean,
): Route | undefined {
  for (const { routes } of resources) {
    const [own, any] = [routes.get(method), routes.get("ANY")];
    if (own && isThere(own)) return own;
    if (any && isThere(any)) return any;
  }
  return undefined;
}
