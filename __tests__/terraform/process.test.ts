import { spawnSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { isRunning, runLogged } from "../../src/terraform/process";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "gatehouse-process-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

const run = (
  script: string,
  onLine: (line: string) => void = () => undefined,
  onNotice: (line: string) => void = () => undefined,
) =>
  runLogged({
    command: "sh",
    args: ["-c", script],
    folder,
    env: process.env,
    title: "dev-test",
    logFolder: join(folder, "logs"),
    onLine,
    onNotice,
  });

test("every line of the output arrives, and stands in the log under its command", async () => {
  const lines: string[] = [];
  const { exitCode, interrupts, logFile } = await run("echo one; echo two >&2; printf 'th\\303\\251'", (line) =>
    lines.push(line),
  );
  expect([exitCode, interrupts, lines]).toEqual([0, 0, ["one", "two", "thé"]]);
  expect(readFileSync(logFile, "utf8")).toMatch(/^# \d{4}-.*Z sh -c echo one[^\n]*\n# in [^\n]*\none\ntwo\nthé$/);
  expect(isRunning()).toBe(false);
});

test("old logs are deleted", async () => {
  await run("true");
  for (let index = 0; index < 70; index += 1)
    writeFileSync(join(folder, "logs", `2000-${String(index).padStart(3, "0")}.log`), "");
  await run("true");
  const logs = readdirSync(join(folder, "logs"));
  expect(logs).toHaveLength(60);
  expect(logs).not.toContain("2000-011.log");
});

test("an interruption is passed on once, however often it arrives, and so is a second one; the end is waited for", async () => {
  const seen: string[] = [];
  const notices: string[] = [];
  const script =
    "count=0; trap 'count=$((count+1)); echo stopped $count; [ $count -lt 2 ] || exit 7' INT; echo ready; i=0; while [ $i -lt 200 ]; do i=$((i+1)); sleep 0.05; done";
  const { exitCode, interrupts } = await run(
    script,
    (line) => {
      seen.push(line);
      if (line === "ready") for (const signal of ["SIGINT", "SIGINT", "SIGTERM"] as const) process.emit(signal);
      if (line === "stopped 1") setTimeout(() => process.emit("SIGINT"), 700);
    },
    (notice) => notices.push(notice),
  );
  expect([exitCode, interrupts, seen]).toEqual([7, 2, ["ready", "stopped 1", "stopped 2"]]);
  expect(notices).toEqual([expect.stringMatching(/unlocks the state/), expect.stringMatching(/may stay locked/)]);
});

test("what a killed command has started does not outlive it", async () => {
  const lines: string[] = [];
  const { exitCode } = await run("sleep 60 & echo $!; kill -9 $$", (line) => lines.push(line));
  expect(exitCode).toBeNull();
  await new Promise((resolve) => setTimeout(resolve, 200));
  // Where nobody has collected it yet, it is a zombie.
  expect(spawnSync("ps", ["-o", "stat=", "-p", lines[0] ?? ""], { encoding: "utf8" }).stdout).toMatch(/^(Z.*)?\s*$/);
});

test("fails where the command can't be started", async () => {
  await expect(
    runLogged({
      command: join(folder, "gone"),
      args: [],
      folder,
      env: {},
      title: "x",
      logFolder: folder,
      onLine: () => undefined,
      onNotice: () => undefined,
    }),
  ).rejects.toThrow("can't be started");
});
