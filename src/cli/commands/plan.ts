import { renameSync, rmSync } from "node:fs";
import { environmentNamed, type Environment } from "../../../environments";
import { environmentStackName } from "../../stack-names";
import {
  findTerraform,
  isEmpty,
  planAsJson,
  planAsMarkdown,
  planAsText,
  type PlanSummary,
  type Terraform,
} from "../../terraform";
import { progress, result } from "../output";
import { preflight } from "../preflight";
import { openProject, type Project } from "../project";
import { environmentTerraform } from "../stack-terraform";
import { synthesize } from "../synth";

/** How the summary is printed; as text unless said otherwise. */
export interface PlanOptions {
  readonly json?: boolean;
  readonly markdown?: boolean;
}

/** `plan <environment>`: saves a plan for `apply`, and prints what it would do. */
export async function plan(name: string, options: PlanOptions): Promise<void> {
  const environment = environmentNamed(name);
  const project = openProject();
  await preflight(environment);
  const binary = await findTerraform();
  await synthesize(project);
  const terraform = environmentTerraform(project, environment, binary);
  await terraform.init();
  const summary = await planEnvironment(project, environment, terraform);
  result(render(summary, options));
  if (!isEmpty(summary)) progress(`The plan is saved; to apply it: npm run apply -- ${name}`);
}

/** Plans the environment's stack into its plan file and reads that. Throws a UserError where terraform fails. */
export async function planEnvironment(
  project: Project,
  environment: Environment,
  terraform: Terraform,
): Promise<PlanSummary> {
  return await planInto(project.planFile(environmentStackName(environment.name)), terraform);
}

/**
 * Plans into a file. While there is no new plan there is none at all: applying the old one would be a surprise.
 *
 * @throws UserError where terraform fails.
 */
export async function planInto(file: string, terraform: Terraform): Promise<PlanSummary> {
  rmSync(file, { force: true });
  const draft = `${file}.${process.pid}`;
  try {
    await terraform.plan(draft);
    const summary = await terraform.summarize(draft);
    renameSync(draft, file);
    return summary;
  } finally {
    rmSync(draft, { force: true });
  }
}

function render(summary: PlanSummary, { json, markdown }: PlanOptions): string {
  if (json) return planAsJson(summary);
  return markdown ? planAsMarkdown(summary) : planAsText(summary);
}
