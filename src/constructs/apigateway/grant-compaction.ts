import { type MethodAndPath, methodPattern, patternReaches } from "../../execute-api";

/** Some routes at once: a method or all of them, and a path with or without whatever lies below it. */
interface Wildcard {
  readonly method: string;
  readonly base: string;
  readonly below: boolean;
}

/**
 * Patterns that allow exactly the granted routes of an API, in as few characters as wildcards can: a wildcard stands
 * only where every route that it reaches is granted.
 *
 * @param granted Some of the API's routes.
 * @param others The API's other routes.
 */
export function compacted(granted: readonly MethodAndPath[], others: readonly MethodAndPath[]): readonly string[] {
  const patterns: string[] = [];
  let left = granted;
  for (const wildcard of wildcardsOver(granted)) {
    const after = left.filter((route) => !covers(wildcard, route));
    if (left.length - after.length < 2 || others.some((other) => patternReaches(routeOf(wildcard), other))) continue;
    patterns.push(methodPattern(routeOf(wildcard)));
    left = after;
  }
  return [...patterns, ...left.map(methodPattern)];
}

/** Every wildcard that covers some of the routes: the one that covers most first, and of equals the narrowest. */
function wildcardsOver(routes: readonly MethodAndPath[]): Wildcard[] {
  const found = new Map<string, Wildcard>();
  for (const { method, path } of routes) {
    for (const wildcard of wildcardsOverRoute(method, path)) {
      found.set(`${textOf(wildcard)} ${wildcard.below}`, wildcard);
    }
  }
  const covered = new Map(
    [...found.values()].map((each) => [each, routes.filter((route) => covers(each, route)).length]),
  );
  return [...covered]
    .toSorted(
      ([a, most], [b, more]) => more - most || narrowness(b) - narrowness(a) || (textOf(a) < textOf(b) ? -1 : 1),
    )
    .map(([wildcard]) => wildcard);
}

function wildcardsOverRoute(method: string, path: string): Wildcard[] {
  const segments = path.split("/").slice(1).filter(Boolean);
  const bases = segments.map((_, depth) => ["", ...segments.slice(0, depth)].join("/"));
  const methods = [...new Set(["ANY", method])];
  return methods.flatMap((each) => [
    ...(bases.length > 0 ? bases : [""]).map((base) => ({ method: each, base, below: true })),
    { method: each, base: path, below: false },
  ]);
}

const textOf = ({ method, base }: Wildcard) => `${method} ${base}`;
const depthOf = (base: string) => base.split("/").length;
/** The higher, the less it reaches beside what it covers. */
const narrowness = ({ method, base, below }: Wildcard) =>
  depthOf(base) * 4 + (below ? 0 : 2) + (method === "ANY" ? 0 : 1);

const covers = ({ method, base, below }: Wildcard, route: MethodAndPath) =>
  (method === "ANY" || method === route.method) && (below ? route.path.startsWith(`${base}/`) : route.path === base);

const routeOf = ({ method, base, below }: Wildcard): MethodAndPath => ({
  method,
  path: below ? `${base}/{any+}` : base,
});
