import { type AccessRoute } from "../access";

/** The route that serves a path: what is written out before a parameter, that before the rest of a path. */
export function mostSpecific(routes: readonly AccessRoute[], method: string, path: string): AccessRoute | undefined {
  const fitting = routes.filter(
    (route) => (route.method === method || route.method === "ANY") && fits(route.path, path),
  );
  const [best] = fitting.toSorted(
    (one, other) =>
      compareSegments(segmentsOf(one.path), segmentsOf(other.path)) ||
      Number(one.method === "ANY") - Number(other.method === "ANY"),
  );
  return best;
}

function fits(template: string, path: string): boolean {
  if (template === "$default") return true;
  const [segments, wanted] = [segmentsOf(path), segmentsOf(template)];
  const greedy = wanted.findIndex(isRest);
  if (greedy < 0 ? segments.length !== wanted.length : segments.length < wanted.length) return false;
  return wanted.every((segment, index) => rankOf(segment) > 0 || segment === segments[index]);
}

function compareSegments(one: readonly string[], other: readonly string[]): number {
  for (const [index, segment] of one.entries()) {
    const order = rankOf(segment) - rankOf(other[index] ?? "");
    if (order !== 0) return order;
  }
  return other.length - one.length;
}

/** 0 for a segment that is written out, 1 for a parameter, 2 for the rest of a path, 3 for whatever no route serves. */
function rankOf(segment: string): number {
  if (segment === "$default") return 3;
  if (isRest(segment)) return 2;
  return /^\{[^}]*\}$/.test(segment) ? 1 : 0;
}

const isRest = (segment: string) => /^\{[^}]*\+\}$/.test(segment);
const segmentsOf = (path: string) => path.replace(/^\//, "").split("/");
