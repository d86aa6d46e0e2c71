import { spawn, type ChildProcess } from "node:child_process";
import { closeSync, mkdirSync, openSync, readdirSync, readSync, rmSync, writeSync } from "node:fs";
import { basename, join } from "node:path";
import { StringDecoder } from "node:string_decoder";
import { UserError } from "../errors";
import { onLifeline } from "../lifeline";
import type { RunNote } from "./abandoned";

/** A command to run, with its output in a log file. */
export interface LoggedCommand {
  readonly command: string;
  readonly args: readonly string[];
  readonly folder: string;
  readonly env: NodeJS.ProcessEnv;
  /** First part of the log file's name. */
  readonly title: string;
  readonly logFolder: string;
  /** Tells later runs of this one. @default - they need not know */
  readonly note?: RunNote;
  /** Gets each line of the output. */
  readonly onLine: (line: string) => void;
  /** Gets what a person should know about an interruption. */
  readonly onNotice: (line: string) => void;
  /** Interrupts the command once it is aborted. @default - never */
  readonly signal?: AbortSignal;
  /** Whether it is killed when this process ends. @default false */
  readonly endsWithParent?: boolean;
}

/** How the command ended. */
export interface LoggedResult {
  /** Null where a signal ended it. */
  readonly exitCode: number | null;
  /** How often it was interrupted: once is a request to stop, twice ends it at once. */
  readonly interrupts: number;
  readonly logFile: string;
}

/** What tells a process to end. */
export const endingSignals = ["SIGINT", "SIGTERM", "SIGHUP"] as const;
const logsKept = 60;
let running = 0;

/** Whether a command is being run: it then decides what becomes of an interruption. */
export function isRunning(): boolean {
  return running > 0;
}

/** Keeps {@link isRunning} true during a body, so that what follows a command's end isn't interrupted either. */
export async function asRunning<T>(body: () => Promise<T>): Promise<T> {
  running += 1;
  try {
    return await body();
  } finally {
    running -= 1;
  }
}

/**
 * Runs a command to its end, whatever happens to this process's terminal: it has a process group of its own, so that
 * Ctrl-C reaches it once and through us, and writes to a file, so that it outlives even a killed parent if it is to.
 *
 * @throws UserError where it can't be started.
 */
export async function runLogged(run: LoggedCommand): Promise<LoggedResult> {
  const logFile = newLogFile(run);
  const log = openSync(logFile, "a+", 0o600);
  try {
    return await asRunning(async () => ({ ...(await runInto(run, log)), logFile }));
  } finally {
    closeSync(log);
  }
}

async function runInto(run: LoggedCommand, log: number): Promise<Omit<LoggedResult, "logFile">> {
  const begin = writeSync(
    log,
    `# ${new Date().toISOString()} ${basename(run.command)} ${run.args.join(" ")}\n# in ${run.folder}\n`,
  );
  const [file, args] = run.endsWithParent ? onLifeline(run.command, run.args) : [run.command, run.args];
  const child = spawn(file, args, {
    cwd: run.folder,
    env: run.env,
    detached: true,
    stdio: [run.endsWithParent ? "pipe" : "ignore", log, log],
  });
  // The pipe breaks when the command ends first.
  child.stdin?.on("error", () => undefined);
  run.note?.write(child.pid);
  const result = await watch(child, run, log, begin);
  if (result.exitCode !== null) run.note?.remove();
  return result;
}

function newLogFile({ logFolder, title }: LoggedCommand): string {
  mkdirSync(logFolder, { recursive: true, mode: 0o700 });
  const logs = readdirSync(logFolder).filter((name) => name.endsWith(".log"));
  // The time comes first in a name, so that the oldest are the first.
  for (const name of logs.toSorted().slice(0, Math.max(0, logs.length - logsKept + 1)))
    rmSync(join(logFolder, name), { force: true });
  const time = new Date().toISOString().replaceAll(/[-:]/g, "");
  return join(logFolder, `${time}-${title}-${process.pid}.log`);
}

async function watch(
  child: ChildProcess,
  run: LoggedCommand,
  log: number,
  start: number,
): Promise<Omit<LoggedResult, "logFile">> {
  let interrupts = 0;
  let last = -Infinity;
  const pass = () => {
    interrupts += 1;
    if (interrupts <= 2) child.kill("SIGINT");
  };
  const interrupt = () => {
    // Ctrl-C reaches us from the terminal, and under npm from npm once more.
    const again = performance.now() - last > 500;
    last = performance.now();
    if (!again) return;
    pass();
    run.onNotice(noticeOf(interrupts));
  };
  const follow = lineReader(log, start, run);
  const timer = setInterval(() => follow(false), 100);
  for (const signal of endingSignals) process.on(signal, interrupt);
  run.signal?.addEventListener("abort", pass);
  try {
    const exitCode = await new Promise<number | null>((resolve, reject) => {
      child.once("exit", resolve);
      child.once("error", (error) => reject(cannotStart(run, error)));
    });
    if (interrupts > 1 || exitCode === null) endGroup(child, "SIGTERM");
    return { exitCode, interrupts };
  } finally {
    for (const signal of endingSignals) process.off(signal, interrupt);
    run.signal?.removeEventListener("abort", pass);
    clearInterval(timer);
    follow(true);
  }
}

function noticeOf(interrupts: number): string {
  if (interrupts === 1)
    return "interrupted: terraform ends what it has begun and unlocks the state; wait for it (a second Ctrl-C may leave the state locked)";
  if (interrupts === 2)
    return "interrupted again: terraform stops at once; the state may stay locked and miss what was just done";
  return "terraform is ending";
}

/** Calls `onLine` with the lines that were added to the file since the last time. */
function lineReader(log: number, start: number, { onLine }: LoggedCommand): (atEnd: boolean) => void {
  const buffer = Buffer.alloc(65_536);
  const decoder = new StringDecoder("utf8");
  let position = start;
  let rest = "";
  return (atEnd) => {
    for (
      let size = readSync(log, buffer, 0, buffer.length, position);
      size > 0;
      size = readSync(log, buffer, 0, buffer.length, position)
    ) {
      position += size;
      const lines = (rest + decoder.write(buffer.subarray(0, size))).split("\n");
      rest = lines.pop() ?? "";
      for (const line of lines) onLine(line);
    }
    if (atEnd && rest) onLine(rest);
  };
}

/**
 * Ends a detached child's process group: what a command that was ended at once has started (provider plugins,
 * local-exec) would live on without it.
 */
export function endGroup({ pid }: ChildProcess, signal: NodeJS.Signals): void {
  if (pid === undefined) return;
  try {
    process.kill(-pid, signal);
  } catch {
    // Nothing of it is left.
  }
}

function cannotStart({ command, folder }: LoggedCommand, error: Error): UserError {
  return new UserError({
    where: command,
    what: `can't be started in ${folder}: ${error.message}`,
    fix: "check that both exist",
  });
}
