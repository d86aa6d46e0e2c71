import { environmentNamed, type Environment } from "../../../environments";
import { UserError } from "../../errors";
import { environmentStackName } from "../../stack-names";
import {
  byKind,
  columns,
  findTerraform,
  isEmpty,
  planAsText,
  removeRemains,
  type Output,
  type PlanSummary,
} from "../../terraform";
import { interruptibly } from "../interruption";
import { endWith, localAwsFor, speakTo, variablesFor } from "../local-run";
import { progress, result, Steps } from "../output";
import { preflight } from "../preflight";
import { openProject, type Project } from "../project";
import { removeAbandonedDrafts, removePlan } from "../saved-plan";
import { environmentTerraform, type TerraformRun } from "../stack-terraform";
import { synthesize } from "../synth";
import { outputLines } from "./apply";
import { bootstrapFoundation } from "./bootstrap";
import { planEnvironment } from "./plan";

const stepCount = 10;
const again = "run npm start again";
/** The local AWS is gone when the command ends, and with it all that could be gone on with. */
const advice = { planAgain: again, applyAgain: again, createBackend: again, startAgain: again };

/** `start`: takes the environment `local` through the whole way, on a local AWS that is gone afterwards. */
export async function start(): Promise<void> {
  const environment = environmentNamed("local");
  const project = openProject();
  removeAbandonedDrafts(project);
  removeLeftovers(project, environment);
  await interruptibly({ title: "start", again: () => again, endsWithParent: true }, async (signal, cutOff) => {
    const steps = new Steps(stepCount, signal);
    const binary = await steps.step("find terraform", () => findTerraform());
    await steps.step("synthesize all environments", () => synthesize(project, signal));
    const local = await steps.step("start a local AWS", () => localAwsFor(project, environment, { signal }));
    endWith(local, "start", again, cutOff);
    try {
      speakTo(variablesFor(local, environment));
      await takeTheWholeWay({
        project,
        environment,
        steps,
        signal,
        run: { binary, signal, advice, endsWithParent: true },
      });
    } finally {
      removeLeftovers(project, environment);
      await local.stop();
    }
  });
}

/** What was made for a local AWS that is gone, or in a moment, is of no use: a start that was killed leaves it too. */
function removeLeftovers(project: Project, environment: Environment): void {
  removePlan(project, environment);
  removeRemains(project.stackFolder(environmentStackName(environment.name)));
}

interface Way {
  readonly project: Project;
  readonly environment: Environment;
  readonly steps: Steps;
  readonly signal: AbortSignal;
  readonly run: TerraformRun;
}

async function takeTheWholeWay({ project, environment, steps, signal, run }: Way): Promise<void> {
  const terraform = environmentTerraform(project, environment, run);
  await steps.step("compare the account", () => preflight(environment, signal));
  const { plan: foundation } = await steps.step("bootstrap the state's backend", () =>
    bootstrapFoundation(project, environment, run),
  );
  await steps.step("terraform init", () => terraform.init());
  const planned = await steps.step("terraform plan", () => planEnvironment(project, environment, terraform));
  await steps.step("terraform apply", async () => {
    if (planned.planFile !== undefined) await terraform.apply(planned.planFile);
  });
  const second = await steps.step("second plan", () => planEnvironment(project, environment, terraform));
  const outputs = await steps.step("read the outputs", () => terraform.outputs());
  checkEmpty(second.summary);
  progress("");
  result(summaryOf([foundation, planned.summary], outputs));
}

function checkEmpty(second: PlanSummary): void {
  if (isEmpty(second)) return;
  throw new UserError({
    where: "second plan",
    what: [
      "a plan right after the apply is not empty:",
      ...planAsText(second)
        .split("\n")
        .map((line) => `    ${line}`),
    ].join("\n"),
    allowed: "no changes",
    fix: "find out what the provider reads back differently, and declare that",
  });
}

function summaryOf(plans: readonly PlanSummary[], outputs: Readonly<Record<string, Output>>): string {
  const created = byKind(plans.flatMap((plan) => [...plan.created, ...plan.imported]));
  const total = created.reduce((sum, [, count]) => sum + count, 0);
  return [
    "Resources created, by kind",
    ...columns([...created, ["total", total]]).map((line) => `  ${line}`),
    "",
    "second plan: no changes",
    "",
    "Outputs",
    ...outputLines(outputs).map((line) => `  ${line}`),
  ].join("\n");
}
