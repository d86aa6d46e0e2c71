import { UserError } from "../errors";
import { endingSignals, isRunning } from "../terraform";
import { progress } from "./output";

/** How long an interrupted body may take to clean up, in milliseconds. */
const patience = 10_000;

/** What can be interrupted. */
export interface Interruptible {
  /** For example `plan of dev`. */
  readonly title: string;
  /** What to do after an interruption, asked when it comes. */
  readonly again: () => string;
  /** Whether the end of the parent process is an interruption too. @default false */
  readonly endsWithParent?: boolean;
}

/** Ends a body at once, terraform included, because what it can't do without is gone. */
export type CutOff = (reason: UserError) => void;

/**
 * Runs a body that is told by its signal when the process shall end, and waits until it has cleaned up. While
 * terraform runs, an interruption is terraform's to decide: it stops gracefully and the body fails by itself.
 *
 * @throws UserError where the body gave up because of the interruption, or was cut off; what the body throws otherwise.
 */
export async function interruptibly<T>(
  { title, again, endsWithParent = false }: Interruptible,
  body: (signal: AbortSignal, cutOff: CutOff) => Promise<T>,
): Promise<T> {
  const abort = new AbortController();
  let cut: UserError | undefined;
  const cutOff: CutOff = (reason) => {
    if (abort.signal.aborted) return;
    cut = reason;
    abort.abort(reason);
  };
  let limit: NodeJS.Timeout | undefined;
  const stop = () => {
    if (isRunning() || limit !== undefined) return;
    const reason = cut ?? new UserError({ where: title, what: "interrupted", fix: again() });
    abort.abort(reason);
    limit = setTimeout(() => {
      progress(reason.message);
      process.exit(1);
    }, patience);
  };
  const parent = endsWithParent ? watchParent() : undefined;
  for (const signal of endingSignals) process.on(signal, stop);
  try {
    const value = await body(abort.signal, cutOff);
    if (cut) throw cut;
    return value;
  } catch (error) {
    if (cut) throw error instanceof UserError && error.cause === cut ? error : cut;
    // What was cut off fails in its own words, such as AbortError.
    throw abort.signal.aborted && !(error instanceof UserError) ? abort.signal.reason : error;
  } finally {
    clearTimeout(limit);
    clearInterval(parent);
    for (const signal of endingSignals) process.off(signal, stop);
  }
}

/** Resolves when the signal is aborted. */
export async function untilAborted(signal: AbortSignal): Promise<void> {
  if (signal.aborted) return;
  await new Promise<void>((resolve) => {
    signal.addEventListener("abort", () => resolve(), { once: true });
  });
}

/**
 * Asks this process to end when its parent has ended. No signal tells of that: npm, killed or gone with its terminal,
 * leaves the script behind. The system then gives the process another parent.
 */
function watchParent(): NodeJS.Timeout {
  const parent = process.ppid;
  const timer = setInterval(() => {
    if (process.ppid === parent) return;
    clearInterval(timer);
    process.kill(process.pid, "SIGTERM");
  }, 1000);
  return timer.unref();
}
