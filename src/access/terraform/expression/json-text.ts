import { isKnown } from "../../symbols";
import { jsonIn } from "../../../json";
import { Impossible, isList, isObject, type Runtime, Thing, unknown } from "./runtime";

/**
 * A value as Terraform's `jsonencode` writes it: keys in order, and `<`, `>` and `&` escaped.
 *
 * @see https://developer.hashicorp.com/terraform/language/functions/jsonencode
 */
export function encoded(value: Runtime): string {
  if (value instanceof Thing) return JSON.stringify(unknown(value.name));
  if (isList(value)) return `[${value.map(encoded).join(",")}]`;
  if (isObject(value)) {
    const parts = Object.keys(value)
      .toSorted()
      .map((key) => `${text(key)}:${encoded(value[key] ?? null)}`);
    return `{${parts.join(",")}}`;
  }
  return typeof value === "string" ? text(value) : JSON.stringify(value);
}

const marks: Readonly<Record<string, string>> = {
  "<": "\\u003c",
  ">": "\\u003e",
  "&": "\\u0026",
  "\u2028": "\\u2028",
  "\u2029": "\\u2029",
};

/** A symbol stays as it is, whatever its name holds. */
function text(value: string): string {
  return JSON.stringify(value).replaceAll(
    /\uE000[^\uE001]*\uE001|[<>&\u2028\u2029]/g,
    (found) => marks[found] ?? found,
  );
}

/** What a JSON text says; undefined where a symbol stands in the place of a value. */
export function decoded(json: string): Runtime | undefined {
  const value = jsonIn(json.replaceAll(/\\u[eE]00[0-3]/g, "\\ufffd")) as Runtime | undefined;
  if (value === undefined && isKnown(json)) throw new Impossible();
  return value;
}
