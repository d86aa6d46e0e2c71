import { UserError } from "../../errors";
import { isRecord, type JsonRecord } from "./json-blocks";

/** A resource as `terraform show -json` lists it. */
export interface Shown {
  readonly address: string;
  readonly mode: "managed" | "data";
  readonly type: string;
  readonly name: string;
  /** The address of its module; empty for the root. */
  readonly module: string;
  readonly index?: string | number;
  readonly values: JsonRecord;
}

/**
 * The resources of a module and of the modules in it.
 *
 * @param file The name that errors call the file by.
 * @throws UserError where they are not what Terraform shows.
 */
export function shownResources(rootModule: unknown, file: string): readonly Shown[] {
  const found: Shown[] = [];
  const modules: unknown[] = [rootModule];
  for (let module = modules.pop(); module !== undefined; module = modules.pop()) {
    if (!isRecord(module)) throw malformed(file, "a module", module);
    const address = typeof module.address === "string" ? module.address : "";
    for (const resource of listIn(module.resources, file, "resources")) found.push(shown(resource, address, file));
    for (const child of listIn(module.child_modules, file, "child_modules")) modules.push(child);
  }
  return found;
}

function shown(resource: unknown, module: string, file: string): Shown {
  if (!isRecord(resource)) throw malformed(file, "a resource", resource);
  const { address, mode, type, name, index, values } = resource;
  if (typeof address !== "string" || typeof type !== "string" || typeof name !== "string") {
    throw malformed(file, "a resource's address, type or name", { address, type, name });
  }
  return {
    address,
    mode: mode === "data" ? "data" : "managed",
    type,
    name,
    module,
    ...(typeof index === "string" || typeof index === "number" ? { index } : {}),
    values: isRecord(values) ? values : {},
  };
}

/** What people call it: its address without its type. */
export function shortNameOf({ address, mode, type, module }: Shown): string {
  const prefix = module === "" ? "" : `${module}.`;
  const within = address.slice(prefix.length);
  const typed = `${mode === "data" ? "data." : ""}${type}.`;
  return prefix + (within.startsWith(typed) ? within.slice(typed.length) : within);
}

function listIn(value: unknown, file: string, name: string): readonly unknown[] {
  if (value === undefined || value === null) return [];
  if (Array.isArray(value)) return value;
  throw malformed(file, name, value);
}

const malformed = (file: string, what: string, got: unknown) =>
  new UserError({
    where: file,
    what: `it is not what Terraform shows: ${what} cannot be read`,
    got: typeof got === "object" && got !== null ? undefined : got,
    allowed: "what terraform show -json prints of a plan or a state",
    fix: "write terraform show -json to a file once more, and give that",
  });
