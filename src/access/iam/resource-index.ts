import { arnParts } from "./arn";
import { patternSegments, textSegments, type Segment } from "./segments";

/** Patterns by the segments that they begin with. */
interface Branch {
  /** By segments without wildcards. */
  readonly next: Map<string, Branch>;
  /** Those of `next` of which a part is not known. */
  readonly open: Branch[];
  /** Those of `next` that an identity may lead to, beside the one of its own. */
  readonly identifiable: Branch[];
  /** Patterns that end here, or go on with a wildcard. */
  readonly patterns: string[];
}

const branch = (): Branch => ({ next: new Map(), open: [], identifiable: [], patterns: [] });

/**
 * A function that leaves out most of the patterns that an ARN can't fit, by the segments of their resources. A role may
 * name hundreds of routes, and each is looked for among them.
 */
export function indexed(patterns: readonly string[]): (arn: string) => readonly string[] {
  if (patterns.length < 2) return () => patterns;
  const root = branch();
  const always: string[] = [];
  for (const pattern of patterns) {
    const parts = arnParts(pattern);
    if (parts.length < 6) always.push(pattern);
    else leadTo(root, patternSegments(parts[5] ?? "")).patterns.push(pattern);
  }
  return (arn) => {
    const segments = resourceSegments(arn);
    if (segments === undefined) return patterns;
    const found = [...always];
    collect(root, segments, 0, found);
    return found;
  };
}

let last: { readonly arn: string; readonly segments: readonly Segment[] | undefined } | undefined;

/** The segments of an ARN's resource; undefined where it has none. Many policies are asked about one ARN in turn. */
function resourceSegments(arn: string): readonly Segment[] | undefined {
  if (last?.arn === arn) return last.segments;
  const parts = arnParts(arn);
  const segments = parts.length < 6 ? undefined : textSegments(parts[5] ?? "");
  last = { arn, segments };
  return segments;
}

function leadTo(root: Branch, segments: readonly Segment[]): Branch {
  let at = root;
  for (const { text, confined, known, isIdentity } of segments) {
    if (!confined) break;
    let next = at.next.get(text);
    if (next === undefined) {
      at.next.set(text, (next = branch()));
      if (!known) at.open.push(next);
      if (!isIdentity) at.identifiable.push(next);
    }
    at = next;
  }
  return at;
}

/** A segment of the ARN that may hold slashes, or be anything, leads everywhere. */
function collect(at: Branch, segments: readonly Segment[], depth: number, found: string[]): void {
  if (at.patterns.length > 0) found.push(...at.patterns);
  const segment = segments[depth];
  if (segment === undefined) return;
  if (!segment.known && !segment.isIdentity) {
    const rest = segment.confined ? segments : [segment];
    for (const next of at.next.values()) collect(next, rest, segment.confined ? depth + 1 : 0, found);
    return;
  }
  const exactly = at.next.get(segment.text);
  if (exactly !== undefined) collect(exactly, segments, depth + 1, found);
  for (const next of segment.isIdentity ? at.identifiable : at.open)
    if (next !== exactly) collect(next, segments, depth + 1, found);
}
