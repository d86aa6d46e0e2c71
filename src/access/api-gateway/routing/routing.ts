import { type Api, type Route } from "../facts/api";
import { segmentsOf } from "./path";
import { type PathRoutes, resourcesFor, tableOf } from "./table";

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
  const resources =
    gone.length === 0 ? fitting : fitting.filter(({ routes }) => [...routes.values()].flat().some(isThere));
  if (api.kind === "HTTP") {
    const ranked = [...resources.filter(({ greedy }) => !greedy), ...resources.filter(({ greedy }) => greedy)];
    const last = [table.default, method === "OPTIONS" ? table.preflight : undefined];
    return firstWith(method, ranked, isThere) ?? last.find((route) => route && isThere(route));
  }
  return firstWith(method, [...resources.slice(0, 1), ...resources.slice(1).filter(({ greedy }) => greedy)], isThere);
}

const none: readonly Route[] = [];

/** The methods that a request may have. */
export const verbs = ["DELETE", "GET", "HEAD", "OPTIONS", "PATCH", "POST", "PUT"];

function firstWith(
  method: string,
  resources: readonly PathRoutes[],
  isThere: (route: Route) => boolean,
): Route | undefined {
  for (const { routes } of resources) {
    const found = routes.get(method)?.findLast(isThere) ?? routes.get("ANY")?.findLast(isThere);
    if (found) return found;
  }
  return undefined;
}
