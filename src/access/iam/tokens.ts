import { changingKnown, piecesOf, readable, symbolic, type Piece, type Symbolic } from "../symbols";

/** `*`: any characters, none as well. */
export const many = 0;
/** `?`: one character. */
export const one = 1;
/** A `?` beside a `*`: at least one character, because the `*` takes what is left of a symbol. */
export const oneOrMore = 2;

/** A character, a wildcard or a symbol. */
export type Token = string | typeof many | typeof one | typeof oneOrMore | Symbolic;

/**
 * A text as a part of a pattern in which its `*` and `?` stand for themselves: as private use characters beside those of
 * symbols.
 */
export function literally(text: string): string {
  return changingKnown(text, (known) => known.replaceAll("*", "\uE010").replaceAll("?", "\uE011"));
}

/** Whether the pattern has wildcards. */
export function hasWildcard(pattern: string): boolean {
  return piecesOf(pattern).some((piece) => typeof piece === "string" && /[*?]/.test(piece));
}

/** A pattern for people. */
export function readablePattern(pattern: string): string {
  return readable(unescaped(pattern));
}

/** With the wildcards that are meant literally as they were written. */
export function unescaped(text: string): string {
  return text.replaceAll("\uE010", "*").replaceAll("\uE011", "?");
}

/** Tokens for people. */
export function readableTokens(tokens: readonly Token[]): string {
  return readable(textOf(tokens));
}

/** Whether two tokens are one symbol. */
export function sameSymbol(a: Token, b: Token): boolean {
  return typeof a === "object" && typeof b === "object" && a.name === b.name && a.kind === b.kind;
}

/** Whether a text or pattern holds a symbol that may be anything. */
export function holdsUnknown(text: string): boolean {
  return piecesOf(text).some((piece) => typeof piece === "object" && piece.kind === "unknown");
}

/** The tokens of a text; where it is a pattern, `*` and `?` are wildcards. */
export function tokensOf(pieces: readonly Piece[], wildcards: boolean): readonly Token[] {
  const tokens = pieces.flatMap((piece): Token[] => {
    if (typeof piece === "object") return [piece];
    return Array.from(piece, (character) => {
      if (wildcards && character === "*") return many;
      if (wildcards && character === "?") return one;
      return unescaped(character);
    });
  });
  return wildcards ? inRuns(tokens) : tokens;
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

function textOf(tokens: readonly Token[]): string {
  return tokens
    .map((token) => {
      if (token === many) return "*";
      if (typeof token === "number") return "?";
      return typeof token === "string" ? token : symbolic(token);
    })
    .join("");
}
