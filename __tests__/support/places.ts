import { jsonIn } from "../../src/json";

/** A place in a value, member by member; within JSON that is a text, the members of what it says. */
export type Path = readonly (string | number)[];

/** Every place where something stands: arguments, their members, and what policies say. */
export function placesIn(value: unknown, path: Path = []): readonly Path[] {
  const held = typeof value === "string" ? jsonIn(value) : value;
  const members = typeof held === "object" && held !== null ? Object.entries(held) : [];
  const below = members.flatMap(([name, one]) => placesIn(one, [...path, Array.isArray(held) ? Number(name) : name]));
  return path.length < 3 ? below : [path, ...below];
}

/** The value with something that is not known in a place: a variable, which is itself wherever it stands. */
export function blurred(value: unknown, [name, ...rest]: Path, variable = "unknown"): unknown {
  if (name === undefined) return `\${var.${variable}}`;
  if (typeof value === "string") return JSON.stringify(blurred(jsonIn(value), [name, ...rest], variable));
  if (Array.isArray(value))
    return value.map((one: unknown, index) => (index === name ? blurred(one, rest, variable) : one));
  const members = value as Record<string, unknown>;
  return { ...members, [name]: blurred(members[name], rest, variable) };
}

/** Resources with an unknown number of one of them, to whose first the others refer. */
export function ofAnyNumber(resources: object, type: string | number, name: string | number): unknown {
  const text = JSON.stringify(resources).replaceAll(`\${${type}.${name}.`, `\${${type}.${name}[0].`);
  return blurred(JSON.parse(text), [type, name, "count"]);
}

/** The value without what stands in a place. */
export function missing(value: unknown, [name, ...rest]: Path): unknown {
  if (name === undefined) return undefined;
  if (typeof value === "string") return JSON.stringify(missing(jsonIn(value), [name, ...rest]));
  if (Array.isArray(value))
    return value.flatMap((one: unknown, index) => (index === name ? (missing(one, rest) ?? []) : [one]));
  const members = value as Record<string, unknown>;
  return { ...members, [name]: missing(members[name], rest) };
}
