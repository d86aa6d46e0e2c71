import { existsSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { hostname, userInfo } from "node:os";
import type { LockHolder } from "./failures";

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

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // It is somebody else's.
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}
