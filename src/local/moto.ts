import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { setTimeout as delay } from "node:timers/promises";
import { UserError } from "../errors";
import type { MotoCommand } from "./moto-install";
import { motoAdvice } from "./moto-python";
import { withoutPrefix } from "./variables";

/** A running moto server. */
export interface Moto {
  readonly port: number;
  /** Its last words, once it has ended; undefined while it runs. */
  ended(): string | undefined;
  stop(): Promise<void>;
}

/** How long moto may take until it answers, in milliseconds. */
const patience = 60_000;

/** What moto is started with. */
export interface MotoOptions {
  readonly command: MotoCommand;
  readonly accountId: string;
  readonly environment: NodeJS.ProcessEnv;
  /** Ends it while it is not ready yet. */
  readonly signal?: AbortSignal;
}

/**
 * Runs moto ("$@") until standard input ends, which the kernel sees to when this process ends in whatever way. The
 * group is a session of its own, so signal 0's group is sh, moto and the watcher alone; moto has nothing to save, so
 * it needs no gentler signal.
 */
const untilInputEnds = `
exec 3<&0
"$@" </dev/null 3<&- &
moto=$!
{ read -r _ <&3; kill -KILL 0; } </dev/null >/dev/null 2>&1 &
watcher=$!
exec 3<&-
wait "$moto"
code=$?
kill "$watcher"
exit "$code"
`;

/**
 * Starts moto on a free port of 127.0.0.1 and waits until it answers. It ends with this process, however that ends.
 *
 * @throws UserError with its last output when it ends early or takes too long; the signal's reason where that is
 * aborted.
 */
export async function startMoto({ command, accountId, environment, signal }: MotoOptions): Promise<Moto> {
  const child = spawn(
    "sh",
    ["-c", untilInputEnds, "sh", command.file, ...command.arguments, "-H", "127.0.0.1", "-p", "0"],
    {
      stdio: ["pipe", "pipe", "pipe"],
      // Ctrl-C in a terminal goes to the terminal's group: terraform must find its AWS alive while it winds down.
      detached: true,
      env: {
        ...environment,
        ...withoutPrefix(environment, "AWS_"),
        ...withoutPrefix(environment, "MOTO_"),
        MOTO_ACCOUNT_ID: accountId,
        MOTO_IAM_LOAD_MANAGED_POLICIES: "true",
        // A certificate is issued as soon as somebody looks at it.
        MOTO_ACM_VALIDATION_WAIT: "0",
        PYTHONUNBUFFERED: "1",
      },
    },
  );
  const output = keepOutput(child);
  const ending = once(child, "exit").catch(() => undefined);
  // The pipe breaks when moto ends by itself; that is no news to whoever holds it.
  child.stdin.on("error", () => undefined);
  const stop = async (): Promise<void> => {
    child.stdin.destroy();
    if (child.exitCode === null && child.signalCode === null && child.pid !== undefined) await ending;
  };

  const limit = new AbortController();
  const either = signal ? AbortSignal.any([limit.signal, signal]) : limit.signal;
  const port = await Promise.race([
    output.port,
    ending.then(() => undefined),
    delay(patience, undefined, { signal: either }).catch(() => undefined),
  ]).finally(() => limit.abort());
  if (port === undefined || !(await answers(port, signal)) || signal?.aborted) {
    const early = child.exitCode !== null || child.pid === undefined;
    await stop();
    signal?.throwIfAborted();
    throw new UserError({
      where: "local AWS",
      what: `${command.file} ${early ? "ended at once" : `was not ready within ${patience / 1000} s`}: ${output.tail()}`,
      fix: `see that ${command.file} runs, or ${motoAdvice}`,
    });
  }
  const ended = (): string | undefined =>
    child.exitCode === null && child.signalCode === null ? undefined : output.tail() || "moto ended without a word";
  return { port, ended, stop };
}

interface Output {
  /** The port that moto says it got. */
  readonly port: Promise<number>;
  readonly tail: () => string;
}

/** Reads all that moto writes, or it would stand still once the pipe is full, and keeps the end. */
function keepOutput(child: ChildProcess): Output {
  let text = "";
  const port = new Promise<number>((resolve) => {
    const listen = (chunk: Buffer | string): void => {
      text = (text + chunk.toString()).slice(-4000);
      const told = /Running on http:\/\/127\.0\.0\.1:(\d+)/.exec(text);
      if (told) resolve(Number(told[1]));
    };
    child.stdout?.on("data", listen);
    child.stderr?.on("data", listen);
    child.once("error", (error) => listen(error.message));
  });
  return { port, tail: () => text.trim().split("\n").slice(-15).join("\n") };
}

async function answers(port: number, signal: AbortSignal | undefined): Promise<boolean> {
  const limit = AbortSignal.timeout(patience);
  try {
    const response = await fetch(`http://127.0.0.1:${port}/moto-api/data.json`, {
      signal: signal ? AbortSignal.any([limit, signal]) : limit,
      headers: { connection: "close" },
    });
    await response.arrayBuffer();
    return response.ok;
  } catch {
    return false;
  }
}
