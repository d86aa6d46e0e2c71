import { execFile } from "node:child_process";
import { randomUUID } from "node:crypto";
import { accessSync, constants, readdirSync, statSync } from "node:fs";
import { mkdir, open, rename, rm } from "node:fs/promises";
import { delimiter, join } from "node:path";
import { promisify } from "node:util";
import { shellWord } from "../shell";
import { makeMotoEnvironment, motoVersion, type PythonRun } from "./moto-python";

const run = promisify(execFile);

/** How to start moto's server. */
export interface MotoCommand {
  readonly file: string;
  readonly arguments: readonly string[];
  /** What to do where it does not run. */
  readonly advice: string;
}

/** What looking for moto needs. */
export interface MotoSearch {
  /** Holds the Python environment that is made when `PATH` has no `moto_server`. */
  readonly cacheFolder: string;
  readonly environment: NodeJS.ProcessEnv;
  readonly onProgress: (line: string) => void;
  /** Cuts an installation off. */
  readonly signal?: AbortSignal;
}

/**
 * The `moto_server` of `PATH`, else one in a Python environment of ours, which is made where it is missing.
 *
 * @throws UserError when there is none and none can be installed; the signal's reason where that is aborted.
 */
export async function findMoto(search: MotoSearch): Promise<MotoCommand> {
  const onPath = findOnPath("moto_server", search.environment);
  if (onPath !== undefined) {
    void reportVersion(onPath, search.onProgress);
    const advice = `see that ${onPath} runs, or take it off PATH: moto is then installed in ${search.cacheFolder}`;
    return { file: onPath, arguments: [], advice };
  }
  const home = join(search.cacheFolder, `moto-${motoVersion}`);
  const advice = `try again after this, which installs it anew: rm -r ${shellWord(home)}`;
  return { file: await installed(home, search), arguments: ["-m", "moto.server"], advice };
}

function findOnPath(name: string, environment: NodeJS.ProcessEnv): string | undefined {
  const folders = (environment["PATH"] ?? "").split(delimiter).filter((folder) => folder !== "");
  return folders.map((folder) => join(folder, name)).find(isProgram);
}

function isProgram(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return statSync(file).isFile();
  } catch {
    return false;
  }
}

/** Asks the interpreter in the script's first line; a wrapper around the script keeps its version to itself. */
async function reportVersion(script: string, onProgress: (line: string) => void): Promise<void> {
  try {
    const handle = await open(script);
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(512), 0, 512, 0).finally(() => handle.close());
    const python = /^#!\s*(\S*python\S*)\n/.exec(buffer.toString("utf8", 0, bytesRead))?.[1];
    if (python === undefined) return;
    const { stdout } = await run(python, ["-c", "import importlib.metadata as m; print(m.version('moto'))"]);
    const version = stdout.trim();
    if (version !== motoVersion) onProgress(`moto ${version} of PATH is used; tried with ${motoVersion}`);
  } catch {
    // The version is a courtesy: what matters shows when the server starts.
  }
}

async function installed(home: string, search: MotoSearch): Promise<string> {
  const { cacheFolder, environment, onProgress, signal } = search;
  const python = join(home, "bin", "python");
  // The name appears by a rename when all is there, so it is never half an environment; but its interpreter is the
  // system's, which may have been removed since, or become another version, which looks for moto in another folder.
  if (await hasMoto(python, { environment, signal })) return python;

  const building = `${home}.building-${process.pid}-${randomUUID().slice(0, 8)}`;
  try {
    await mkdir(cacheFolder, { recursive: true });
    await removeAbandoned(cacheFolder, `moto-${motoVersion}.building-`);
    await rm(home, { recursive: true, force: true });
    onProgress(`installing moto ${motoVersion} (once)`);
    await makeMotoEnvironment(building, { environment, signal });
    await rename(building, home);
  } catch (error) {
    await rm(building, { recursive: true, force: true });
    // Another run may have been faster.
    if (await hasMoto(python, { environment, signal })) return python;
    throw error;
  }
  return python;
}

/** @throws The signal's reason where that is aborted: nothing is then known. */
async function hasMoto(python: string, { environment, signal }: PythonRun): Promise<boolean> {
  try {
    await run(python, ["-c", "import moto"], { env: environment, signal });
    return true;
  } catch {
    signal?.throwIfAborted();
    return false;
  }
}

async function removeAbandoned(folder: string, prefix: string): Promise<void> {
  const abandoned = readdirSync(folder).filter(
    (name) => name.startsWith(prefix) && !isRunning(Number.parseInt(name.slice(prefix.length), 10)),
  );
  await Promise.all(abandoned.map((name) => rm(join(folder, name), { recursive: true, force: true })));
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}
