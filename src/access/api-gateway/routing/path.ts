import { symbolic } from "../../symbols";

/** A path's segments; the root has none. */
export function segmentsOf(path: string): readonly string[] {
  return path === "/" ? [] : path.slice(1).split("/");
}

/** Whether a segment of a template stands for the rest of the path: `{proxy+}`. */
export function isGreedy(segment: string): boolean {
  return /^\{[^{}]+\+\}$/.test(segment);
}

/** Whether a segment of a template stands for one segment: `{id}`. */
export function isParameter(segment: string): boolean {
  return /^\{[^{}]+\}$/.test(segment) && !isGreedy(segment);
}

/** The path of any request that a template serves: a symbol for each parameter. `$default` serves `/` besides. */
export function requestPath(template: string): string {
  if (template === "$default") return `/${symbolic({ kind: "path", name: "{path}" })}`;
  const segments = segmentsOf(template).map((segment, place, all) => {
    // Parameters of one name need not have one value.
    const name = all.indexOf(segment) < place ? `${segment} (${place + 1})` : segment;
    if (isGreedy(segment)) return symbolic({ kind: "path", name });
    return isParameter(segment) ? symbolic({ kind: "segment", name }) : segment;
  });
  return `/${segments.join("/")}`;
}

/** Whether a path fits a route's template. */
export function fitsTemplate(template: string, segments: readonly string[]): boolean {
  if (template === "$default") return true;
  const wanted = segmentsOf(template);
  const greedy = wanted.findIndex(isGreedy);
  if (greedy < 0 ? wanted.length !== segments.length : segments.length < greedy) return false;
  return wanted.every((one, at) => (greedy >= 0 && at >= greedy) || isParameter(one) || one === segments[at]);
}
