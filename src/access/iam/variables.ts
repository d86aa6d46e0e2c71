import { symbolic } from "../symbols";
import { type ContextValue } from "./request";
import { literally } from "./tokens";

const variables = /\$\{([^{}]*)\}/g;

/** Whether a text of a policy has policy variables, or characters escaped in their manner; only the newer version has. */
export function hasVariables(text: string, version: string): boolean {
  return version === "2012-10-17" && text.includes("${");
}

/**
 * Puts the values of a request into a policy's text; undefined where it lacks one of them, or has several: then the text
 * fits nothing. A value that is not known becomes a symbol. A value is literal: its `*` is no wildcard.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html
 */
export function withVariables(text: string, keys: ReadonlyMap<string, ContextValue>): string | undefined {
  let complete = true;
  const result = text.replaceAll(variables, (whole, inner: string) => {
    if (inner === "*" || inner === "?") return literally(inner);
    if (inner === "$") return "$";
    const [, key, fallback] = /^\s*([^,\s]+)\s*(?:,\s*'([^']*)'\s*)?$/.exec(inner) ?? [];
    if (key === undefined) return whole;
    const values = keys.get(key.toLowerCase());
    if (values === undefined) return symbolic({ kind: "unknown", name: inner });
    const [value, ...others] = values;
    if (value !== undefined && others.length === 0) return literally(value);
    if (values.length === 0 && fallback !== undefined) return literally(fallback);
    complete = false;
    return "";
  });
  return complete ? result : undefined;
}
