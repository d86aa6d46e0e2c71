import { type ChildProcess, spawn } from "node:child_process";
import { join } from "node:path";
import { UserError } from "../errors";

/** The moto release that the mends are written for. */
export const motoVersion = "5.2.1";

const requirement = `moto[server]==${motoVersion}`;
/** The oldest Python that this release runs on. */
const oldestPython = [3, 10] as const;
const oldest = oldestPython.join(".");

const onDebian = "(on Debian and Ubuntu: apt install python3-venv)";

/** What to do about each cause. */
const advice = {
  noPython: `install Python ${oldest} or newer with venv ${onDebian}`,
  oldPython: `put Python ${oldest} or newer on PATH as python3`,
  noVenv: `install venv for this Python ${onDebian}`,
  noIndex:
    "give pip a package index that it can reach and that has moto, for example: export PIP_INDEX_URL=https://<mirror>/simple",
  otherwise: "mend what it says above, and try again",
};

/** How Python's own tools are run. */
export interface PythonRun {
  readonly environment: NodeJS.ProcessEnv;
  readonly signal?: AbortSignal;
}

/**
 * Makes a Python environment that holds moto, in a folder that isn't there yet.
 *
 * @throws UserError with what Python said where it can't be made; the signal's reason where that is aborted.
 */
export async function makeMotoEnvironment(folder: string, run: PythonRun): Promise<void> {
  await checkPython(run);
  await tool("python3", ["-m", "venv", folder], run, adviceOfVenv);
  await tool(join(folder, "bin", "python"), ["-m", "pip", "install", "--quiet", requirement], run, adviceOfPip);
}

/** Debian and Ubuntu have a Python without all of venv. */
function adviceOfVenv(said: string): string {
  return /ensurepip is not available|No module named '?(venv|ensurepip)/.test(said) ? advice.noVenv : advice.otherwise;
}

/** pip says of an index that it can't reach, in the end, what it says of one that does not have it. */
function adviceOfPip(said: string): string {
  return /No matching distribution found|Retrying|Max retries exceeded|HTTPS?ConnectionPool|HTTP error/.test(said)
    ? advice.noIndex
    : advice.otherwise;
}

/** @throws UserError where the `python3` of `PATH` is missing or too old for moto. */
async function checkPython(run: PythonRun): Promise<void> {
  const ask = ["-c", "import sys; print('.'.join(map(str, sys.version_info[:3])))"];
  const version = (await tool("python3", ask, run, () => advice.otherwise)).trim();
  const [major = 0, minor = 0] = version.split(".").map(Number);
  if (major > oldestPython[0] || (major === oldestPython[0] && minor >= oldestPython[1])) return;
  throw cannotInstall(`python3 is too old for moto ${motoVersion}`, advice.oldPython, {
    got: version,
    allowed: `${oldest} or newer`,
  });
}

/**
 * Runs a program to its end and returns what it printed. Its group ends with the signal, and after ten minutes.
 *
 * @throws UserError where it fails, with the advice that follows from what it printed.
 */
async function tool(
  file: string,
  args: readonly string[],
  { environment, signal }: PythonRun,
  adviceOf: (said: string) => string,
): Promise<string> {
  signal?.throwIfAborted();
  // A group of its own: venv and pip start others, which must not go on writing when they are cut off.
  const child = spawn(file, args, { env: environment, detached: true, stdio: ["ignore", "pipe", "pipe"] });
  let output = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding("utf8").on("data", (text: string) => {
      output = (output + text).slice(-100_000);
    });
  }
  const end = (): void => killGroup(child);
  const timer = setTimeout(end, 600_000);
  signal?.addEventListener("abort", end);
  try {
    const exitCode = await new Promise<number | string | null>((resolve, reject) => {
      child.once("error", reject);
      child.once("close", (code, killedBy) => resolve(code ?? killedBy));
    });
    signal?.throwIfAborted();
    if (exitCode === 0) return output;
    const tail = output.trim().split("\n").slice(-15);
    const said = tail.map((line) => `\n    ${line.trimEnd()}`).join("");
    throw cannotInstall(`${[file, ...args].join(" ")} failed (exit ${exitCode})${said}`, adviceOf(output));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ENOENT") throw error;
    throw cannotInstall(`there is no ${file} on PATH`, advice.noPython);
  } finally {
    clearTimeout(timer);
    signal?.removeEventListener("abort", end);
  }
}

function killGroup({ pid }: ChildProcess): void {
  if (pid === undefined) return;
  try {
    process.kill(-pid, "SIGKILL");
  } catch {
    // It has ended already.
  }
}

function cannotInstall(
  why: string,
  fix: string,
  more: { readonly got?: string; readonly allowed?: string } = {},
): UserError {
  const what = `moto_server is not on PATH and could not be installed: ${why}`;
  return new UserError({ where: "local AWS", what, ...more, fix });
}
