import { createInterface } from "node:readline/promises";
import { environmentNamed } from "../../../environments";
import { UserError } from "../../errors";
import { environmentStackName } from "../../stack-names";
import { findTerraform } from "../../terraform";
import { result } from "../output";
import { preflight } from "../preflight";
import { openProject } from "../project";
import { refuseIfProtected } from "../protections";
import { environmentTerraform } from "../stack-terraform";
import { readStack, synthesize } from "../synth";

/** How the confirmation is given. */
export interface DestroyOptions {
  /** The environment's name once more. */
  readonly yes?: string;
}

/** `destroy <environment>`: destroys everything in an environment that nothing protects. The state bucket stays. */
export async function destroy(name: string, { yes }: DestroyOptions): Promise<void> {
  const environment = environmentNamed(name);
  const project = openProject();
  await preflight(environment);
  const binary = await findTerraform();
  await synthesize(project);
  refuseIfProtected(environment, readStack(project, environmentStackName(name)));
  await confirm(name, environment.accountId, yes);
  const terraform = environmentTerraform(project, environment, binary);
  await terraform.init();
  const { remove } = await terraform.destroy();
  result(`${name}: ${remove} resources destroyed.`);
}

async function confirm(name: string, accountId: string, yes: string | undefined): Promise<void> {
  const refusal = (what: string, got?: string) =>
    new UserError({
      where: `destroy of ${name}`,
      what,
      got,
      allowed: name,
      fix: `type the environment's name, or add --yes ${name}`,
    });
  if (yes !== undefined) {
    if (yes === name) return;
    throw refusal("--yes names another environment, so nothing was destroyed", yes);
  }
  if (!process.stdin.isTTY) throw refusal("there is no terminal to ask for confirmation, so nothing was destroyed");
  const typed = await ask(`This destroys everything in ${name} (account ${accountId}). Type its name to go on: `);
  if (typed !== name) throw refusal("not confirmed, so nothing was destroyed", typed);
}

/** The answer; nothing where the input ended. */
async function ask(question: string): Promise<string | undefined> {
  const terminal = createInterface({ input: process.stdin, output: process.stderr });
  try {
    return await new Promise((resolve, reject) => {
      terminal.once("close", () => resolve(undefined));
      terminal.question(question).then((answer) => resolve(answer.trim()), reject);
    });
  } finally {
    terminal.close();
  }
}
