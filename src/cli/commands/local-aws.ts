import { environmentNamed } from "../../../environments";
import { quoted } from "../../shell";
import { interruptibly, untilAborted } from "../interruption";
import { endWith, localAwsFor, variablesFor } from "../local-run";
import { progress, result } from "../output";
import { openProject } from "../project";

/** Where the local AWS listens. */
export interface LocalAwsOptions {
  /** @default - a free port */
  readonly port?: number;
}

/** `local-aws <environment>`: a local AWS with that environment's account, until it is interrupted. */
export async function localAws(name: string, { port }: LocalAwsOptions): Promise<void> {
  const environment = environmentNamed(name);
  const project = openProject();
  const again = () => `run it again: npm run local-aws -- ${name}`;
  const title = `local-aws of ${name}`;
  await interruptibly({ title, again, endsWithParent: true }, async (signal, cutOff) => {
    const local = await localAwsFor(project, environment, { port, signal });
    endWith(local, title, again(), cutOff);
    try {
      result(shellLines(variablesFor(local, environment)).join("\n"));
      progress(
        `A local AWS with account ${environment.accountId} answers at ${local.endpoint}. Paste the lines above into another shell; Ctrl-C ends it.`,
      );
      await untilAborted(signal);
    } finally {
      await local.stop();
    }
  });
}

/** Lines for a POSIX shell that set and unset the variables. */
export function shellLines(variables: Readonly<Record<string, string | undefined>>): string[] {
  return Object.entries(variables).map(([name, value]) =>
    value === undefined ? `unset ${name}` : `export ${name}=${quoted(value)}`,
  );
}
