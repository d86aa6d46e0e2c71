import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { basename, dirname, join, relative } from "node:path";
import { z } from "zod";
import type { Environment } from "../../environments";
import { UserError } from "../errors";
import { environmentStackName } from "../stack-names";
import { isAlive } from "../terraform";
import type { Project } from "./project";

/** What is noted beside a plan: what terraform does not compare itself, or only in the middle of an apply. */
const planNote = z.object({
  account: z.string(),
  /** What {@link awsOf} said. */
  aws: z.string(),
  /** The SHA-256 of the plan's file; null where the plan was empty and was not saved. */
  plan: z.string().nullable(),
  /** Files of the stack's folder that the plan may refer to. */
  files: z.array(z.string()),
});

/** Which AWS the variables lead to, in words: `AWS`, or the endpoints that they name. */
export function awsOf(variables: NodeJS.ProcessEnv): string {
  const named = Object.keys(variables).filter((name) => name.startsWith("AWS_ENDPOINT_URL") && variables[name]);
  return (
    named
      .toSorted()
      .map((name) => `${name}=${variables[name]}`)
      .join(" ") || "AWS (no AWS_ENDPOINT_URL)"
  );
}

/** Where the plan of an environment and its note lie. */
function filesOf(project: Project, name: string): { readonly planFile: string; readonly noteFile: string } {
  const planFile = project.planFile(environmentStackName(name));
  return { planFile, noteFile: planFile.replace(/\.tfplan$/, "") + ".json" };
}

/** Takes an environment's saved plan away, if there is one. */
export function removePlan(project: Project, { name }: Pick<Environment, "name">): void {
  const { planFile, noteFile } = filesOf(project, name);
  rmSync(planFile, { force: true });
  rmSync(noteFile, { force: true });
}

/** Takes the drafts of plans away that commands have left that were killed. */
export function removeAbandonedDrafts(project: Project): void {
  const folder = dirname(project.planFile(""));
  for (const name of readdirSync(folder)) {
    const writer = /\.(?:tfplan|json)\.(\d+)$/.exec(name)?.[1];
    if (writer !== undefined && !isAlive(Number(writer))) rmSync(join(folder, name), { force: true });
  }
}

/** Saves a draft as the environment's plan; without a draft, notes that the plan was empty. */
export function savePlan(project: Project, { name, accountId }: Environment, draft: string | undefined): void {
  const { planFile, noteFile } = filesOf(project, name);
  const note: z.output<typeof planNote> = {
    account: accountId,
    aws: awsOf(process.env),
    plan: draft === undefined ? null : hashOf(draft),
    files: neededFiles(project.stackFolder(environmentStackName(name))),
  };
  const noteDraft = `${noteFile}.${process.pid}`;
  writeFileSync(noteDraft, JSON.stringify(note, undefined, 2), { mode: 0o600 });
  // The note's hash binds the two, should another plan be saved between the renames.
  renameSync(noteDraft, noteFile);
  if (draft !== undefined) renameSync(draft, planFile);
}

/** What terraform needs for an apply: the folder as `init` left it, and the assets that the plan names. */
function neededFiles(folder: string): string[] {
  const assets = join(folder, "assets");
  // Synthesis gives each asset a path with the hash of its content, so a path that is there is the same file.
  const files = existsSync(assets) ? readdirSync(assets, { recursive: true, withFileTypes: true }) : [];
  const named = files.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  const prepared = ["cdk.tf.json", ".terraform.lock.hcl", ".terraform"].map((name) => join(folder, name));
  return [...prepared.filter((file) => existsSync(file)), ...named.toSorted()].map((file) => relative(folder, file));
}

/**
 * The file of the environment's saved plan; undefined where the last plan was empty.
 *
 * @throws UserError where there is none, where it was made with another AWS, or where what it refers to is gone.
 */
export function savedPlan(project: Project, environment: Environment): string | undefined {
  const { name } = environment;
  const { planFile, noteFile } = filesOf(project, name);
  const refusal = (what: string, more: { readonly got?: string; readonly allowed?: string } = {}) =>
    new UserError({ where: `apply of ${name}`, what, ...more, fix: `plan and review first: npm run plan -- ${name}` });
  const note = noteIn(noteFile);
  if (!note || (note.plan !== null && !existsSync(planFile))) throw refusal("there is no saved plan");
  if (note.plan !== null && note.plan !== hashOf(planFile))
    throw refusal(`${basename(planFile)} is not the plan that was noted in ${basename(noteFile)}`);
  const aws = awsOf(process.env);
  if (note.aws !== aws)
    throw refusal("the plan was made with another AWS than the shell's", { got: aws, allowed: note.aws });
  if (note.account !== environment.accountId) {
    throw refusal("the plan was made for another account than the environment's", {
      got: environment.accountId,
      allowed: note.account,
    });
  }
  const folder = project.stackFolder(environmentStackName(name));
  const gone = note.files.filter((file) => !existsSync(join(folder, file)));
  if (gone.length > 0) {
    const kind = gone.length === 1 ? "a file that the plan needs is" : `${gone.length} files that the plan needs are`;
    throw refusal(
      `${kind} gone (the code was synthesized anew, or deleted): ${join(relative(project.root, folder), gone[0] ?? "")}`,
    );
  }
  return note.plan === null ? undefined : planFile;
}

function noteIn(file: string): z.output<typeof planNote> | undefined {
  try {
    return planNote.safeParse(JSON.parse(readFileSync(file, "utf8"))).data;
  } catch {
    return undefined;
  }
}

function hashOf(file: string): string {
  return createHash("sha256").update(readFileSync(file)).digest("hex");
}
