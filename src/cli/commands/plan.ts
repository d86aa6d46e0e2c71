import { rmSync } from "node:fs";
import { relative } from "node:path";
import { environmentNamed, type Environment } from "../../../environments";
import { shellWord } from "../../shell";
import { environmentStackName } from "../../stack-names";
import { findTerraform, isEmpty, type PlanSummary, type Terraform } from "../../terraform";
import { changesSinceBase } from "../access-snapshots";
import { interruptibly } from "../interruption";
import { progress, result } from "../output";
import { type PlanOptions, renderPlan } from "../plan-summary";
import { preflight } from "../preflight";
import { openProject, type Project } from "../project";
import { removePlan, savePlan } from "../saved-plan";
import { environmentTerraform } from "../stack-terraform";
import { synthesize } from "../synth";

/** `plan <environment>`: saves a plan for `apply`, and prints what it would do. */
export async function plan(name: string, options: PlanOptions): Promise<void> {
  const environment = environmentNamed(name);
  const project = openProject();
  const again = () => `run it again: npm run plan -- ${name}`;
  const { summary, planFile } = await interruptibly({ title: `plan of ${name}`, again }, async (signal) => {
    const binary = await findTerraform();
    await preflight(environment, signal);
    // Synthesis replaces what an older plan refers to.
    removePlan(project, environment);
    await synthesize(project, signal);
    const terraform = environmentTerraform(project, environment, { binary, signal });
    await terraform.init();
    return await planEnvironment(project, environment, terraform);
  });
  result(renderPlan(summary, changesSinceBase(project, name), options));
  if (planFile === undefined) {
    progress("Nothing is to be applied, so no plan is saved.");
    return;
  }
  const folder = relative(process.cwd(), project.stackFolder(environmentStackName(name)));
  progress(`To see everything: (cd ${shellWord(folder)} && terraform show ${shellWord(planFile)})`);
  progress(`The plan is saved; to apply it: npm run apply -- ${name}`);
}

/** A plan that was made. */
export interface Planned {
  readonly summary: PlanSummary;
  /** Where it is saved for `apply`; undefined where there is nothing to apply. */
  readonly planFile?: string;
}

/**
 * Plans the environment's stack, and saves the plan for `apply`. While there is no new plan there is none at all:
 * applying the old one would be a surprise.
 *
 * @throws UserError where terraform fails.
 */
export async function planEnvironment(
  project: Project,
  environment: Environment,
  terraform: Terraform,
): Promise<Planned> {
  removePlan(project, environment);
  const planFile = project.planFile(environmentStackName(environment.name));
  const draft = `${planFile}.${process.pid}`;
  try {
    const changes = await terraform.plan(draft);
    const summary = await terraform.summarize(draft);
    const empty = !changes && isEmpty(summary);
    savePlan(project, environment, empty ? undefined : draft);
    return { summary, planFile: empty ? undefined : planFile };
  } finally {
    rmSync(draft, { force: true });
  }
}
