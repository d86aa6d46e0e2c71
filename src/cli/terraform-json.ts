import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { allEnvironments, environmentNames, sharingAPlace } from "../../environments";
import { UserError } from "../errors";
import { jsonIn } from "../json";
import { environmentStackName, foundationStackName } from "../stack-names";
import { type Project } from "./project";
import { synthesize } from "./synth";

/** Terraform JSON that belongs together: a stack, a folder or a file. */
export interface TerraformJson {
  /** What people call it: the stack's name, or the path as it was given. */
  readonly name: string;
  readonly files: readonly { readonly name: string; readonly json: unknown }[];
}

/**
 * What an argument names: an environment's stack, a file or a folder of Terraform JSON; without one, the stacks of all
 * environments and their foundations. Environments are synthesized first.
 *
 * @throws UserError where there is no such environment, file or folder, or no JSON in it.
 */
export async function terraformJsonOf(project: Project, argument?: string): Promise<readonly TerraformJson[]> {
  const name = environmentNames.find((one) => one === argument);
  if (argument !== undefined && name === undefined) return [jsonAt(argument)];
  await synthesize(project);
  const stacks = name === undefined ? allStacks() : [environmentStackName(name)];
  return stacks.map((stack) => ({ ...jsonAt(project.stackFolder(stack)), name: stack }));
}

function allStacks(): readonly string[] {
  const environments = allEnvironments();
  return [
    ...environments.map(({ name }) => environmentStackName(name)),
    ...sharingAPlace(environments).map(([environment]) => foundationStackName(environment)),
  ];
}

/** @throws UserError where there is nothing, or no JSON. */
function jsonAt(path: string): TerraformJson {
  if (!existsSync(path)) {
    throw new UserError({
      where: path,
      what: "there is neither such an environment nor such a path",
      got: path,
      allowed: `an environment (${environmentNames.join(", ")}), a file of Terraform JSON or a folder with such files`,
      fix: "correct the name; of a plan, terraform show -json <plan file> writes JSON",
    });
  }
  const files = statSync(path).isDirectory() ? filesIn(path) : [path];
  return { name: path, files: files.map((file) => ({ name: file, json: parsed(file) })) };
}

/** What terraform itself would read; where there is none, any JSON, such as a plan's. */
function filesIn(folder: string): readonly string[] {
  const names = readdirSync(folder).toSorted();
  const terraform = names.filter((name) => name.endsWith(".tf.json"));
  const found = terraform.length > 0 ? terraform : names.filter((name) => name.endsWith(".json"));
  if (found.length > 0) return found.map((name) => join(folder, name));
  const hcl = names.some((name) => name.endsWith(".tf"));
  throw new UserError({
    where: folder,
    what: hcl ? "it holds Terraform in HCL, and no JSON" : "it holds no JSON",
    allowed: "*.tf.json, or the JSON of a plan or a state",
    fix: hcl ? "write a plan there: terraform show -json <plan file> > plan.json" : "name another folder",
  });
}

/** @throws UserError for a file that holds no JSON. */
function parsed(file: string): unknown {
  const json = jsonIn(readFileSync(file, "utf8"));
  if (json !== undefined) return json;
  throw new UserError({
    where: file,
    what: "it is not JSON",
    allowed: "Terraform in JSON syntax, or the JSON of a plan or a state (terraform show -json)",
    fix: "correct the file, or name another",
  });
}
