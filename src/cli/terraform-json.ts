import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { basename, join, resolve } from "node:path";
import { environmentNames } from "../../environments";
import { UserError } from "../errors";

/** A file of Terraform JSON. */
export interface TerraformFile {
  /** What it is called in errors. */
  readonly name: string;
  readonly json: unknown;
}

/** What can be read: what Terraform takes for a configuration, and what it prints. */
const readableThings = "a folder or file of Terraform JSON (*.tf.json), or what `terraform show -json` printed";

/**
 * Reads Terraform JSON: a file, or the `*.tf.json` files of a folder, as Terraform takes them together, with the files of
 * variables' values that it loads by itself.
 *
 * @param path As somebody typed it; `-` is standard input.
 * @throws UserError where there is nothing, where it is not JSON, or where a folder's files are HCL too.
 */
export function terraformFiles(path: string): readonly TerraformFile[] {
  if (path === "-") return [{ name: "standard input", json: parsed(readFileSync(0, "utf8"), "standard input") }];
  const found = located(path);
  if (!statSync(found).isDirectory()) return [fileAt(found, path)];
  const names = readdirSync(found).toSorted();
  const json = names.filter((name) => name.endsWith(".tf.json"));
  const hcl = names.find((name) => /\.tf$|^terraform\.tfvars$|\.auto\.tfvars$/.test(name));
  if (hcl !== undefined || json.length === 0) throw unreadableFolder(path, hcl, withinOf(found, names));
  const variables = names.filter((name) => /^terraform\.tfvars\.json$|\.auto\.tfvars\.json$/.test(name));
  return [...json, ...variables].map((name) => fileAt(join(found, name), join(path, name)));
}

/** npm runs commands in the project's root, and says where it was called. */
function located(path: string): string {
  const places = [process.env.INIT_CWD, process.cwd()].flatMap((folder) => folder ?? []);
  const found = places.map((folder) => resolve(folder, path)).find((place) => existsSync(place));
  if (found !== undefined) return found;
  throw new UserError({
    where: path,
    what: "this is no environment, and there is no such file or folder",
    allowed: `${environmentNames.join(", ")}; ${readableThings}`,
    fix: "name an environment (one with a file of its own counts once environments/index.ts has it), or correct the path",
  });
}

function fileAt(place: string, name: string): TerraformFile {
  return { name, json: parsed(readFileSync(place, "utf8"), name) };
}

function parsed(text: string, name: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch (error) {
    const isMeantAsJson = /^\s*[[{]/.test(text);
    throw new UserError({
      where: name,
      what: text.trim() === "" ? "there is nothing in it" : `this is not JSON: ${faultOf(error, text)}`,
      allowed: readableThings,
      fix: isMeantAsJson ? "correct it there" : showInstead(name),
    });
  }
}

/** What the parser says, with the line and column in place of its position. */
function faultOf(error: unknown, text: string): string {
  const { message } = error as Error;
  const position = /^(.*) in JSON at position (\d+)/s.exec(message);
  // Of a token that it did not expect it shows what stands around it instead.
  if (position === null) return message.replaceAll("\n", String.raw`\n`);
  const before = text.slice(0, Number(position[2])).split("\n");
  return `${position[1]}, line ${before.length}, column ${(before.at(-1)?.length ?? 0) + 1}`;
}

/** A folder within that holds Terraform JSON. */
function withinOf(folder: string, names: readonly string[]): string | undefined {
  return names.find((name) => {
    const within = join(folder, name);
    return statSync(within).isDirectory() && readdirSync(within).some((file) => file.endsWith(".tf.json"));
  });
}

function unreadableFolder(path: string, hcl: string | undefined, within: string | undefined): UserError {
  return new UserError({
    where: path,
    what: hcl === undefined ? "the folder holds no *.tf.json" : `the folder holds HCL (${hcl}), which is not read`,
    allowed: readableThings,
    fix: hcl === undefined && within !== undefined ? `name a folder in it: ${join(path, within)}` : showInstead(path),
  });
}

const showInstead = (path: string) =>
  `for a configuration in HCL, there: terraform plan -out plan && terraform show -json plan > plan.json, and name ${basename(path) === "plan.json" ? "it" : "plan.json"}`;
