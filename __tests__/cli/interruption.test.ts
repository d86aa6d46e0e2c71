import { setTimeout as delay } from "node:timers/promises";
import { UserError } from "../../src/errors";
import { interruptibly, untilAborted } from "../../src/cli/interruption";

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
