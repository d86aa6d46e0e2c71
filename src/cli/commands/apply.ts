import { environmentNamed } from "../../../environments";
import { findTerraform, type Output } from "../../terraform";
import { interruptibly } from "../interruption";
import { progress, result } from "../output";
import { preflight } from "../preflight";
import { openProject } from "../project";
import { removePlan, savedPlan } from "../saved-plan";
import { environmentTerraform } from "../stack-terraform";

/** How the outputs are printed. */
export interface ApplyOptions {
  readonly json?: boolean;
}

/** `apply <environment>`: applies the plan that `plan` saved, and nothing else. */
export async function apply(name: string, { json }: ApplyOptions): Promise<void> {
  const environment = environmentNamed(name);
  const project = openProject();
  const planFile = savedPlan(project, environment);
  let applied = planFile === undefined;
  const again = () =>
    applied ? "the plan is applied; only its outputs were not read" : `run it again: npm run apply -- ${name}`;
  const outputs = await interruptibly({ title: `apply of ${name}`, again }, async (signal) => {
    const binary = await findTerraform();
    await preflight(environment, signal);
    const terraform = environmentTerraform(project, environment, { binary, signal });
    if (planFile !== undefined) {
      await terraform.apply(planFile);
      applied = true;
      removePlan(project, environment);
    }
    return await terraform.outputs();
  });
  const done = planFile === undefined ? "The last plan was empty: there is nothing saved to apply." : "Applied.";
  progress(json ? done : `${done} Outputs:`);
  result(json ? outputsAsJson(outputs) : outputLines(outputs).join("\n"));
}

/** The outputs by name; a sensitive one has no value. */
export function outputsAsJson(outputs: Readonly<Record<string, Output>>): string {
  const shown = Object.entries(outputs).map(([name, { sensitive, value }]) => [
    name,
    sensitive ? { sensitive } : { sensitive, value },
  ]);
  return JSON.stringify(Object.fromEntries(shown), undefined, 2);
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
