import { spawn } from "node:child_process";
import { once } from "node:events";
import { setTimeout as delay } from "node:timers/promises";
import { UserError } from "../errors";
import { onLifeline } from "../lifeline";
import type { MotoCommand } from "./moto-install";
import { keepOutput } from "./moto-output";
import { withoutPrefix } from "./variables";

/** A running moto server. */
export interface Moto {
  readonly port: number;
  /** Resolves with its last words when it ends by itself; never where it is stopped. */
  readonly ended: Promise<string>;
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
 * Starts moto on a free port of 127.0.0.1 and waits until it answers. It ends with this process, however that ends.
 *
 * @throws UserError with its last output when it ends early or takes too long; the signal's reason where that is
 * aborted.
 */
export async function startMoto({ command, accountId, environment, signal }: MotoOptions): Promise<Moto> {
  const child = spawn(...onLifeline(command.file, [...command.arguments, "-H", "127.0.0.1", "-p", "0"]), {
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
  });
  const output = keepOutput(child);
  let stopped = false;
  const ending = once(child, "close").catch(() => undefined);
  // The pipe breaks when moto ends by itself; that is no news to whoever holds it.
  child.stdin.on("error", () => undefined);
  const stop = async (): Promise<void> => {
    stopped = true;
    child.stdin.destroy();
    await ending;
  };

  const lastWords = (): string =>
    output.words() || `moto said nothing (${child.signalCode ?? `exit ${child.exitCode}`})`;

  const limit = new AbortController();
  const either = signal ? AbortSignal.any([limit.signal, signal]) : limit.signal;
  const port = await Promise.race([
    output.port,
    ending.then(() => undefined),
    delay(patience, undefined, { signal: either }).catch(() => undefined),
  ]).finally(() => limit.abort());
  if (port === undefined || !(await answers(port, signal)) || signal?.aborted) {
    const early = child.exitCode !== null || child.signalCode !== null || child.pid === undefined;
    await stop();
    signal?.throwIfAborted();
    throw new UserError({
      where: "local AWS",
      what: `${command.file} ${early ? "ended at once" : `was not ready within ${patience / 1000} s`}: ${lastWords()}`,
      fix: command.advice,
    });
  }
  const ended = new Promise<string>((resolve) => {
    void ending.then(() => !stopped && resolve(lastWords()));
  });
  return { port, ended, stop };
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
