import { readFileSync } from "node:fs";
import { join } from "node:path";
import { readTerraform } from "../../src/access";
import { projectRoot } from "../../src/project-root";

/** Terraform that nobody wrote with this project's constructs, by its file's name. */
export function foreign(name: string) {
  return readTerraform([{ name, json: foreignJson(name) }]);
}

/** The same, as it stands in its file. */
export function foreignJson(name: string): unknown {
  return JSON.parse(readFileSync(join(projectRoot(), "__tests__", "access", "foreign", name), "utf8")) as unknown;
}
