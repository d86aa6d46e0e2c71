import { type JsonValue } from "../../../json";
import { isKnown } from "../../symbols";
import { textIn, textsIn } from "../../terraform/configuration";

/** A JSON object. */
export type JsonObject = Readonly<Record<string, JsonValue>>;

/** A value as an object; undefined where it is none. */
export function objectOf(value: unknown): JsonObject | undefined {
  return typeof value === "object" && value !== null && !Array.isArray(value) ? (value as JsonObject) : undefined;
}

/** The object under a key; undefined where there is none. */
export function objectIn(object: JsonObject | undefined, key: string): JsonObject | undefined {
  return objectOf(valueAt(object, key));
}

/** What stands under a key that is not known; undefined where something known does, or nothing. */
export function unknownAt(object: JsonObject | undefined, key: string): string | undefined {
  const value = valueAt(object, key);
  return typeof value === "string" && !isKnown(value) ? value : undefined;
}

/** The text under a key; undefined where there is none. */
export function textAt(object: JsonObject | undefined, key: string): string | undefined {
  return textIn(valueAt(object, key));
}

/** The texts of the list under a key. */
export function textsAt(object: JsonObject | undefined, key: string): readonly string[] {
  return textsIn(valueAt(object, key));
}

/** What stands under a key of the object itself, whatever the key: `constructor` too. */
export function valueAt(object: JsonObject | undefined, key: string): JsonValue | undefined {
  return object && Object.hasOwn(object, key) ? object[key] : undefined;
}
