import { piecesOf, readable, symbolic, type Symbolic } from "../symbols";
import { remembering } from "./remember";

/** `*`: any characters, none as well. */
export const many = 0;
/** `?`: one character. */
export const one = 1;
/** A `?` beside a `*`: at least one character, because the `*` takes what is left of a symbol. */
export const oneOrMore = 2;

/** A character, a wildcard or a symbol. */
export type Token = string | typeof many | typeof one | typeof oneOrMore | Symbolic;

/** What stands between two slashes. */
export interface Segment {
  readonly text: string;
  readonly tokens: readonly Token[];
  /** Whether nothing in it is a symbol or a wildcard. */
  readonly known: boolean;
  /** Whether it certainly holds no slash, and fits none. */
  readonly confined: boolean;
}

// Private use characters beside those of symbols: wildcards that are meant literally.
const literals: ReadonlyMap<string, string> = new Map([
  ["\uE010", "*"],
  ["\uE011", "?"],
]);

/** A text as a part of a pattern in which its `*` and `?` stand for themselves. */
export function literally(text: string): string {
  return text.replaceAll("*", "\uE010").replaceAll("?", "\uE011");
}

/** Whether the pattern has wildcards. */
export function hasWildcard(pattern: string): boolean {
  return pattern.includes("*") || pattern.includes("?");
}

/** A pattern for people. */
export function readablePattern(pattern: string): string {
  return readable(pattern.replaceAll("\uE010", "*").replaceAll("\uE011", "?"));
}

/** The segments of a pattern, in which `*` and `?` are wildcards. */
export const patternSegments = remembering((text) => segmentsOf(inRuns(tokensOf(text, true))));

/** The segments of a text, in which `*` and `?` are characters. */
export const textSegments = remembering((text) => segmentsOf(tokensOf(text, false)));

/** Tokens for people. */
export function readableTokens(tokens: readonly Token[]): string {
  return readable(textOf(tokens));
}

/** The tokens of segments, with the slashes between them. */
export function tokensIn(segments: readonly Segment[]): readonly Token[] {
  return segments.flatMap(({ tokens }, index): readonly Token[] => (index === 0 ? tokens : ["/", ...tokens]));
}

/** Whether two tokens are one symbol. */
export function sameSymbol(a: Token, b: Token): boolean {
  return typeof a === "object" && typeof b === "object" && a.name === b.name && a.kind === b.kind;
}

/** Whether a text or pattern holds a symbol that may be anything. */
export function holdsUnknown(text: string): boolean {
  return piecesOf(text).some((piece) => typeof piece === "object" && piece.kind === "unknown");
}

function tokensOf(text: string, wildcards: boolean): Token[] {
  return piecesOf(text).flatMap((piece): Token[] => {
    if (typeof piece === "object") return [piece];
    return Array.from(piece, (character) => {
      if (wildcards && character === "*") return many;
      if (wildcards && character === "?") return one;
      return literals.get(character) ?? character;
    });
  });
}

/** With one `*` for each run of wildcards that has any, behind its question marks. */
function inRuns(tokens: readonly Token[]): readonly Token[] {
  const ordered: Token[] = [];
  for (let at = 0; at < tokens.length;) {
    let end = at;
    while (tokens[end] === many || tokens[end] === one) end++;
    const run = tokens.slice(at, end);
    const open = run.includes(many);
    ordered.push(...run.filter((token) => token === one).map(() => (open ? oneOrMore : one)));
    if (open) ordered.push(many);
    const next = tokens[end];
    if (next !== undefined) ordered.push(next);
    at = end + 1;
  }
  return ordered;
}

function segmentsOf(tokens: readonly Token[]): readonly Segment[] {
  const segments: Token[][] = [[]];
  for (const token of tokens) {
    if (token === "/") segments.push([]);
    else segments.at(-1)?.push(token);
  }
  return segments.map((segment) => ({
    text: textOf(segment),
    tokens: segment,
    known: segment.every((token) => typeof token === "string"),
    confined: segment.every(
      (token) =>
        typeof token === "string" ||
        (typeof token === "object" && (token.kind === "identity" || token.kind === "segment")),
    ),
  }));
}

function textOf(tokens: readonly Token[]): string {
  return tokens
    .map((token) => {
      if (token === many) return "*";
      if (typeof token === "number") return "?";
      return typeof token === "string" ? token : symbolic(token);
    })
    .join("");
}
