import { all, condition, type Formula } from "../formula";
import { symbolic } from "../symbols";
import { patternSegments, textSegments, tokensIn, type Segment } from "./segments";
import { mayFit, mustFit } from "./token-search";
import { readableTokens, sameSymbol, type Token } from "./tokens";

/** What is left of a comparison that depends on a symbol: the text has to fit the pattern. */
export interface Residue {
  readonly text: readonly Token[];
  readonly pattern: readonly Token[];
}

/** What a comparison depends on: nothing where the text fits in any case; `false` where it never does. */
export type Comparison = false | readonly Residue[];

/**
 * Whether a text fits a pattern in which `*` stands for any characters and `?` for one. Both may hold symbols: where the
 * answer is the same whatever they stand for it is `true` or `false`, otherwise a condition such as `{id} is 42`.
 */
export function fits(pattern: string, text: string): Formula {
  return formulaOf(compareSegments(patternSegments(pattern), textSegments(text)));
}

/** Whether two texts are the same; `*` and `?` are characters like others. */
export function equals(expected: string, text: string): Formula {
  if (expected === text) return true;
  return formulaOf(compareSegments(textSegments(expected), textSegments(text)));
}

/** The conditions that are left, in words. */
export function formulaOf(comparison: Comparison): Formula {
  if (comparison === false) return false;
  return comparison.length === 0 ? true : all(comparison.map(({ text, pattern }) => condition(inWords(pattern, text))));
}

/**
 * Compares by segments as far as both sides certainly have the same slashes, so that most answers need a comparison of
 * strings only, and conditions name the segment that they are about.
 */
export function compareSegments(pattern: readonly Segment[], text: readonly Segment[]): Comparison {
  const residues: Residue[] = [];
  let [from, end, last] = [0, pattern.length, text.length];
  while (from < end - 1 && from < last - 1) {
    const [wanted, segment] = [pattern[from], text[from]];
    if (!wanted?.confined || segment?.confined !== true) break;
    if (!compareInto(residues, wanted, segment)) return false;
    from++;
  }
  while (from < end - 1 && from < last - 1) {
    const [wanted, segment] = [pattern[end - 1], text[last - 1]];
    if (!wanted?.confined || segment?.confined !== true) break;
    if (!compareInto(residues, wanted, segment)) return false;
    end--;
    last--;
  }
  const [wanted, segment] = [pattern[from], text[from]];
  if (end - from === 1 && last - from === 1 && wanted !== undefined && segment !== undefined)
    return compareInto(residues, wanted, segment) && residues;
  return compareTokens(residues, tokensIn(pattern.slice(from, end)), tokensIn(text.slice(from, last))) && residues;
}

function compareInto(residues: Residue[], wanted: Segment, segment: Segment): boolean {
  if (wanted.confined && wanted.text === segment.text) return true;
  if ((wanted.known && segment.known) || (wanted.isIdentity && segment.isIdentity)) return false;
  return compareTokens(residues, wanted.tokens, segment.tokens);
}

function compareTokens(residues: Residue[], pattern: readonly Token[], text: readonly Token[]): boolean {
  if (mustFit(pattern, text)) return true;
  const decided = [pattern, text].every((tokens) => tokens.every((token) => typeof token !== "object"));
  if (decided || !mayFit(pattern, text)) return false;
  residues.push(remainder(pattern, text));
  return true;
}

/** Without what both begin and end with. */
function remainder(pattern: readonly Token[], text: readonly Token[]): Residue {
  const same = (a: Token | undefined, b: Token | undefined) => {
    if (a === undefined || b === undefined) return false;
    return typeof a === "string" ? a === b : typeof a === "object" && a.kind === "identity" && sameSymbol(a, b);
  };
  let start = 0;
  while (same(pattern[start], text[start])) start++;
  let [end, last] = [pattern.length, text.length];
  while (end > start && last > start && same(pattern[end - 1], text[last - 1])) {
    end--;
    last--;
  }
  return { text: text.slice(start, last), pattern: pattern.slice(start, end) };
}

function inWords(pattern: readonly Token[], text: readonly Token[]): string {
  const [expected, given] = [readableTokens(pattern), readableTokens(text)];
  if (text.length === 0) return `${expected} is empty`;
  if (pattern.length === 0) return `${given} is empty`;
  const open = pattern.some((token) => typeof token === "number");
  if (!open && isReference(pattern) && (!isReference(text) || expected < given) && !isRequest(text))
    return `${expected} is ${given}`;
  return `${given} ${open ? "fits" : "is"} ${expected}`;
}

const isReference = (tokens: readonly Token[]) => tokens.length === 1 && typeof tokens[0] === "object";

const isRequest = (tokens: readonly Token[]) =>
  tokens.some((token) => typeof token === "object" && (token.kind === "segment" || token.kind === "path"));

/** The one value that the comparison asks of each symbol; undefined where it asks for anything else. */
export function bindingsOf(comparison: Comparison): ReadonlyMap<string, string> | undefined {
  if (comparison === false) return undefined;
  const bindings = new Map<string, string>();
  for (const { text, pattern } of comparison) {
    const [symbol] = text;
    if (text.length !== 1 || typeof symbol !== "object" || !pattern.every((token) => typeof token === "string"))
      return undefined;
    const key = symbolic(symbol);
    const value = pattern.join("");
    if ((bindings.get(key) ?? value) !== value) return undefined;
    bindings.set(key, value);
  }
  return bindings;
}
