import { readFileSync } from "node:fs";
import { join } from "node:path";
import { readTerraform } from "../../src/access";
import { projectRoot } from "../../src/project-root";

/** Terraform that nobody wrote with this project's constructs, by its file's name. */
export function foreign(name: string) {
  const file = join(projectRoot(), "__tests__", "access", "foreign", name);
  return readTerraform([{ name, json: JSON.parse(readFileSync(file, "utf8")) as unknown }]);
}
