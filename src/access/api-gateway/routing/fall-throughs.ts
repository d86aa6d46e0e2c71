import { type Api, type Route } from "../facts/api";
import { routeOf, verbs } from "./routing";

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
