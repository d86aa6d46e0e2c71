import { setTimeout as delay } from "node:timers/promises";
import { UserError } from "../../src/errors";
import { type CutOff, interruptibly, untilAborted } from "../../src/cli/interruption";
import { endWith } from "../../src/cli/local-run";
import { asRunning } from "../../src/terraform/process";

const plan = { title: "plan of dev", again: () => "run it again" };
const listeners = () => ["SIGINT", "SIGTERM", "SIGHUP"].map((name) => process.listenerCount(name));

test("a body that is not interrupted gives its result", async () => {
  const before = listeners();
  await expect(interruptibly(plan, () => Promise.resolve(1))).resolves.toBe(1);
  await expect(interruptibly(plan, () => Promise.reject(new TypeError("ours")))).rejects.toThrow(TypeError);
  expect(listeners()).toEqual(before);
});

test.each(["SIGINT", "SIGTERM", "SIGHUP"] as const)("fails upon %s, once the body has cleaned up", async (signal) => {
  const done: string[] = [];
  const interrupted = interruptibly(plan, async (aborted) => {
    try {
      process.emit(signal);
      await delay(5000, undefined, { signal: aborted });
    } finally {
      await delay(20);
      done.push("cleaned up");
    }
  });
  await expect(interrupted).rejects.toThrow("plan of dev: interrupted\n  fix:     run it again");
  expect(done).toEqual(["cleaned up"]);
});

test("fails in the body's own words where they are for the reader", async () => {
  const body = () => {
    process.emit("SIGINT");
    return Promise.reject(new UserError("terraform plan of dev: interrupted"));
  };
  await expect(interruptibly(plan, body)).rejects.toThrow("terraform plan of dev: interrupted");
});

test("a body may end well when it is told to", async () => {
  const body = async (signal: AbortSignal) => {
    setTimeout(() => process.emit("SIGTERM"), 10);
    await untilAborted(signal);
    await untilAborted(signal);
    return "stopped";
  };
  await expect(interruptibly(plan, body)).resolves.toBe("stopped");
});

describe("a body that is cut off", () => {
  const gone = new UserError({ where: "start", what: "the local AWS ended", fix: "run it again" });

  test("fails with the reason, whatever it throws itself", async () => {
    const body = (error: unknown) => (_signal: AbortSignal, cutOff: CutOff) => {
      cutOff(gone);
      return error === undefined ? Promise.resolve() : Promise.reject(error);
    };
    for (const error of [undefined, new TypeError("socket hang up"), new UserError("the state bucket is not there")])
      await expect(interruptibly(plan, body(error))).rejects.toBe(gone);
    const withLog = new UserError(`${gone.message}; the whole log: x.log`, { cause: gone });
    await expect(interruptibly(plan, body(withLog))).rejects.toBe(withLog);
  });

  test("is told by its signal, also while terraform runs", async () => {
    const body = (signal: AbortSignal, cutOff: CutOff) =>
      asRunning(async () => {
        setTimeout(() => cutOff(gone), 10);
        await delay(5000, undefined, { signal });
      });
    await expect(interruptibly(plan, body)).rejects.toBe(gone);
  });

  test("stays interrupted where it was before", async () => {
    const body = (_signal: AbortSignal, cutOff: CutOff) => {
      process.emit("SIGINT");
      cutOff(gone);
      return Promise.reject(new TypeError("socket hang up"));
    };
    await expect(interruptibly(plan, body)).rejects.toThrow("plan of dev: interrupted");
  });
});

test("the end of the local AWS cuts off with its last words", async () => {
  const body = async (signal: AbortSignal, cutOff: CutOff) => {
    endWith({ ended: Promise.resolve("MemoryError") }, "start", "run npm start again", cutOff);
    await untilAborted(signal);
  };
  await expect(interruptibly(plan, body)).rejects.toThrow(
    "start: the local AWS ended: MemoryError\n  fix:     run npm start again",
  );
});
