import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { promisify } from "node:util";
import { z } from "zod";
import { UserError } from "../errors";
import { jsonIn } from "../json";
import { isOurs, type RunNote, runNoteOf } from "./abandoned";
import type { TerraformBinary } from "./binary";
import {
  explainFailure,
  explainInterruption,
  explainLateInterruption,
  lockHolderIn,
  type Advice,
  type LockState,
} from "./failures";
import { readPlan, type PlanSummary } from "./plan";
import { asRunning, runLogged } from "./process";
import { diagnosticLines, readUiLine, type ChangeCounts, type Diagnostic } from "./ui";

/** A stack's folder and how terraform is run in it. */
export interface StackRun {
  readonly binary: TerraformBinary;
  /** The stack's name, for messages and logs. */
  readonly stack: string;
  /** The folder that holds the stack's `cdk.tf.json`. */
  readonly folder: string;
  readonly logFolder: string;
  /** To lay over the process's environment; undefined takes a variable away. */
  readonly variables: Readonly<Record<string, string | undefined>>;
  readonly advice: Advice;
  /** Gets the progress, line by line. */
  readonly onProgress: (line: string) => void;
  /**
   * Once it is aborted, nothing more is started. What runs is interrupted, and fails with the signal's reason: the AWS
   * that it speaks to is gone. @default - never
   */
  readonly signal?: AbortSignal;
  /**
   * Whether the AWS that terraform speaks to ends with this process, and terraform with it: it would only wait for
   * answers. On any other AWS a killed terraform leaves a lock. @default false
   */
  readonly endsWithParent?: boolean;
}

/** An output of a stack. */
export interface Output {
  readonly value: unknown;
  readonly sensitive: boolean;
}

const outputsAnswer = z.record(z.string(), z.object({ value: z.unknown(), sensitive: z.boolean() }));
const nothing: ChangeCounts = { add: 0, change: 0, remove: 0, import: 0 };

/**
 * Terraform in one stack's folder. Every method throws a UserError that says what failed and names the log.
 * One interruption is passed on to terraform, which then stops gracefully; the error says whether the state is unlocked.
 */
export class Terraform {
  constructor(private readonly run: StackRun) {}

  /** Prepares the folder: backend and provider. */
  async init(): Promise<void> {
    await this.logged("init", ["init", "-json", "-input=false"]);
  }

  /** Writes a plan to a file. Whether it holds changes, outputs included. */
  async plan(file: string, ...options: readonly "-destroy"[]): Promise<boolean> {
    const { exitCode } = await this.logged(
      "plan",
      ["plan", "-json", "-input=false", "-detailed-exitcode", `-out=${file}`, ...options],
      [0, 2],
    );
    return exitCode === 2;
  }

  /** Applies a plan that was written before, and nothing else. */
  async apply(planFile: string): Promise<ChangeCounts> {
    const { counts } = await this.logged("apply", ["apply", "-json", "-input=false", planFile]);
    return counts;
  }

  /**
   * Unlocks a state whose lock was left by a terraform that ran here, for this user, and was killed. Whether it was so:
   * a lock that anybody else holds, or that a process still holds, stays.
   */
  async releaseAbandonedLock(): Promise<boolean> {
    if (!this.note.tellsOfKilled()) return false;
    const lock = await this.lockState();
    if (lock.kind !== "held" || !isOurs(lock.by)) return false;
    await this.answer(["force-unlock", "-force", lock.by.id]);
    this.note.remove();
    return true;
  }

  /** What a plan's file holds. */
  async summarize(planFile: string): Promise<PlanSummary> {
    return readPlan(await this.answer(["show", "-json", planFile]), this.run.stack);
  }

  /** The outputs of the last apply, in the order of their names. */
  async outputs(): Promise<Readonly<Record<string, Output>>> {
    const outputs = outputsAnswer.safeParse(jsonIn(await this.answer(["output", "-json"])));
    if (outputs.success) return outputs.data;
    throw new UserError({
      where: this.title("output"),
      what: "the answer is not what `terraform output -json` gives",
      fix: "use the Terraform that this project was written for",
    });
  }

  private title(command: string): string {
    return `terraform ${command} of ${this.run.stack}`;
  }

  private again(command: string): string {
    const { applyAgain, planAgain } = this.run.advice;
    return command === "apply" ? `go on from what was done: ${applyAgain}` : `run it again: ${planAgain}`;
  }

  /** What is left to do where the command had done all of it. */
  private afterAll(command: string): string {
    return command === "apply" ? "nothing is left to do" : `run it again: ${this.run.advice.planAgain}`;
  }

  private get note(): RunNote {
    return runNoteOf(this.run.folder);
  }

