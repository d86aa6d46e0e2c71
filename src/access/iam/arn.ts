import { type Formula } from "../formula";
import { changingKnown, isKnown, joinPieces, piecesOf, symbolic } from "../symbols";
import { remembering } from "../remembered";
import { patternSegments, splitPieces, textSegments, tokensIn, type Segment } from "./segments";
import { hasWildcard, holdsUnknown } from "./tokens";
import { bindingsOf, compareSegments, fits, formulaOf, type Comparison, type Residue } from "./wildcards";

/**
 * The six parts of an ARN, or as many as there are: partition, service, region, account and resource stand behind
 * `arn`. Colons within the resource, and within symbols, part nothing.
 */
export const arnParts = remembering((arn): readonly string[] => {
  if (isKnown(arn)) return asSix(arn.split(":"));
  return asSix(splitPieces(arn, ":").map(joinPieces));
});

const asSix = (parts: readonly string[]): readonly string[] =>
  parts.length <= 6 ? parts : [...parts.slice(0, 5), parts.slice(5).join(":")];

interface CompiledArn {
  /** The segments of each of its six parts; undefined where it has others. */
  readonly parts?: readonly (readonly Segment[])[];
  readonly whole: readonly Segment[];
}

const compiled = (segments: (text: string) => readonly Segment[]) =>
  remembering((text): CompiledArn => {
    const parts = arnParts(text);
    return { whole: segments(text), ...(parts.length === 6 ? { parts: parts.map(segments) } : {}) };
  });

const compiledPattern = compiled(patternSegments);
const compiledText = compiled(textSegments);

/**
 * Compares a `Resource` pattern with an ARN: the six parts each by themselves, so that a `*` crosses slashes but not the
 * colons between parts (docs/access-model.md 3.2).
 */
export function compareResource(pattern: string, arn: string): Comparison {
  if (pattern === "*") return [];
  const [wanted, given] = [compiledPattern(pattern), compiledText(arn)];
  if (wanted.parts === undefined || given.parts === undefined) return compareWhole(pattern, arn);
  const residues: Residue[] = [];
  // The last part first: it tells most ARNs apart.
  for (let index = 5; index >= 0; index--) {
    const comparison = compareSegments(wanted.parts[index] ?? [], given.parts[index] ?? []);
    if (comparison === false) return false;
    residues.push(...comparison);
  }
  return residues;
}

/**
 * Where a pattern has fewer colons than an ARN, its `*` may cross them, and what it leaves out may be anything. AWS says
 * both, and not how they go together: what only one of them allows is not decided.
 */
function compareWhole(pattern: string, arn: string): Comparison {
  const [wanted, given] = [compiledPattern(pattern).whole, compiledText(arn).whole];
  const crossing = compareSegments(wanted, given);
  const parts = arnParts(pattern);
  if (parts[0] !== "arn" || parts.length === 6 || arnParts(arn).length < 6 || holdsUnknown(pattern)) return crossing;
  const completed = [...parts, ...Array.from({ length: 6 - parts.length }, () => "*")];
  const filled = compareResource(completed.join(":"), arn);
  if (crossing === false && filled === false) return false;
  const certain = crossing !== false && filled !== false && crossing.length === 0 && filled.length === 0;
  return certain ? [] : [{ text: tokensIn(given), pattern: tokensIn(wanted) }];
}

/** Whether an ARN fits a pattern of `ArnLike`; `ArnEquals` is the same. */
export function fitsArn(pattern: string, arn: string): Formula {
  if (pattern !== "*" && !holdsUnknown(pattern) && isKnown(arn) && arnParts(arn).length < 6) return false;
  return formulaOf(compareResource(pattern, arn));
}

/** The one resource among those that a text with symbols stands for that the comparison asks for, where there is one. */
export function onlyResource(arn: string, comparison: Comparison): string | undefined {
  const bindings = bindingsOf(comparison);
  if (bindings === undefined || bindings.size === 0) return undefined;
  let complete = true;
  const resource = piecesOf(arn).map((piece) => {
    if (typeof piece === "string") return piece;
    const text = symbolic(piece);
    const value = bindings.get(text);
    if (value === undefined && (piece.kind === "segment" || piece.kind === "path")) complete = false;
    return value ?? text;
  });
  return complete ? resource.join("") : undefined;
}

/** Whether an action fits a pattern, in whatever case they are written. */
export function fitsAction(pattern: string, action: string): Formula {
  if (pattern === "*") return true;
  const [wanted, given] = [lowerCase(pattern), lowerCase(action)];
  return wanted === given && !hasWildcard(wanted) ? true : fits(wanted, given);
}

/** A text in lower case, its symbols as they are. */
export function lowerCase(text: string): string {
  return changingKnown(text, (known) => known.toLowerCase());
}
