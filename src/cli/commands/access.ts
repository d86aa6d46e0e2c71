import { type EnvironmentName, environmentNames } from "../../../environments";
import {
  accessAsJson,
  accessAsMarkdown,
  accessAsText,
  accessOf,
  changesAsText,
  differences,
  explanationOf,
  matrixOf,
  parseSnapshot,
  questionOf,
  readTerraform,
  renderSnapshot,
  snapshotOf,
  staleness,
  whyAsJson,
  whyAsText,
  type Access,
} from "../../access";
import { UserError } from "../../errors";
import { committedSnapshot, environmentMatrix, snapshotFile, writeSnapshot } from "../access-snapshots";
import { interruptibly } from "../interruption";
import { progress, result } from "../output";
import { openProject, type Project } from "../project";
import { environmentStackName } from "../../stack-names";
import { synthesize } from "../synth";
import { terraformFiles } from "../terraform-json";

/** What is shown of who can call what, or done with its snapshots. */
export interface AccessOptions {
  /** A principal, a method and a path. */
  readonly why?: readonly string[];
  readonly api?: string;
  readonly from?: string;
  readonly all?: boolean;
  readonly json?: boolean;
  readonly markdown?: boolean;
  readonly write?: boolean;
  readonly check?: boolean;
}

/** `access <environment or path>`: shows who can call what; `--write` and `--check` keep its snapshots. */
export async function access(what: string | undefined, options: AccessOptions): Promise<void> {
  if (options.why === undefined && (options.api ?? options.from) !== undefined) throw questionMissing();
  if (options.write || options.check) {
    const names = what === undefined ? environmentNames : [ofSnapshot(what, options)];
    const project = await synthesized(what);
    if (options.write) for (const name of names) write(project, name);
    else check(project, names);
    return;
  }
  if (what === undefined) throw nothingNamed();
  result(render(what, await accessTo(what), options));
}

/** @throws UserError for what is no environment: nothing else has a snapshot. */
function ofSnapshot(what: string, { write: isWritten }: AccessOptions): EnvironmentName {
  const name = environmentNames.find((one) => one === what);
  if (name !== undefined) return name;
  throw new UserError({
    where: "access",
    what: `${isWritten ? "--write" : "--check"} is about the snapshots of environments, and this is none`,
    got: what,
    allowed: `${environmentNames.join(", ")}; all of them where none is named`,
    fix: "name an environment, or leave the option out to see the table",
  });
}

function nothingNamed(): UserError {
  const environment = environmentNames.find((one) => one !== "local") ?? "local";
  return new UserError({
    where: "access",
    what: "it needs an environment, or a path to Terraform JSON",
    allowed: environmentNames.join(", "),
    fix: `name one: npm run access -- ${environment}`,
  });
}

function questionMissing(): UserError {
  return new UserError({
    where: "access",
    what: "--api and --from belong to a question, and there is none",
    fix: `ask one: --why general "GET /tech4all"`,
  });
}

/** An environment's name comes first; a folder of that name can be called `./dev`. */
async function accessTo(what: string): Promise<Access> {
  const name = environmentNames.find((one) => one === what);
  if (name === undefined) return accessOf(readTerraform(terraformFiles(what)));
  const project = await synthesized(name);
  return accessOf(readTerraform(terraformFiles(`${project.stackFolder(environmentStackName(name))}/cdk.tf.json`)));
}

async function synthesized(what: string | undefined): Promise<Project> {
  const project = openProject();
  const again = () => `run it again: npm run access -- ${what ?? ""}`.trimEnd();
  await interruptibly({ title: "access", again }, (signal) => synthesize(project, signal));
  return project;
}

function render(what: string, shown: Access, { why, api, from, all = false, json, markdown }: AccessOptions): string {
  if (why !== undefined) {
    const question = questionOf(shown, {
      words: why,
      ...(api === undefined ? {} : { api }),
      ...(from === undefined ? {} : { from }),
    });
    const explanation = explanationOf(shown, question);
    return json ? whyAsJson(explanation) : whyAsText(explanation);
  }
  const matrix = matrixOf(shown);
  if (json) return accessAsJson(matrix, what);
  return markdown ? accessAsMarkdown(matrix, { title: what, all }) : accessAsText(matrix, { title: what, all });
}

function write(project: Project, name: string): void {
  const file = snapshotFile(name);
  const before = committedSnapshot(project, name);
  const now = snapshotOf(environmentMatrix(project, name));
  if (before === renderSnapshot(now, name)) {
    progress(`${file}: unchanged`);
    return;
  }
  writeSnapshot(project, name, now);
  progress(`${file}: written`);
  const changes = before === undefined ? [] : changesFrom(before, now, file);
  if (changes.length > 0) result([`${name}:`, ...changes].join("\n"));
}

/** What a new snapshot changes; what lay there before may have been anything, and is gone now. */
function changesFrom(before: string, now: ReturnType<typeof snapshotOf>, file: string): readonly string[] {
  try {
    return changesAsText(differences(parseSnapshot(before, file), now));
  } catch (error) {
    if (error instanceof UserError) return [];
    throw error;
  }
}

function check(project: Project, names: readonly string[]): void {
  const problems = names.flatMap((environment) => {
    const committed = { environment, file: snapshotFile(environment), text: committedSnapshot(project, environment) };
    const problem = staleness(committed, snapshotOf(environmentMatrix(project, environment)));
    if (problem === undefined) progress(`${committed.file}: up to date`);
    return problem ?? [];
  });
  if (problems.length > 0) throw new UserError(problems.join("\n\n"));
}