  private get env(): NodeJS.ProcessEnv {
    return {
      ...process.env,
      CHECKPOINT_DISABLE: "1",
      TF_IN_AUTOMATION: "1",
      // Another workspace would be a second copy of the environment.
      TF_WORKSPACE: "default",
      ...this.run.variables,
    };
  }

  private async logged(command: string, args: readonly string[], good: readonly number[] = [0]) {
    this.run.signal?.throwIfAborted();
    this.checkFolder(command);
    return await asRunning(() => this.watched(command, args, good));
  }

  private async watched(command: string, args: readonly string[], good: readonly number[]) {
    const diagnostics: Diagnostic[] = [];
    const text: string[] = [];
    let counts = nothing;
    const { exitCode, interrupts, logFile } = await runLogged({
      command: this.run.binary.command,
      args,
      folder: this.run.folder,
      env: this.env,
      title: `${this.run.stack}-${command}`,
      logFolder: this.run.logFolder,
      // Init takes no lock, and must not wipe out what an apply left.
      ...(command !== "init" && { note: this.note }),
      onNotice: this.run.onProgress,
      signal: this.run.signal,
      endsWithParent: this.run.endsWithParent,
      onLine: (line) => {
        const event = readUiLine(line);
        if (event.kind === "counts") ({ counts } = event);
        if (event.kind === "diagnostic") diagnostics.push(event.diagnostic);
        if (event.kind === "text" && event.text.trim()) text.push(event.text);
        if (text.length > 100) text.shift();
        for (const shown of shownOf(command, event)) this.run.onProgress(shown);
      },
    });
    if (this.run.signal?.aborted) throw withLog(this.run.signal.reason, logFile);
    const failed = {
      title: this.title(command),
      folder: this.run.folder,
      logFile,
      diagnostics,
      text,
      exitCode,
      interrupts,
      again: this.again(command),
      advice: this.run.advice,
    };
    if (exitCode !== null && good.includes(exitCode)) {
      if (interrupts === 0) return { exitCode, counts };
      throw explainLateInterruption({ ...failed, again: this.afterAll(command) });
    }
    if (interrupts === 0 && exitCode !== null) throw explainFailure(failed);
    throw explainInterruption(failed, await this.lockState());
  }

  /** Takes the lock and gives it back: a command that changes nothing, but locks, is the only way to ask. */
  private async lockState(): Promise<LockState> {
    const probe = ["untaint", "-no-color", "-allow-missing", "-lock-timeout=0s", "terraform_data.gatehouse_lock_probe"];
    try {
      await this.execute(probe);
      return { kind: "free" };
    } catch (error) {
      const message = (error as { stderr?: string }).stderr ?? "";
      const by = lockHolderIn(message);
      if (by) return { kind: "held", by };
      return {
        kind: "unknown",
        why:
          message
            .split("\n")
            .find((line) => line.includes("Error:"))
            ?.replace(/^.*Error: /, "") ?? "terraform did not say",
      };
    }
  }

  private async answer(args: readonly string[]): Promise<string> {
    const command = args[0] ?? "";
    this.checkFolder(command);
    try {
      return await this.execute(args, this.run.signal);
    } catch (error) {
      this.run.signal?.throwIfAborted();
      const { stderr = "", message } = error as { stderr?: string; message: string };
      throw new UserError({
        where: this.title(command),
        what: (stderr.trim() || message)
          .split("\n")
          .map((line) => `    ${line}`)
          .join("\n")
          .trimStart(),
        fix: `plan again: ${this.run.advice.planAgain}`,
      });
    }
  }

  private async execute(args: readonly string[], signal?: AbortSignal): Promise<string> {
    const options = { cwd: this.run.folder, env: this.env, maxBuffer: 512 * 1024 * 1024, timeout: 120_000, signal };
    const { stdout } = await promisify(execFile)(this.run.binary.command, [...args], options);
    return stdout;
  }

  private checkFolder(command: string): void {
    if (existsSync(this.run.folder)) return;
    throw new UserError({
      where: this.title(command),
      what: "the stack's folder is not there",
      got: this.run.folder,
      fix: `plan again: ${this.run.advice.planAgain}`,
    });
  }
}

/** Without an AWS there is nobody to ask for the lock, and what terraform says of it hides the reason. */
function withLog(reason: unknown, logFile: string): unknown {
  if (!(reason instanceof UserError)) return reason;
  return new UserError(`${reason.message}; the whole log: ${logFile}`, { cause: reason });
}

function shownOf(command: string, event: ReturnType<typeof readUiLine>): string[] {
  if (event.kind === "progress" || event.kind === "counts") return [event.text];
  // What init warns of is its own lock file, which lies in a folder that is made anew; errors stand in what is thrown.
  if (event.kind !== "diagnostic" || event.diagnostic.severity === "error" || command === "init") return [];
  return diagnosticLines(event.diagnostic).map((line, index) => (index === 0 ? `warning: ${line}` : `  ${line}`));
}
