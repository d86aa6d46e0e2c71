import { type Json } from "../call";

const verbs = new Map(
  ["get", "put", "post", "delete", "options", "head", "patch"]
    .map((verb) => [verb, verb.toUpperCase()] as const)
    .concat([["x-amazon-apigateway-any-method", "ANY"]]),
);

/** One operation of an OpenAPI document. */
export interface Operation {
  readonly path: string;
  /** In capitals, or `ANY`. */
  readonly verb: string;
  readonly method: Json;
  /** What stands around it, for all operations of the path. */
  readonly item: Json;
}

/** Every operation of a document, in its order. */
export function methodsOf(document: Json): Operation[] {
  return Object.entries(objectAt(document, "paths")).flatMap(([path, item]) =>
    Object.entries(item as Json).flatMap(([key, method]) => {
      const verb = verbs.get(key);
      return verb === undefined ? [] : [{ path, verb, method: method as Json, item: item as Json }];
    }),
  );
}

/** A member that is an object; an empty one where there is none. */
export function objectAt(value: Json, key: string): Json {
  const found = value[key];
  return typeof found === "object" && found !== null ? (found as Json) : {};
}
