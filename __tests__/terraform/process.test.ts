import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { buildSync } from "esbuild";
import { projectRoot } from "../../src/project-root";
import { RunNote } from "../../src/terraform/abandoned";
import { isRunning, type LoggedCommand, runLogged } from "../../src/terraform/process";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "gatehouse-process-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

const run = (
  script: string,
  onLine: (line: string) => void = () => undefined,
  onNotice: (line: string) => void = () => undefined,
  more: Partial<LoggedCommand> = {},
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
    ...more,
  });

/** One that has ended, and that nobody has collected yet, is a zombie. */
const isAlive = (pid: number) =>
  !/^(Z.*)?\s*$/.test(spawnSync("ps", ["-o", "stat=", "-p", String(pid)], { encoding: "utf8" }).stdout);

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
  expect(isAlive(Number(lines[0]))).toBe(false);
});

describe("when this process is killed", () => {
  /** A process that runs a command that starts another, and the two's ids. */
  async function parent(endsWithParent: boolean): Promise<{ child: ChildProcess; below: number[] }> {
    const bundle = join(folder, "process.cjs");
    const entryPoints = [join(projectRoot(), "src/terraform/process.ts")];
    buildSync({ entryPoints, bundle: true, platform: "node", outfile: bundle });
    const command = {
      command: "sh",
      args: ["-c", "sleep 60 & echo $! $$; wait"],
      folder,
      title: "x",
      logFolder: folder,
    };
    const code = `require(${JSON.stringify(bundle)}).runLogged({
      ...${JSON.stringify(command)}, env: process.env, endsWithParent: ${endsWithParent}, onLine: console.log, onNotice: () => {},
    });`;
    const child = spawn(process.execPath, ["-e", code], { stdio: ["ignore", "pipe", "inherit"] });
    const [line] = (await once(child.stdout, "data")) as [Buffer];
    return { child, below: line.toString().trim().split(" ").map(Number) };
  }

  test.each([
    ["ends with it, and with what it has started", true],
    ["lives on", false],
  ])("a command %s where endsWithParent is %s", async (_what, shall) => {
    const { child, below } = await parent(shall);
    const ended = once(child, "exit");
    child.kill("SIGKILL");
    await ended;
    const expected = shall ? [] : below;
    for (let tries = 0; tries < 10 || (tries < 100 && below.filter(isAlive).length > expected.length); tries += 1)
      await delay(30);
    const alive = below.filter(isAlive);
    for (const pid of alive) process.kill(pid, "SIGKILL");
    expect(alive).toEqual(expected);
  });
});

test("a command that shall end with this process has its signals and its exit code to itself", async () => {
  const lines: string[] = [];
  const script = "trap 'exit 7' INT; echo $$; i=0; while [ $i -lt 200 ]; do i=$((i+1)); sleep 0.05; done";
  const onLine = (line: string) => {
    lines.push(line);
    process.emit("SIGINT");
  };
  const note = new RunNote(join(folder, "terraform.pid"));
  const written = jest.spyOn(note, "write");
  const { exitCode, interrupts } = await run(script, onLine, undefined, { endsWithParent: true, note });
  expect([exitCode, interrupts]).toEqual([7, 1]);
  expect(written).toHaveBeenCalledWith(Number(lines[0]));
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
