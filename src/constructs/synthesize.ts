import { readdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { TerraformStack, type App } from "cdktf";
import { UserError } from "../errors";

/**
 * Writes an app's stacks, all of them or none: everything is validated before the first file is written, and folders
 * of stacks that no longer exist are removed.
 *
 * @throws UserError with every fault found.
 */
export function synthesize(app: App): void {
  const faults = [...new Set(app.node.findAll().flatMap((construct) => construct.node.validate()))];
  if (faults.length > 0) throw new UserError(faults.join("\n"));
  app.synth();
  const stacks = app.node.findAll().filter((construct) => TerraformStack.isStack(construct));
  removeStaleStacks(app.outdir, new Set(stacks.map((stack) => stack.node.id)));
}

function removeStaleStacks(outdir: string, current: ReadonlySet<string>): void {
  const folder = join(outdir, "stacks");
  for (const name of readdirSync(folder)) {
    if (!current.has(name)) rmSync(join(folder, name), { recursive: true });
  }
}
