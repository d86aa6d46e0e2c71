import type { Environment } from "../../environments";
import { UserError } from "../errors";
import { startLocalAws, type LocalAws } from "../local";
import type { CutOff } from "./interruption";
import { progress } from "./output";
import type { Project } from "./project";

/** Where a local AWS listens, and what ends its start. */
export interface LocalRun {
  /** @default - a free port */
  readonly port?: number;
  readonly signal: AbortSignal;
}

/**
 * A local AWS that has the environment's account, and the certificate that on AWS is there before the first apply.
 * Throws a UserError where it can't be started.
 */
export async function localAwsFor(
  project: Project,
  environment: Environment,
  { port, signal }: LocalRun,
): Promise<LocalAws> {
  return await startLocalAws({
    accountId: environment.accountId,
    cacheFolder: project.cacheFolder,
    certificates: environment.web.domain === "none" ? [] : [environment.web.domain.certificate],
    port,
    onProgress: (line) => progress(`  ${line}`),
    signal,
  });
}

/** Cuts a command off, with its title and what to do, when the local AWS that it needs ends by itself. */
export function endWith(local: Pick<LocalAws, "ended">, where: string, fix: string, cutOff: CutOff): void {
  void local.ended.then((words) => cutOff(new UserError({ where, what: `the local AWS ended: ${words}`, fix })));
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
