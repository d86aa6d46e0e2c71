import { existsSync, readdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { type App, TerraformStack } from "cdktf";
import { UserError } from "../errors";

/**
 * Writes an app's stacks, all of them or none: everything is validated before the first file is written. Stacks and
 * assets of an earlier synthesis that are no more are removed; what terraform keeps in a stack's folder stays.
 *
 * @throws UserError with every fault found.
 */
export function synthesize(app: App): void {
  const faults = [...new Set(app.node.findAll().flatMap((construct) => construct.node.validate()))];
  if (faults.length > 0) throw new UserError(faults.join("\n"));
  const stacks = app.node.findAll().filter((construct) => TerraformStack.isStack(construct));
  removeStale(join(app.outdir, "stacks"), new Set(stacks.map(({ node }) => node.id)));
  app.synth();
}

function removeStale(folder: string, current: ReadonlySet<string>): void {
  for (const name of existsSync(folder) ? readdirSync(folder) : []) {
    // The output folder may be any: only what a synthesis wrote is ours to remove.
    if (!existsSync(join(folder, name, "cdk.tf.json"))) continue;
    if (current.has(name)) rmSync(join(folder, name, "assets"), { recursive: true, force: true });
    else rmSync(join(folder, name), { recursive: true });
  }
}
