import { type Symbolic, type SymbolKind } from "../symbols";
import { many, one, oneOrMore, sameSymbol, type Token } from "./tokens";

/** Whether the text fits the pattern whatever its symbols stand for: a `*` takes them whole. */
export function mustFit(pattern: readonly Token[], text: readonly Token[]): boolean {
  let [at, in_, star, from] = [0, 0, -1, 0];
  while (in_ < text.length) {
    if (pattern[at] === many) {
      star = at++;
      from = in_;
    } else if (covers(pattern[at], text[in_])) {
      at++;
      in_++;
    } else if (star >= 0) {
      at = star + 1;
      in_ = ++from;
    } else return false;
  }
  while (pattern[at] === many) at++;
  return at === pattern.length;
}

function covers(wanted: Token | undefined, token: Token | undefined): boolean {
  if (wanted === undefined || token === undefined) return false;
  if (wanted === one) return typeof token === "string";
  if (wanted === oneOrMore) return typeof token === "string" || (typeof token === "object" && token.kind !== "unknown");
  return wanted === token || sameSymbol(wanted, token);
}

/**
 * Whether the symbols may stand for something with which the text fits the pattern. Each place of a symbol is looked at
 * by itself, and all states are visited at most once, so that the work grows with the product of the lengths.
 */
export function mayFit(pattern: readonly Token[], text: readonly Token[]): boolean {
  const width = (text.length + 1) * 2;
  const seen = new Uint8Array((pattern.length + 1) * 2 * width);
  const waiting: number[] = [];
  const visit = (at: number, within: number, in_: number, inside: number) => {
    const state = (at * 2 + within) * width + in_ * 2 + inside;
    if (seen[state] === 1) return;
    seen[state] = 1;
    waiting.push(state);
  };
  visit(0, 0, 0, 0);
  for (let state = waiting.pop(); state !== undefined; state = waiting.pop()) {
    const [row, column] = [Math.floor(state / width), state % width];
    const [at, within, in_, inside] = [row >> 1, row & 1, column >> 1, column & 1];
    const [wanted, token] = [pattern[at], text[in_]];
    if (wanted === undefined && token === undefined) return true;
    if (wanted !== undefined && (within === 1 || mayBeEmpty(wanted))) visit(at + 1, 0, in_, inside);
    if (token !== undefined && (inside === 1 || mayBeEmpty(token))) visit(at, within, in_ + 1, 0);
    if (wanted === undefined || token === undefined) continue;
    if (within === 0 && inside === 0) {
      if (sameSymbol(wanted, token)) visit(at + 1, 0, in_ + 1, 0);
      // No identity is another, or begins with another.
      if (isIdentity(wanted) && isIdentity(token)) continue;
    }
    if (!shareCharacter(wanted, token)) continue;
    const [stays, remains] = [typeof wanted === "object" || wanted === many, typeof token === "object"];
    visit(stays ? at : at + 1, typeof wanted === "object" ? 1 : 0, remains ? in_ : in_ + 1, remains ? 1 : 0);
  }
  return false;
}

const mayBeEmpty = (token: Token) => token === many || (typeof token === "object" && token.kind === "unknown");

const isIdentity = (token: Token) => typeof token === "object" && token.kind === "identity";

const isOther = (token: Token) => typeof token === "object" && token.kind === "other";

function shareCharacter(wanted: Token, token: Token): boolean {
  if (isOther(wanted) || isOther(token)) return typeof wanted === "number" || typeof token === "number";
  if (typeof wanted === "string") return typeof token === "object" ? mayHold(token, wanted) : wanted === token;
  return typeof wanted !== "object" || typeof token !== "string" || mayHold(wanted, token);
}

// A URL has no braces: where a policy has a route's template in it, `{id}`, no call fits.
const excluded: Readonly<Record<SymbolKind, string>> = {
  identity: "/*?",
  unknown: "",
  segment: "/{}",
  path: "{}",
  other: "",
};

function mayHold(symbol: Symbolic, character: string): boolean {
  return !excluded[symbol.kind].includes(character);
}
