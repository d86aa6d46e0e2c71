import { existsSync } from "node:fs";
import { dirname, join } from "node:path";
import { UserError } from "./errors";

/**
 * The folder that holds cdktf.json: the working directory or the nearest folder above it.
 *
 * @throws UserError outside a project.
 */
export function projectRoot(): string {
  for (let folder = process.cwd(); ; folder = dirname(folder)) {
    if (existsSync(join(folder, "cdktf.json"))) return folder;
    if (folder === dirname(folder)) {
      throw new UserError({
        where: process.cwd(),
        what: "no cdktf.json here or in a folder above",
        fix: "run the command inside the project",
      });
    }
  }
}
