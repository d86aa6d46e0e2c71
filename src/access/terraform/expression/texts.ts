import { isKnown, piecesOf } from "../../symbols";
import { Impossible, isCounted, isList, type Runtime, templateText } from "./runtime";

/** The text that an argument is. */
export function textArgument(value: Runtime | undefined): string {
  const text = value === undefined ? undefined : templateText(value);
  if (text === undefined) throw new Impossible();
  return text;
}

/** What AWS gives as an identity has none of these. */
const neverInIdentity = /[/*?]/;

/**
 * `replace` of a text in which there are symbols; undefined where something to be replaced may lie in one, or across
 * its end.
 */
export function replaced(text: string, searched: string, replacement: string): string | undefined {
  if (searched === "" || !isKnown(searched) || /^\/.*\/$/s.test(searched)) return undefined;
  const pieces = piecesOf(text);
  for (const [index, piece] of pieces.entries()) {
    if (typeof piece === "string") continue;
    const [before, after] = [pieces[index - 1] ?? "", pieces[index + 1] ?? ""];
    if (piece.kind !== "identity" || typeof before === "object" || typeof after === "object") return undefined;
    if (mayTouch(searched, before, after)) return undefined;
  }
  return text.split(searched).join(replacement);
}

/** Whether a text may lie in an identity, from the end of what stands before it to the start of what follows. */
function mayTouch(searched: string, before: string, after: string): boolean {
  for (let from = 0; from < searched.length; from += 1) {
    if (from > 0 && !before.endsWith(searched.slice(0, from))) continue;
    for (let to = from + 1; to <= searched.length; to += 1) {
      if (neverInIdentity.test(searched.slice(from, to))) break;
      if (to === searched.length || after.startsWith(searched.slice(to))) return true;
    }
  }
  return false;
}

/** `split`; undefined where the separator may lie in a symbol. */
export function splitText(separator: string, text: string): readonly string[] | undefined {
  if (!isKnown(separator)) return undefined;
  if (isKnown(text)) return text === "" ? [""] : text.split(separator);
  if (separator.length !== 1 || !neverInIdentity.test(separator)) return undefined;
  if (piecesOf(text).some((piece) => typeof piece === "object" && piece.kind !== "identity")) return undefined;
  return text.split(separator);
}

/** `join`; undefined where a list is not known. */
export function joinedText(separator: string, lists: readonly Runtime[]): string | undefined {
  if (!lists.every((list) => isList(list) && isCounted(list))) return undefined;
  return lists
    .flatMap((list) => (isList(list) ? list : []))
    .map(textArgument)
    .join(separator);
}

/** Whether a text begins with another; undefined where a symbol decides. */
export function beginsWith(text: string, prefix: string): boolean | undefined {
  if (!isKnown(prefix)) return text.startsWith(prefix) ? true : undefined;
  const [first] = piecesOf(text);
  if (isKnown(text) || (typeof first === "string" && first.length >= prefix.length)) return text.startsWith(prefix);
  return typeof first !== "string" || prefix.startsWith(first) ? undefined : false;
}

/** Whether a text ends with another; undefined where a symbol decides. */
export function endsIn(text: string, suffix: string): boolean | undefined {
  if (!isKnown(suffix)) return text.endsWith(suffix) ? true : undefined;
  const last = piecesOf(text).at(-1);
  if (isKnown(text) || (typeof last === "string" && last.length >= suffix.length)) return text.endsWith(suffix);
  return typeof last !== "string" || suffix.endsWith(last) ? undefined : false;
}

/** `format`, with the verbs whose result does not depend on more than the value; undefined with others. */
export function formatted(pattern: string, values: readonly Runtime[]): string | undefined {
  if (!isKnown(pattern)) return undefined;
  let next = 0;
  let understood = true;
  const text = pattern.replaceAll(/%(%|[^a-zA-Z%]*[a-zA-Z]|$)/g, (found, verb: string) => {
    if (verb === "%") return "%";
    const value = values[next];
    next += 1;
    const plainly = value === undefined ? undefined : templateText(value);
    if (plainly !== undefined && (verb === "s" || verb === "v")) return plainly;
    if (verb === "d" && (Number.isInteger(value) || (plainly !== undefined && !isKnown(plainly)))) return plainly ?? "";
    if (verb === "q" && plainly !== undefined && isKnown(plainly)) return JSON.stringify(plainly);
    understood = false;
    return found;
  });
  return understood ? text : undefined;
}
