import { UserError } from "../../errors";
import { type TerraformFile } from "./input";
import { bodiesIn, type JsonRecord, labelled } from "./json-blocks";

/** A resource or data source as it is declared. */
export interface Declaration {
  readonly address: string;
  readonly mode: "managed" | "data";
  readonly type: string;
  readonly name: string;
  readonly body: JsonRecord;
}

/** The blocks of a folder's files, merged. */
export interface Blocks {
  /** By address. */
  readonly resources: ReadonlyMap<string, Declaration>;
  readonly variables: ReadonlyMap<string, JsonRecord>;
  readonly locals: ReadonlyMap<string, unknown>;
  /** By name, and a dot and the alias where there is one. */
  readonly providers: ReadonlyMap<string, JsonRecord>;
  /** The calls of modules, by name. */
  readonly modules: ReadonlyMap<string, JsonRecord>;
  /** The stack's name that cdktf noted. */
  readonly stack?: string;
}

/**
 * Merges the files of one folder as Terraform does: `override.tf.json` and `*_override.tf.json` replace arguments of
 * what others declare.
 *
 * @throws UserError where something is declared twice, or is no block.
 * @see https://developer.hashicorp.com/terraform/language/files/override
 */
export function mergedBlocks(files: readonly TerraformFile[]): Blocks {
  const merger = new Merger();
  const sorted = files.toSorted((one, other) => (one.name < other.name ? -1 : 1));
  for (const file of sorted) if (!isOverride(file)) merger.add(file, false);
  for (const file of sorted) if (isOverride(file)) merger.add(file, true);
  return merger;
}

const isOverride = ({ name }: TerraformFile) => /(^|[/\\_])override\.tf\.json$/.test(name);

class Merger implements Blocks {
  readonly resources = new Map<string, Declaration>();
  readonly variables = new Map<string, JsonRecord>();
  readonly locals = new Map<string, unknown>();
  readonly providers = new Map<string, JsonRecord>();
  readonly modules = new Map<string, JsonRecord>();
  stack?: string;

  add({ name: file, json }: TerraformFile, overrides: boolean): void {
    for (const body of bodiesIn(json, file)) {
      this.stack ??= stackName(body["//"]);
      this.addResources(body.resource, "managed", file, overrides);
      this.addResources(body.data, "data", file, overrides);
      addNamed(this.variables, body.variable, { file, type: "variable", prefix: "var", overrides });
      addNamed(this.modules, body.module, { file, type: "module", prefix: "module", overrides });
      for (const [name, value] of labelled(body.locals, `${file}: locals`)) {
        put(this.locals, name, value, `local.${name}`, overrides);
      }
      this.addProviders(body.provider, file, overrides);
    }
  }

  private addResources(blocks: unknown, mode: Declaration["mode"], file: string, overrides: boolean): void {
    const prefix = mode === "data" ? "data." : "";
    for (const [type, byName] of labelled(blocks, `${file}: ${mode === "data" ? "data" : "resource"}`)) {
      for (const [name, value] of labelled(byName, `${file}: ${prefix}${type}`)) {
        const address = `${prefix}${type}.${name}`;
        for (const one of bodiesIn(value, `${file}: ${address}`)) {
          const body = overrides ? { ...this.resources.get(address)?.body, ...one } : one;
          put(this.resources, address, { address, mode, type, name, body }, address, overrides);
        }
      }
    }
  }

  private addProviders(blocks: unknown, file: string, overrides: boolean): void {
    for (const [name, value] of labelled(blocks, `${file}: provider`)) {
      for (const body of bodiesIn(value, `${file}: provider ${name}`)) {
        const key = typeof body.alias === "string" ? `${name}.${body.alias}` : name;
        const whole = overrides ? { ...this.providers.get(key), ...body } : body;
        put(this.providers, key, whole, `provider ${key}`, overrides);
      }
    }
  }
}

interface Named {
  readonly file: string;
  readonly type: string;
  /** What stands before the name in a reference. */
  readonly prefix: string;
  readonly overrides: boolean;
}

/** Adds blocks that have one label, their name. */
function addNamed(map: Map<string, JsonRecord>, blocks: unknown, { file, type, prefix, overrides }: Named): void {
  for (const [name, value] of labelled(blocks, `${file}: ${type}`)) {
    const address = `${prefix}.${name}`;
    for (const one of bodiesIn(value, `${file}: ${address}`)) {
      put(map, name, overrides ? { ...map.get(name), ...one } : one, address, overrides);
    }
  }
}

/** @throws UserError where it is declared already, or there is nothing to override. */
function put<T>(map: Map<string, T>, key: string, value: T, address: string, overrides: boolean): void {
  if (!overrides && map.has(key)) {
    throw new UserError({
      where: address,
      what: "it is declared twice",
      fix: "give one of the two another name, or leave one of the files out",
    });
  }
  map.set(key, value);
}

function stackName(comment: unknown): string | undefined {
  if (typeof comment !== "object" || comment === null) return undefined;
  const { metadata } = comment as { readonly metadata?: { readonly stackName?: unknown } };
  return typeof metadata?.stackName === "string" ? metadata.stackName : undefined;
}
