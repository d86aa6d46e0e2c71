import { existsSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import {
  accessOf,
  differences,
  type Change,
  type Matrix,
  matrixOf,
  parseSnapshot,
  readTerraform,
  renderSnapshot,
  type Snapshot,
  snapshotOf,
} from "../access";
import { UserError } from "../errors";
import { environmentStackName } from "../stack-names";
import { type Base, fileAt, mergeBase } from "./git";
import { progress } from "./output";
import { type Project } from "./project";
import { terraformFiles } from "./terraform-json";

/** Where the snapshot of an environment lies in the project. */
export function snapshotFile(environment: string): string {
  return `environments/${environment}.access.txt`;
}

/** Who can call what in an environment, as it was synthesized. */
export function environmentMatrix(project: Project, environment: string): Matrix {
  const file = join(project.stackFolder(environmentStackName(environment)), "cdk.tf.json");
  return matrixOf(accessOf(readTerraform(terraformFiles(file))));
}

/** The snapshot's text; undefined where there is none. */
export function committedSnapshot(project: Project, environment: string): string | undefined {
  const file = join(project.root, snapshotFile(environment));
  return existsSync(file) ? readFileSync(file, "utf8") : undefined;
}

/** Writes a snapshot whole: whoever reads it meanwhile finds the one before. */
export function writeSnapshot(project: Project, environment: string, snapshot: Snapshot): void {
  const file = join(project.root, snapshotFile(environment));
  const draft = `${file}.${process.pid}`;
  writeFileSync(draft, renderSnapshot(snapshot, environment));
  renameSync(draft, file);
}

/** What changed since the base of a branch. */
export interface ChangesSinceBase {
  readonly base: Base;
  readonly changes: readonly Change[];
}

/**
 * What an environment's access, as it was synthesized, changes against the snapshot of the merge base. Never fails:
 * where there is nothing to compare with, a line of progress says so.
 */
export function changesSinceBase(project: Project, environment: string): ChangesSinceBase | undefined {
  const base = mergeBase(project.root, process.env);
  const compared = typeof base === "string" ? base : compare(project, environment, base);
  if (typeof compared !== "string") return compared;
  progress(`Who can call what is not compared with what it was: ${compared}.`);
  return undefined;
}

/** The changes, or a sentence's end that says why there is nothing to compare with. */
function compare(project: Project, environment: string, base: Base): ChangesSinceBase | string {
  const file = snapshotFile(environment);
  const text = fileAt(project.root, base.commit, file);
  if (text === undefined) return `${base.name} has no ${file}`;
  try {
    const now = snapshotOf(environmentMatrix(project, environment));
    return { base, changes: differences(parseSnapshot(text, `${file} of ${base.name}`), now) };
  } catch (error) {
    if (error instanceof UserError) return error.message;
    throw error;
  }
}
