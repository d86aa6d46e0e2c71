import { isKnown } from "../../symbols";
import { type Api, type Route } from "../facts/api";
import { fitsTemplate, segmentsOf } from "./path";
import { routeOf } from "./routing";
import { tableOf } from "./table";

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
  return subsetsOf(fitting).some((gone) => routeOf(api, method, path, gone) === route);
}

function subsetsOf(routes: readonly Route[]): readonly (readonly Route[])[] {
  const [first, ...others] = routes;
  if (first === undefined) return [[]];
  const rest = subsetsOf(others);
  return [...rest, ...rest.map((some) => [first, ...some])];
}
