import { rmSync } from "node:fs";
import { environmentNamed, type Environment } from "../../../environments";
import { UserError } from "../../errors";
import {
  byKind,
  columns,
  findTerraform,
  isEmpty,
  planAsText,
  type Output,
  type PlanSummary,
  type TerraformBinary,
} from "../../terraform";
import { interruptibly, localAwsFor, speakTo, variablesFor } from "../local-run";
import { progress, result, Steps } from "../output";
import { preflight } from "../preflight";
import { openProject, type Project } from "../project";
import { environmentTerraform } from "../stack-terraform";
import { synthesize } from "../synth";
import { outputLines } from "./apply";
import { bootstrapFoundation } from "./bootstrap";
import { planEnvironment } from "./plan";

const stepCount = 10;

/** `start`: takes the environment `local` through the whole way, on a local AWS that is gone afterwards. */
export async function start(): Promise<void> {
  const environment = environmentNamed("local");
  const project = openProject();
  await interruptibly("start", async (signal) => {
    const steps = new Steps(stepCount, signal);
    const binary = await steps.step("find terraform", () => findTerraform());
    await steps.step("synthesize all environments", () => synthesize(project));
    const local = await steps.step("start a local AWS", () => localAwsFor(project, environment));
    try {
      speakTo(variablesFor(local, environment));
      await takeTheWholeWay({ project, environment, binary, steps });
    } finally {
      await local.stop();
    }
  });
}

interface Way {
  readonly project: Project;
  readonly environment: Environment;
  readonly binary: TerraformBinary;
  readonly steps: Steps;
}

async function takeTheWholeWay({ project, environment, binary, steps }: Way): Promise<void> {
  const terraform = environmentTerraform(project, environment, binary);
  await steps.step("compare the account", () => preflight(environment));
  const { plan: foundation } = await steps.step("bootstrap the state's backend", () =>
    bootstrapFoundation(project, environment, binary),
  );
  await steps.step("terraform init", () => terraform.init());
  const planned = await steps.step("terraform plan", () => planEnvironment(project, environment, terraform));
  await steps.step("terraform apply", () => terraform.apply(project.planFile(planned.stack)));
  const second = await steps.step("second plan", () => planEnvironment(project, environment, terraform));
  // What it was made for is gone in a moment.
  rmSync(project.planFile(planned.stack));
  const outputs = await steps.step("read the outputs", () => terraform.outputs());
  checkEmpty(second);
  progress("");
  result(summaryOf([foundation, planned], outputs));
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
