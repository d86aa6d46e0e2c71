import { type Api, type Route } from "../facts/api";
import { remembered } from "../../remembered";
import { fitsTemplate, isGreedy, isParameter, segmentsOf } from "./path";
import { routeOf, verbs } from "./routing";
import { type Place, tableOf } from "./table";

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
    const found = new Map<string, { routes: readonly Route[]; methods: Set<string> }>();
    let left = mostPaths;
    for (const path of pathsOf(segmentsOf(route.path), [tableOf(api).root])) {
      if (left-- === 0) return [...successionsIn(found), { routes: [], methods, open: true }];
      for (const method of methods) {
        for (const servers of serversOf(api, method, path || "/")) {
          const place = servers.indexOf(route);
          if (place < 0) continue;
          const routes = servers.slice(place + 1);
          const key = routes.map(({ label }) => label).join("\n");
          remembered(found, key, () => ({ routes, methods: new Set<string>() })).methods.add(method);
        }
      }
    }
    return successionsIn(found);
  });
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
  if (server?.when !== undefined) return serversOf(api, method, path, [...gone, server], [...servers, server]);
  if (server !== undefined) return [[...servers, server]];
  const keeping = keepingOthers(api, method, path).filter((one) => !gone.includes(one));
  return keeping.length === 0 ? [servers] : [servers, ...serversOf(api, method, path, [...gone, ...keeping], servers)];
}

/** What may not exist of a REST API's resources that lack a method, and so keep less specific ones from serving it. */
function keepingOthers(api: Api, method: string, path: string): readonly Route[] {
  if (api.kind === "HTTP") return [];
  const segments = segmentsOf(path);
  return tableOf(api).uncertain.filter(
    (one) => one.method !== method && one.method !== "ANY" && fitsTemplate(one.path, segments),
  );
}
