import type { Environment } from "../../environments";
import { UserError } from "../errors";
import { startLocalAws, type LocalAws } from "../local";
import { isRunning } from "../terraform";
import { progress } from "./output";
import type { Project } from "./project";

const signals = ["SIGINT", "SIGTERM", "SIGHUP"] as const;

/** A local AWS that has the environment's account. Throws a UserError where it can't be started. */
export async function localAwsFor(project: Project, environment: Environment, port?: number): Promise<LocalAws> {
  return await startLocalAws({
    accountId: environment.accountId,
    cacheFolder: project.cacheFolder,
    port,
    onProgress: (line) => progress(`  ${line}`),
  });
}

/** What makes programs speak to the local AWS: its own variables, and the environment's region. */
export function variablesFor(local: LocalAws, { region }: Environment): Readonly<Record<string, string | undefined>> {
  return { ...local.variables, AWS_REGION: region, AWS_DEFAULT_REGION: region };
}

/** Makes this process and those that it starts speak to the local AWS. */
export function speakTo(variables: Readonly<Record<string, string | undefined>>): void {
  for (const [name, value] of Object.entries(variables)) {
    if (value === undefined) delete process.env[name];
    else process.env[name] = value;
  }
}

/** Resolves when the process is told to end. */
export async function untilInterrupted(): Promise<void> {
  await new Promise<void>((resolve) => {
    for (const signal of signals) process.once(signal, () => resolve());
  });
}

/**
 * Runs a body that ends early when the process is told to end. While terraform runs, that is terraform's to decide:
 * it stops gracefully and the body fails by itself.
 *
 * @throws UserError where it was interrupted; what the body throws otherwise.
 */
export async function interruptibly<T>(title: string, body: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const abort = new AbortController();
  let stop: (() => void) | undefined;
  try {
    return await Promise.race([
      body(abort.signal),
      new Promise<never>((_resolve, reject) => {
        stop = () => {
          if (isRunning()) return;
          abort.abort(new UserError({ where: title, what: "interrupted", fix: "run it again" }));
          reject(abort.signal.reason as UserError);
        };
        for (const signal of signals) process.on(signal, stop);
      }),
    ]);
  } finally {
    for (const signal of signals) if (stop) process.off(signal, stop);
  }
}
