import { type Api, type Route } from "../facts/api";
import { remembered } from "../../remembered";
import { isGreedy, isParameter, segmentsOf } from "./path";
import { routeOf, verbs } from "./routing";
import { type Place, resourcesFor, tableOf } from "./table";

/** What serves some of the calls of a route that may not exist, where it does not. */
export interface Succession {
  /** Each serves the calls where none before it exists. Where the last of them may not exist either, nothing else does. */
  readonly routes: readonly Route[];
  /** The methods of these calls. */
  readonly methods: readonly string[];
  /** Whether there are more paths than are looked at, so that it is not known what serves these. @default false */
  readonly open?: boolean;
}

/** So many paths of a route are looked at. */
const mostPaths = 1_000;

const known = new WeakMap<Api, Map<Route, readonly Succession[]>>();

/**
 * The ways in which others stand in for a route of an API: which one does may differ from path to path, and from method to
 * method.
 *
 * @see docs/access-model.md 3
 */
export function successionsOf(api: Api, route: Route): readonly Succession[] {
  const ofApi = remembered(known, api, () => new Map<Route, readonly Succession[]>());
  return remembered(ofApi, route, () => {
    if (route.path === "$default") return [{ routes: [], methods: [route.method] }];
    const methods = route.method === "ANY" ? verbs : [route.method];
    const twins = twinsOf(api, route);
    const found = new Map<string, { routes: readonly Route[]; methods: Set<string> }>();
    let left = mostPaths;
    for (const path of pathsOf(segmentsOf(route.path), [tableOf(api).root])) {
      if (left-- === 0) return [...successionsIn(found), { routes: [], methods, open: true }];
      for (const method of methods) {
        for (const routes of followersOf(api, [route, twins], method, path || "/")) {
          const key = routes.map(({ label }) => label).join("\n");
          remembered(found, key, () => ({ routes, methods: new Set<string>() })).methods.add(method);
        }
      }
    }
    return successionsIn(found);
  });
}

/** What may serve a request of a route where that does not exist; nothing where it never serves it. */
function followersOf(
  api: Api,
  [route, twins]: readonly [Route, twins: readonly Route[]],
  method: string,
  path: string,
): readonly (readonly Route[])[] {
  return serversOf(api, method, path, twins).flatMap((servers) => {
    const place = servers.indexOf(route);
    if (place < 0) return [];
    if (twins.length === 0) return [servers.slice(place + 1)];
    return serversOf(api, method, path, servers.slice(0, place + 1));
  });
}

/** Those that differ in a parameter's name only. API Gateway takes one of them, so that each is asked about alone. */
function twinsOf(api: Api, route: Route): readonly Route[] {
  const shape = ({ method, path }: Route) => `${method} ${path.replaceAll(/\{[^{}+]*(\+?)\}/g, "{$1}")}`;
  const own = shape(route);
  return api.routes.filter((one) => one !== route && shape(one) === own);
}

type Found = ReadonlyMap<string, { readonly routes: readonly Route[]; readonly methods: ReadonlySet<string> }>;

const successionsIn = (found: Found): readonly Succession[] =>
  [...found.values()].map(({ routes, methods }) => ({ routes, methods: [...methods] }));

/** A segment that stands in no template. */
const unnamed = "{}";

/** Paths that a template serves: one for each way in which other templates may fit them. */
function* pathsOf(template: readonly string[], places: readonly Place[]): Generator<string> {
  const [segment, ...rest] = template;
  if (segment === undefined) {
    yield "";
    return;
  }
  const greedy = isGreedy(segment);
  const named = () => new Set(places.flatMap(({ literals }) => [...literals.keys()]));
  for (const name of greedy || isParameter(segment) ? [...named(), unnamed] : [segment]) {
    const below = places.flatMap(({ literals, parameter }) => [literals.get(name) ?? [], parameter ?? []].flat());
    if (greedy) yield `/${name}`;
    if (greedy && below.length === 0) continue;
    for (const path of pathsOf(greedy ? template : rest, below)) yield `/${name}${path}`;
  }
}

/**
 * What may serve a request: each where none before it exists, and the last one in any case, if it certainly exists.
 *
 * @param gone What does not exist, or serves something else.
 */
function serversOf(
  api: Api,
  method: string,
  path: string,
  gone: readonly Route[] = [],
  servers: readonly Route[] = [],
): readonly (readonly Route[])[] {
  const server = routeOf(api, method, path, gone);
  const keeping = keepingOthers(api, method, path, gone);
  const freed = keeping.length === 0 ? [] : serversOf(api, method, path, [...gone, ...keeping], servers);
  if (server === undefined) return [servers, ...freed];
  if (server.when === undefined) return [[...servers, server], ...freed];
  return [...serversOf(api, method, path, [...gone, server], [...servers, server]), ...freed];
}

/** What may not exist of a REST API's preferred resource where that lacks a method, and so keeps others from serving it. */
function keepingOthers(api: Api, method: string, path: string, gone: readonly Route[]): readonly Route[] {
  if (api.kind === "HTTP") return [];
  const there = [...resourcesFor(tableOf(api).root, segmentsOf(path))]
    .map(({ routes }) => [...routes.values()].flat().filter((one) => !gone.includes(one)))
    .find((routes) => routes.length > 0);
  const keeps = there?.every((one) => one.when !== undefined && one.method !== method && one.method !== "ANY");
  return keeps === true ? (there ?? []) : [];
}
