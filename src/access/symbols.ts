/**
 * Text of which parts are not known: a value that exists once Terraform has applied it, or that comes with a request.
 * A symbol stands in the text as a single piece, so that text stays plain strings: they can be compared, cut and parsed
 * as JSON, and a symbol equals itself.
 */

/** What is known of a symbol's value. */
export type SymbolKind =
  /**
   * What AWS gives to one thing alone, such as an API's id: never empty, never a `/`, `*` or `?`, and unlike any other
   * identity, with which it does not even begin.
   */
  | "identity"
  /** Anything at all, such as a variable without a default. */
  | "unknown"
  /** One segment of a request's path, or its method: never empty, no `/`, and no braces, which a URL can't have. */
  | "segment"
  /** The rest of a request's path: never empty, no braces. */
  | "path"
  /** What nobody names, such as the id of any other VPC endpoint: unlike every text and symbol, though wildcards fit it. */
  | "other";

/** A piece of a text: characters that are known, or a symbol. */
export type Piece = string | Symbolic;

/** A symbol within a text. */
export interface Symbolic {
  readonly kind: SymbolKind;
  /** What it stands for, such as `aws_api_gateway_rest_api.admin.id`, `var.domain` or `{id}`. */
  readonly name: string;
}

// Characters that no one writes: Unicode's private use area.
const open = "\uE000";
const close = "\uE001";
const quote = "\uE002";
const backslash = "\uE003";
const codes: Readonly<Record<SymbolKind, string>> = {
  identity: "i",
  unknown: "u",
  segment: "s",
  path: "p",
  other: "o",
};
const kinds = new Map(Object.entries(codes).map(([kind, code]) => [code, kind as SymbolKind]));
const symbols = /\uE000([iuspo])([^\uE001]*)\uE001/gu;

/** The text that stands for a symbol; it may stand within a JSON string without being escaped. */
export function symbolic({ kind, name }: Symbolic): string {
  return `${open}${codes[kind]}${name.replaceAll('"', quote).replaceAll("\\", backslash)}${close}`;
}

/** A text, taken apart. Characters that stand together are one piece. */
export function piecesOf(text: string): readonly Piece[] {
  const pieces: Piece[] = [];
  let from = 0;
  for (const match of text.matchAll(symbols)) {
    if (match.index > from) pieces.push(text.slice(from, match.index));
    pieces.push({ kind: kinds.get(match[1] ?? "") ?? "unknown", name: plain(match[2] ?? "") });
    from = match.index + match[0].length;
  }
  if (from < text.length) pieces.push(text.slice(from));
  return pieces;
}

/** The text of which these are the pieces. */
export function joinPieces(pieces: readonly Piece[]): string {
  return pieces.map((piece) => (typeof piece === "string" ? piece : symbolic(piece))).join("");
}

/** The symbol that a text consists of; undefined where there is anything else in it. */
export function onlySymbol(text: string): Symbolic | undefined {
  const [first, ...others] = piecesOf(text);
  return typeof first === "object" && others.length === 0 ? first : undefined;
}

/** Whether all of a text is known. */
export function isKnown(text: string): boolean {
  return !text.includes(open);
}

/** A text with what is known of it changed, and its symbols as they are. */
export function changingKnown(text: string, change: (known: string) => string): string {
  if (isKnown(text)) return change(text);
  return piecesOf(text)
    .map((piece) => (typeof piece === "string" ? change(piece) : symbolic(piece)))
    .join("");
}

/** A text for people: references stand as Terraform writes them, `${...}`, and parts of a request as `{id}`. */
export function readable(text: string): string {
  return piecesOf(text)
    .map((piece) => {
      if (typeof piece === "string") return piece;
      return piece.kind === "segment" || piece.kind === "path" ? piece.name : `\${${piece.name}}`;
    })
    .join("");
}

const plain = (name: string) => name.replaceAll(quote, '"').replaceAll(backslash, "\\");
