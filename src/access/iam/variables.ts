import { changingKnown, isKnown, piecesOf, readable, symbolic } from "../symbols";
import { keyName } from "./key-names";
import { type ContextValue } from "./request";
import { literally } from "./tokens";

const variables = /\$\{([^{}]*)\}/g;

/** Whether a text of a policy has policy variables, or characters escaped in their manner; only the newer version has. */
export function hasVariables(text: string, version: string): boolean {
  return version === "2012-10-17" && piecesOf(text).some((piece) => typeof piece === "string" && piece.includes("${"));
}

/** The widest pattern that values of variables can make of a text. */
export function widest(text: string): string {
  return isInterrupted(text) ? "*" : changingKnown(text, (known) => known.replaceAll(variables, "*"));
}

/**
 * Puts the values of a request into a policy's text; undefined where it lacks one of them, or has several: then the text
 * fits nothing. A value that is not known becomes a symbol. A value is literal: its `*` is no wildcard.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html
 */
export function withVariables(text: string, keys: ReadonlyMap<string, ContextValue>): string | undefined {
  if (isInterrupted(text)) return symbolic({ kind: "unknown", name: readable(text) });
  let complete = true;
  const result = changingKnown(text, (known) =>
    known.replaceAll(variables, (whole, inner: string) => {
      const value = valueOf(inner, keys);
      if (value === undefined) complete = false;
      return value === malformed ? whole : (value ?? "");
    }),
  );
  return complete ? result : undefined;
}

/** Whether a symbol stands within a variable, whose name is then not known. */
function isInterrupted(text: string): boolean {
  if (isKnown(text)) return false;
  return piecesOf(text).some((piece) => typeof piece === "string" && /\$\{[^}]*$/.test(piece));
}

const malformed = Symbol("no variable");
// The name of a tag, and so a key, may have spaces in it.
const variable = /^([^,]+)(?:,\s*'([^']*)'\s*)?$/;

function valueOf(inner: string, keys: ReadonlyMap<string, ContextValue>): string | typeof malformed | undefined {
  if (inner === "*" || inner === "?") return literally(inner);
  if (inner === "$") return "$";
  const [, written = "", fallback] = variable.exec(inner) ?? [];
  const key = written.trim();
  if (key === "") return malformed;
  const values = keys.get(key.toLowerCase());
  if (values === undefined) {
    const name = keyName(key);
    return symbolic({ kind: "unknown", name: fallback === undefined ? name : `${name}, '${fallback}'` });
  }
  const [value = fallback, ...others] = values;
  return value === undefined || others.length > 0 ? undefined : literally(value);
}
