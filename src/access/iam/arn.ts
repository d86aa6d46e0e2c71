import { condition, isOpen, type Formula } from "../formula";
import { isKnown, onlySymbol, piecesOf, readable, symbolic } from "../symbols";
import { remembering } from "./remember";
import { hasWildcard, holdsUnknown, patternSegments, readablePattern, textSegments, type Segment } from "./tokens";
import { bindingsOf, compareSegments, fits, formulaOf, type Comparison, type Residue } from "./wildcards";

/**
 * The six parts of an ARN, or as many as there are: partition, service, region, account and resource stand behind
 * `arn`. Colons within the resource, and within symbols, part nothing.
 */
export const arnParts = remembering((arn): readonly string[] => {
  if (isKnown(arn)) return asSix(arn.split(":"));
  const parts = [""];
  const append = (text: string) => parts.push((parts.pop() ?? "") + text);
  for (const piece of piecesOf(arn)) {
    if (typeof piece === "object") append(symbolic(piece));
    else
      for (const [index, text] of piece.split(":").entries()) {
        if (index > 0) parts.push("");
        append(text);
      }
  }
  return asSix(parts);
});

const asSix = (parts: readonly string[]): readonly string[] =>
  parts.length <= 6 ? parts : [...parts.slice(0, 5), parts.slice(5).join(":")];

interface CompiledArn {
  readonly parts: readonly (readonly Segment[])[];
  /** Whether the parts are not known to be the parts. */
  readonly vague: boolean;
}

const compiledPattern = remembering((pattern): CompiledArn => {
  const parts = arnParts(pattern);
  if (parts.length < 6 && (holdsUnknown(pattern) || onlySymbol(pattern) !== undefined))
    return { parts: [patternSegments(pattern)], vague: true };
  // An incomplete ARN stands for all of what it leaves open (docs/access-model.md 3.2).
  const missing = Array.from({ length: 6 - parts.length }, () => "*");
  return { parts: [...parts, ...missing].map(patternSegments), vague: false };
});

const compiledText = remembering((text): CompiledArn => {
  const parts = arnParts(text);
  return parts.length === 6
    ? { parts: parts.map(textSegments), vague: false }
    : { parts: [textSegments(text)], vague: true };
});

const everything = /^\*+$/;

/**
 * Compares a `Resource` pattern with an ARN: the six parts each by themselves, so that a `*` crosses slashes but not the
 * colons between parts (docs/access-model.md 3.2).
 */
export function compareResource(pattern: string, arn: string): Comparison {
  if (everything.test(pattern)) return [];
  const [wanted, given] = [compiledPattern(pattern), compiledText(arn)];
  if (wanted.vague || given.vague) return compareSegments(patternSegments(pattern), textSegments(arn));
  const residues: Residue[] = [];
  for (let index = 5; index >= 0; index--) {
    const comparison = compareSegments(wanted.parts[index] ?? [], given.parts[index] ?? []);
    if (comparison === false) return false;
    residues.push(...comparison);
  }
  return residues;
}

/** Whether an ARN fits a pattern of `ArnLike`; `ArnEquals` is the same. */
export function fitsArn(pattern: string, arn: string): Formula {
  if (!everything.test(pattern) && isKnown(arn) && arnParts(arn).length < 6) return false;
  const formula = formulaOf(compareResource(pattern, arn));
  const complete = everything.test(pattern) || arnParts(pattern).length === 6 || !isKnown(pattern);
  if (complete || isOpen(formula) || !formula) return formula;
  // AWS does not say what an ARN operator makes of an ARN that is cut short.
  return condition(`${readable(arn)} is like ${readablePattern(pattern)}`);
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
  if (isKnown(text)) return text.toLowerCase();
  return piecesOf(text)
    .map((piece) => (typeof piece === "string" ? piece.toLowerCase() : symbolic(piece)))
    .join("");
}
