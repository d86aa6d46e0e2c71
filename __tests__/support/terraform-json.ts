import { type Configuration, type Resource, type Value } from "../../src/access/terraform/configuration";
import { readTerraform } from "../../src/access/terraform/read";
import { piecesOf, readable } from "../../src/access/symbols";

/** Terraform JSON, read as one file. */
export function read(json: unknown): Configuration {
  return readTerraform([{ name: "main.tf.json", json }]);
}

/** The resource with an address; fails where there is none. */
export function resourceAt(configuration: Configuration, address: string): Resource {
  const resource = configuration.resources.find((one) => one.address === address);
  if (resource === undefined) throw new Error(`no ${address}`);
  return resource;
}

/** An attribute as people read it. */
export function shownAttribute(configuration: Configuration, address: string, name: string): unknown {
  return shown(resourceAt(configuration, address).attribute(name));
}

/** A value with its symbols as people read them. */
export function shown(value: Value): unknown {
  return JSON.parse(JSON.stringify(value), (_key, part: unknown) =>
    typeof part === "string" ? readable(part) : part,
  ) as unknown;
}

/** What a text of Terraform JSON gives, beside blocks that it may refer to. */
export function evaluated(text: string, beside: Readonly<Record<string, unknown>> = {}): Value {
  const { resource = {}, ...others } = beside;
  const all = { ...others, resource: { ...(resource as object), test: { this: { value: text } } } };
  return resourceAt(read(all), "test.this").values.value ?? null;
}

/** The names of the symbols in a value, by kind. */
export function symbolsIn(value: Value, kind: "identity" | "unknown"): readonly string[] {
  const names = new Set<string>();
  JSON.stringify(value, (_key, part: unknown) => {
    if (typeof part !== "string") return part;
    for (const piece of piecesOf(part)) if (typeof piece === "object" && piece.kind === kind) names.add(piece.name);
    return part;
  });
  return [...names].toSorted();
}
