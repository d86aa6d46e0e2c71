import { existsSync, rmSync } from "node:fs";
import { environmentNamed } from "../../../environments";
import { UserError } from "../../errors";
import { environmentStackName } from "../../stack-names";
import { findTerraform, type Output } from "../../terraform";
import { progress, result } from "../output";
import { preflight } from "../preflight";
import { openProject } from "../project";
import { environmentTerraform } from "../stack-terraform";

/** How the outputs are printed. */
export interface ApplyOptions {
  readonly json?: boolean;
}

/** `apply <environment>`: applies the plan that `plan` saved, and nothing else. */
export async function apply(name: string, { json }: ApplyOptions): Promise<void> {
  const environment = environmentNamed(name);
  const project = openProject();
  const planFile = project.planFile(environmentStackName(name));
  if (!existsSync(planFile)) {
    throw new UserError({
      where: `apply of ${name}`,
      what: "there is no saved plan",
      fix: `plan and review first: npm run plan -- ${name}`,
    });
  }
  await preflight(environment);
  const terraform = environmentTerraform(project, environment, await findTerraform());
  await terraform.apply(planFile);
  rmSync(planFile, { force: true });
  const outputs = await terraform.outputs();
  if (!json) progress("Applied. Outputs:");
  result(json ? JSON.stringify(outputs, undefined, 2) : outputLines(outputs).join("\n"));
}

/** The outputs as `name = value`, aligned; a sensitive value is not shown. */
export function outputLines(outputs: Readonly<Record<string, Output>>): string[] {
  const names = Object.keys(outputs).toSorted();
  const widest = Math.max(0, ...names.map((name) => name.length));
  return names.map((name) => `${name.padEnd(widest)} = ${valueOf(outputs[name])}`);
}

function valueOf(output: Output | undefined): string {
  if (output?.sensitive) return "(sensitive)";
  return typeof output?.value === "string" ? output.value : JSON.stringify(output?.value);
}
