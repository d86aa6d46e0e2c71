import { existsSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { hostname, userInfo } from "node:os";
import { join } from "node:path";
import type { LockHolder } from "./failures";

/** The note of a stack's folder. */
export function runNoteOf(folder: string): RunNote {
  return new RunNote(join(folder, "terraform.pid"));
}

/** Takes away what only concerns an AWS that is gone: the state that could not be saved there, and the note. */
export function removeRemains(folder: string): void {
  rmSync(join(folder, "errored.tfstate"), { force: true });
  runNoteOf(folder).remove();
}

/** Notes which process runs in a stack's folder, so that a later run can tell that it was killed. */
export class RunNote {
  constructor(private readonly file: string) {}

  /** A process runs from now on. */
  write(pid: number | undefined): void {
    if (pid !== undefined) writeFileSync(this.file, `${pid}\n`);
  }

  /** It has ended by itself. */
  remove(): void {
    rmSync(this.file, { force: true });
  }

  /** Whether a process ran here that neither runs any more nor ended by itself. */
  tellsOfKilled(): boolean {
    if (!existsSync(this.file)) return false;
    const pid = Number(readFileSync(this.file, "utf8"));
    return Number.isInteger(pid) && pid > 0 && !isAlive(pid);
  }
}

/** Whether the holder of a lock is this user on this computer, as terraform writes it. */
export function isOurs({ who }: LockHolder): boolean {
  return who === `${userInfo().username}@${hostname()}`;
}

/** Whether a process runs, whoever's it is. */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // It is somebody else's.
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}
