import { rmSync } from "node:fs";
import { createInterface } from "node:readline/promises";
import { type Environment, environmentNamed } from "../../../environments";
import { UserError } from "../../errors";
import { environmentStackName } from "../../stack-names";
import { findTerraform, planAsText } from "../../terraform";
import { interruptibly } from "../interruption";
import { progress, result } from "../output";
import { preflight } from "../preflight";
import { openProject } from "../project";
import { refuseIfProtected, refuseIfStillProtected } from "../protections";
import { environmentTerraform } from "../stack-terraform";
import { readStack, synthesize } from "../synth";

/** How the confirmation is given. */
export interface DestroyOptions {
  /** The environment's name once more. */
  readonly yes?: string;
}

/**
 * `destroy <environment>`: destroys everything in an environment that nothing protects. The state bucket stays.
 *
 * What it destroys is planned first, shown, and then exactly that is done.
 */
export async function destroy(name: string, options: DestroyOptions): Promise<void> {
  const environment = environmentNamed(name);
  refuseUnconfirmed(name, options);
  const project = openProject();
  const command = `npm run destroy -- ${name}`;
  const interruptible = { title: `destroy of ${name}`, again: () => `run it again: ${command}` };
  await interruptibly(interruptible, async (signal) => {
    const binary = await findTerraform();
    await preflight(environment, signal);
    await synthesize(project, signal);
    refuseIfProtected(environment, readStack(project, environmentStackName(name)));
    // To go on by `plan` and `apply` would create again what is destroyed.
    const advice = { planAgain: command, applyAgain: command };
    const terraform = environmentTerraform(project, environment, { binary, signal, advice });
    await terraform.init();
    const planFile = `${project.planFile(environmentStackName(name))}.destroy-${process.pid}`;
    try {
      await terraform.plan(planFile, "-destroy");
      const plan = await terraform.summarize(planFile);
      refuseIfStillProtected(name, plan);
      progress(planAsText(plan));
      if (options.yes === undefined) await confirm(environment, signal);
      const { remove } = await terraform.apply(planFile);
      result(`${name}: ${remove} resources destroyed.`);
    } finally {
      rmSync(planFile, { force: true });
    }
  });
}

function refusal(name: string, what: string, got?: string): UserError {
  return new UserError({
    where: `destroy of ${name}`,
    what,
    got,
    allowed: name,
    fix: `type the environment's name, or add --yes ${name}`,
  });
}

/** Before anything is planned: what can't be confirmed later. */
function refuseUnconfirmed(name: string, { yes }: DestroyOptions): void {
  if (yes === name) return;
  if (yes !== undefined) throw refusal(name, "--yes names another environment, so nothing was destroyed", yes);
  if (!process.stdin.isTTY)
    throw refusal(name, "there is no terminal to ask for confirmation, so nothing was destroyed");
}

async function confirm({ name, accountId }: Environment, signal: AbortSignal): Promise<void> {
  const typed = await ask(
    `This destroys everything in ${name} (account ${accountId}). Type its name to go on: `,
    signal,
  );
  if (typed !== name) throw refusal(name, "not confirmed, so nothing was destroyed", typed);
}

/** The answer; nothing where the input ended. */
async function ask(question: string, signal: AbortSignal): Promise<string | undefined> {
  const terminal = createInterface({ input: process.stdin, output: process.stderr });
  try {
    return await new Promise((resolve, reject) => {
      terminal.once("close", () => resolve(undefined));
      terminal.question(question, { signal }).then((answer) => resolve(answer.trim()), reject);
    });
  } finally {
    terminal.close();
  }
}
