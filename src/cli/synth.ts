import { spawn } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import { UserError } from "../errors";
import { jsonIn } from "../json";
import { endGroup } from "../terraform";
import type { Project } from "./project";

const cdktfJson = z.object({ app: z.string().min(1) });

/**
 * Runs the app of cdktf.json, as `cdktf synth` does. What it prints goes to standard error.
 *
 * @throws UserError where it fails; its own message is above. The signal's reason where that is aborted.
 */
export async function synthesize(project: Project, signal?: AbortSignal): Promise<void> {
  signal?.throwIfAborted();
  const app = appOf(project);
  const env = { ...process.env, CHECKPOINT_DISABLE: "1", CDKTF_OUTDIR: "cdktf.out" };
  const exitCode = await new Promise<number | string>((resolve, reject) => {
    // A group of its own: the shell would not pass a signal on to the app.
    const child = spawn(app, { cwd: project.root, env, shell: true, detached: true, stdio: ["ignore", 2, 2] });
    signal?.addEventListener("abort", () => endGroup(child, "SIGKILL"), { once: true });
    child.once("error", reject);
    child.once("exit", (code, killedBy) => resolve(code ?? killedBy ?? "no exit code"));
  });
  signal?.throwIfAborted();
  if (exitCode === 0) return;
  throw new UserError({
    where: app,
    what: `the stacks could not be synthesized (exit ${exitCode})`,
    fix: "fix the errors above",
  });
}

function appOf(project: Project): string {
  const file = join(project.root, "cdktf.json");
  const read = cdktfJson.safeParse(jsonOf(file));
  if (read.success) return read.data.app;
  throw new UserError({
    where: file,
    what: "app is missing",
    allowed: "JSON with the app's command",
    fix: `write "app": "node src/launch.mjs src/main.ts"`,
  });
}

/** What of a synthesized stack the commands look at. */
const stackJson = z.object({
  terraform: z
    .object({ required_providers: z.record(z.string(), z.object({ version: z.string().optional() })).optional() })
    .optional(),
  resource: z.record(z.string(), z.record(z.string(), z.record(z.string(), z.unknown()))).default({}),
});

/** A synthesized stack: its resources by kind and name. */
export interface SynthesizedStack {
  readonly resource: Readonly<Record<string, Readonly<Record<string, Readonly<Record<string, unknown>>>>>>;
  /** The version of the AWS provider, where the stack needs it. */
  readonly providerVersion?: string;
}

/**
 * Reads a stack that was synthesized.
 *
 * @throws UserError where there is none.
 */
export function readStack(project: Project, stack: string): SynthesizedStack {
  const file = join(project.stackFolder(stack), "cdk.tf.json");
  const read = stackJson.safeParse(jsonOf(file));
  if (read.success) {
    const { resource, terraform } = read.data;
    return { resource, providerVersion: terraform?.required_providers?.aws?.version?.replace(/^[=~>\s]+/, "") };
  }
  throw new UserError({
    where: file,
    what: `the stack ${stack} has not been synthesized`,
    fix: "run npm run synth, and see that src/main.ts builds this stack",
  });
}

function jsonOf(file: string): unknown {
  return existsSync(file) ? jsonIn(readFileSync(file, "utf8")) : undefined;
}
