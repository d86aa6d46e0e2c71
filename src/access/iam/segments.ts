import { joinPieces, piecesOf, type Piece } from "../symbols";
import { remembering } from "../remembered";
import { tokensOf, unescaped, type Token } from "./tokens";

/** What stands between two slashes. */
export class Segment {
  /** What it says; wildcards that are meant literally are not told from others. */
  readonly text: string;
  /** Whether nothing in it is a symbol or a wildcard. */
  readonly known: boolean;
  /** Whether it certainly holds no slash, and fits none. */
  readonly confined: boolean;
  /** Whether it is what AWS gave to one thing alone, and so none that is given to another. */
  readonly isIdentity: boolean;
  private taken?: readonly Token[];

  constructor(
    private readonly pieces: readonly Piece[],
    private readonly wildcards: boolean,
  ) {
    const open = wildcards && pieces.some((piece) => typeof piece === "string" && /[*?]/.test(piece));
    this.text = unescaped(joinPieces(pieces));
    this.known = !open && pieces.every((piece) => typeof piece === "string");
    this.isIdentity =
      pieces.length === 1 && pieces.every((piece) => typeof piece === "object" && piece.kind === "identity");
    this.confined = !open && !pieces.some((piece) => typeof piece === "object" && mayHoldSlash.has(piece.kind));
  }

  /** Its characters, wildcards and symbols: most comparisons need none. */
  get tokens(): readonly Token[] {
    return (this.taken ??= tokensOf(this.pieces, this.wildcards));
  }
}

const mayHoldSlash: ReadonlySet<string> = new Set(["unknown", "path"]);

/** The segments of a pattern, in which `*` and `?` are wildcards. */
export const patternSegments = remembering((text) => segmentsOf(text, true));

/** The segments of a text, in which `*` and `?` are characters. */
export const textSegments = remembering((text) => segmentsOf(text, false));

/** The tokens of segments, with the slashes between them. */
export function tokensIn(segments: readonly Segment[]): readonly Token[] {
  return segments.flatMap(({ tokens }, index): readonly Token[] => (index === 0 ? tokens : ["/", ...tokens]));
}

function segmentsOf(text: string, wildcards: boolean): readonly Segment[] {
  return splitPieces(text, "/").map((pieces) => new Segment(pieces, wildcards));
}

/** Splits a text where it has a separator; those within symbols part nothing. */
export function splitPieces(text: string, separator: string): readonly (readonly Piece[])[] {
  const parts: Piece[][] = [[]];
  for (const piece of piecesOf(text)) {
    const [first, ...others] = typeof piece === "string" ? piece.split(separator) : [piece];
    if (first !== undefined && first !== "") parts.at(-1)?.push(first);
    for (const other of others) parts.push(other === "" ? [] : [other]);
  }
  return parts;
}
