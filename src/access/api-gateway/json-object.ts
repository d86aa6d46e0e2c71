import { type JsonValue } from "../../json";
import { textIn, textsIn } from "../terraform/configuration";

/** A JSON object. */
export type JsonObject = Readonly<Record<string, JsonValue>>;

/** A value as an object; undefined where it is none. */
export function objectOf(value: unknown): JsonObject | undefined {
  return typeof value === "object" && value !== null && !Array.isArray(value) ? (value as JsonObject) : undefined;
}

/** The object under a key; undefined where there is none. */
export function objectIn(object: JsonObject | undefined, key: string): JsonObject | undefined {
  return objectOf(own(object, key));
}

/** The text under a key; undefined where there is none. */
export function textAt(object: JsonObject | undefined, key: string): string | undefined {
  return textIn(own(object, key));
}

/** The texts of the list under a key. */
export function textsAt(object: JsonObject | undefined, key: string): readonly string[] {
  return textsIn(own(object, key));
}

/** What stands under a key of the object itself, whatever the key: `constructor` too. */
function own(object: JsonObject | undefined, key: string): JsonValue | undefined {
  return object && Object.hasOwn(object, key) ? object[key] : undefined;
}
