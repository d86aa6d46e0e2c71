import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { projectRoot } from "../project-root";

/** Where the project's files lie. */
export interface Project {
  readonly root: string;
  /** Git-ignored; everything in it can be deleted. */
  readonly cacheFolder: string;
  readonly logFolder: string;
  stackFolder(stack: string): string;
  /** Where the plan of a stack is saved between `plan` and `apply`. */
  planFile(stack: string): string;
}

/** @throws UserError outside a project. */
export function openProject(): Project {
  const root = projectRoot();
  const cacheFolder = join(root, ".gatehouse");
  const planFolder = join(cacheFolder, "plans");
  // Plans and logs may hold what only the person who runs the command should read.
  mkdirSync(planFolder, { recursive: true, mode: 0o700 });
  return {
    root,
    cacheFolder,
    logFolder: join(cacheFolder, "logs"),
    stackFolder: (stack) => join(root, "cdktf.out", "stacks", stack),
    planFile: (stack) => join(planFolder, `${stack}.tfplan`),
  };
}
