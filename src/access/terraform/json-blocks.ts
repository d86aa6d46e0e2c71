import { UserError } from "../../errors";

export type JsonRecord = Readonly<Record<string, unknown>>;

export function isRecord(value: unknown): value is JsonRecord {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** A value that is an object; an empty one in the place of anything else. */
export function recordIn(value: unknown): JsonRecord {
  return isRecord(value) ? value : {};
}

/** A value for an error's reader: without what is nested in it. */
export function shallow(value: unknown): unknown {
  if (Array.isArray(value))
    return value.map((item: unknown) => (typeof item === "object" && item !== null ? "…" : item));
  if (!isRecord(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [key, typeof item === "object" && item !== null ? "…" : item]),
  );
}

/**
 * The bodies of blocks: one object, or a list of objects. `null` is no block.
 *
 * @throws UserError where it is anything else.
 */
export function bodiesIn(value: unknown, where: string): readonly JsonRecord[] {
  if (value === null || value === undefined) return [];
  const list: readonly unknown[] = Array.isArray(value) ? value : [value];
  const bodies = list.filter(isRecord);
  if (bodies.length === list.length) return bodies;
  throw new UserError({
    where,
    what: "this is no block of Terraform",
    got: shallow(value),
    allowed: "an object, or a list of objects",
    fix: "write it as https://developer.hashicorp.com/terraform/language/syntax/json says",
  });
}

/** What stands beside each label of blocks, comments aside. @throws UserError where they are no blocks. */
export function labelled(value: unknown, where: string): readonly (readonly [string, unknown])[] {
  return bodiesIn(value, where).flatMap((body) => Object.entries(body).filter(([label]) => label !== "//"));
}
