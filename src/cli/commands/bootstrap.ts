import { rmSync } from "node:fs";
import { environmentNamed, type Environment } from "../../../environments";
import { UserError } from "../../errors";
import { foundationStackName } from "../../stack-names";
import { findTerraform, isEmpty, planAsText, type PlanSummary } from "../../terraform";
import { interruptibly } from "../interruption";
import { progress, result } from "../output";
import { preflight } from "../preflight";
import { openProject, type Project } from "../project";
import { foundationTerraform, type TerraformRun } from "../stack-terraform";
import { ensureStateBucket } from "../state-bucket";
import { synthesize } from "../synth";

/** `bootstrap <environment>`: creates the state's bucket and what the account needs once. */
export async function bootstrap(name: string): Promise<void> {
  const environment = environmentNamed(name);
  const project = openProject();
  const again = () => `run it again: npm run bootstrap -- ${name}`;
  const { created, plan } = await interruptibly({ title: `bootstrap of ${name}`, again }, async (signal) => {
    const binary = await findTerraform();
    await preflight(environment, signal);
    await synthesize(project, signal);
    return await bootstrapFoundation(project, environment, { binary, signal });
  });
  const bucket = `the state bucket ${environment.state.bucket}`;
  result(created ? `Created ${bucket}.` : `Found ${bucket}.`);
  result(isEmpty(plan) ? `${plan.stack}: nothing to do.` : `Applied ${planAsText(plan)}`);
}

/** What a bootstrap did. */
export interface Bootstrapped {
  /** Whether the bucket was created now. */
  readonly created: boolean;
  /** The plan that was applied. */
  readonly plan: PlanSummary;
}

/**
 * Creates the bucket with one call if it isn't there; the foundation stack, whose state lies in it, imports it.
 * So no state is ever local, and every step can be repeated: a lock that a killed terraform of ours left is released.
 *
 * @throws UserError where AWS or terraform refuses, and where the plan, which nobody has reviewed, would take away
 * something.
 */
export async function bootstrapFoundation(
  project: Project,
  environment: Environment,
  run: TerraformRun,
): Promise<Bootstrapped> {
  const terraform = foundationTerraform(project, environment, run);
  const created = await ensureStateBucket(environment);
  progress(`  ${environment.state.bucket}: ${created ? "created" : "exists"}`);
  await terraform.init();
  if (await terraform.releaseAbandonedLock()) {
    progress("  unlocked the state: the terraform that held it was killed");
    progress("  what it was creating just then may exist in AWS without being in the state: see its log");
  }
  const planFile = `${project.planFile(foundationStackName(environment))}.${process.pid}`;
  try {
    const changes = await terraform.plan(planFile);
    const plan = await terraform.summarize(planFile);
    refuseLosses(environment.name, plan);
    if (changes) await terraform.apply(planFile);
    return { created, plan };
  } finally {
    rmSync(planFile, { force: true });
  }
}

function refuseLosses(name: string, { stack, replaced, destroyed, forgotten }: PlanSummary): void {
  const losses = [...replaced, ...destroyed, ...forgotten];
  if (losses.length === 0) return;
  throw new UserError({
    where: `bootstrap of ${name}`,
    what: [
      `${stack} would lose what it has, so nothing was applied:`,
      ...losses.map(({ address }) => `    ${address}`),
    ].join("\n"),
    allowed: "additions and changes in place; a bootstrap applies without a review",
    fix: `if that is meant, plan and apply it yourself in cdktf.out/stacks/${stack}`,
  });
}
