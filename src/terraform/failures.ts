import { UserError } from "../errors";
import { shellWord } from "../shell";
import { diagnosticLines, type Diagnostic } from "./ui";

/** Who holds a state's lock. */
export interface LockHolder {
  readonly id: string;
  readonly who: string;
  readonly since: string;
  readonly operation: string;
}

/** What was found out about the lock of a state after an interruption. */
export type LockState =
  | { readonly kind: "free" }
  | { readonly kind: "held"; readonly by: LockHolder }
  | { readonly kind: "unknown"; readonly why: string };

/** The project's own commands, for the sentences that name what to do. */
export interface Advice {
  /** The command that makes a new plan. */
  readonly planAgain: string;
  /** The command or commands that make a new plan and apply it. */
  readonly applyAgain: string;
  /** The command that creates the state's bucket. */
  readonly createBackend: string;
  /** Where the AWS itself is gone when the command ends: all that is left to do. @default - the AWS stays */
  readonly startAgain?: string;
}

/** A terraform command that failed. */
export interface FailedRun {
  /** For example `terraform apply of dev`. */
  readonly title: string;
  readonly folder: string;
  readonly logFile: string;
  readonly diagnostics: readonly Diagnostic[];
  /** The last lines that were no JSON. */
  readonly text: readonly string[];
  readonly exitCode: number | null;
  /** How often it was interrupted. */
  readonly interrupts: number;
  /** What to run to go on after an interruption. */
  readonly again: string;
  readonly advice: Advice;
}

/** The holder that a lock error tells of, if it is one. */
export function lockHolderIn(message: string): LockHolder | undefined {
  if (!/error (acquiring|releasing) the state lock/i.test(message)) return undefined;
  const field = (name: string) => new RegExp(`^[\\s│|]*${name}:[ \\t]*(.*?)\\s*$`, "m").exec(message)?.[1];
  const id = field("ID");
  if (!id) return undefined;
  const operation = (field("Operation") ?? "").replace(/^OperationType/, "").toLowerCase();
  return {
    id,
    who: field("Who") || "someone",
    since: field("Created") || "an unknown time",
    operation: operation || "a command",
  };
}

/** What went wrong, in a sentence where it is a well-known error, else in terraform's own words. */
export function explainFailure(run: FailedRun): UserError {
  const errors = errorsOf(run);
  return unsaved(run) ?? known(run, wholeMessage(run)) ?? inItsOwnWords(run, errors);
}

const errorsOf = ({ diagnostics }: FailedRun) => diagnostics.filter(({ severity }) => severity === "error");

const wholeMessage = (run: FailedRun) =>
  [...errorsOf(run).map(({ summary, detail }) => `${summary}\n${detail}`), ...run.text].join("\n");

function known(run: FailedRun, message: string): UserError | undefined {
  const log = `the whole log: ${run.logFile}`;
  const holder = lockHolderIn(message);
  if (holder && /error acquiring/i.test(message)) {
    return new UserError({
      where: run.title,
      what: `the state is locked by ${holder.who} since ${holder.since} (${holder.operation}, lock ${holder.id})`,
      fix: `wait until that has ended and try again; ${unlock(run.folder, holder)}; ${log}`,
    });
  }
  if (holder) {
    return new UserError({
      where: run.title,
      what: `the state could not be unlocked (lock ${holder.id})`,
      fix: `${unlock(run.folder, holder)}; ${log}`,
    });
  }
  if (/saved plan (is stale|does not match)/i.test(message)) {
    return new UserError({
      where: run.title,
      what: "the saved plan is stale: the state has changed since it was made",
      fix: `plan again and review that: ${run.advice.planAgain}; ${log}`,
    });
  }
  const bucket = /S3 bucket "([^"]*)" does not exist|NoSuchBucket/i.exec(message);
  if (bucket) {
    return new UserError({
      where: run.title,
      what: `the state's bucket ${bucket[1] ?? ""} does not exist`.replace("  ", " "),
      fix: `create it: ${run.advice.createBackend}; ${log}`,
    });
  }
  if (/reading ACM Certificates?: (empty result|.*no matching)/i.test(message)) {
    return new UserError({
      where: run.title,
      what: "no issued certificate of us-east-1 has the domain name that web.domain.certificate of the environment's file says",
      fix: `have it issued there first, or correct the file (a local AWS has what the file named when it was started); ${log}`,
    });
  }
  return undefined;
}

/** What was done is real, so a state that could not be saved must be saved before anything else is tried. */
function unsaved(run: FailedRun): UserError | undefined {
  const message = wholeMessage(run);
  if (!message.includes("errored.tfstate")) return undefined;
  const reason = /^\s*Error saving state: (.*)$/m.exec(message)?.[1] ?? "the log says why";
  const push = `before anything else, save it: cd ${shellWord(run.folder)} && terraform state push errored.tfstate (force-unlock first, if it says that the state is locked)`;
  return new UserError({
    where: run.title,
    what: `the state could not be saved (${reason})${run.advice.startAgain === undefined ? `; it lies in ${run.folder}/errored.tfstate` : ""}`,
    fix: `${run.advice.startAgain ?? push}; the whole log: ${run.logFile}`,
  });
}

function inItsOwnWords(run: FailedRun, errors: readonly Diagnostic[]): UserError {
  const lines = errors.length > 0 ? uniqueLines(errors) : run.text.slice(-20);
  const how = run.exitCode === null ? "was killed" : `failed (exit ${run.exitCode})`;
  return new UserError({
    where: run.title,
    what: [how, ...lines.map((line) => `    ${line}`)].join("\n"),
    fix: `${leftovers(run, errors)}fix the errors above; the whole log: ${run.logFile}`,
  });
}

/** What an interrupted apply has left behind shows only when it is created again. */
function leftovers({ folder, advice }: FailedRun, errors: readonly Diagnostic[]): string {
  if (advice.startAgain !== undefined) return "";
  const found = errors
    .filter(({ summary, detail }) => /already ?exist|conflicting DNS domain/i.test(`${summary} ${detail}`))
    .flatMap(({ address }) => address ?? []);
  if (found.length === 0) return "";
  const addresses = [...new Set(found)].join(", ");
  return `what exists already and is not in the state (${addresses}), delete or import: cd ${shellWord(folder)} && terraform import <address> <id>; `;
}

function uniqueLines(errors: readonly Diagnostic[]): string[] {
  const texts = new Set(errors.map((error) => diagnosticLines(error).join("\n")));
  return [...texts].flatMap((text) => text.split("\n"));
}

/** What an interruption (or a killed terraform) has left behind, and what to do. */
export function explainInterruption(run: FailedRun, lock: LockState): UserError {
  return unsaved(run) ?? interrupted(run, lock);
}

function interrupted(run: FailedRun, lock: LockState): UserError {
  // An interruption that comes before terraform listens for it kills it.
  const how = run.exitCode === null && run.interrupts === 0 ? "terraform was killed" : "interrupted";
  const errors = errorsOf(run).filter(({ summary }) => !/^(execution halted|operation canceled)$/i.test(summary));
  const details = uniqueLines(errors).map((line) => `\n    ${line}`);
  const [state, unlocking] = sentencesOf(lock, run.folder);
  const cutOff = [...new Set(errors.flatMap(({ address }) => address ?? []))];
  return new UserError({
    where: run.title,
    what: `${how}; ${state}${details.join("")}`,
    fix: `${run.advice.startAgain ?? `${unlocking}${orphans(cutOff)}${run.again}`}; the whole log: ${run.logFile}`,
  });
}

/** The AWS provider drops its requests when it is stopped, and never learns whether AWS has carried them out. */
function orphans(addresses: readonly string[]): string {
  if (addresses.length === 0) return "";
  return `see whether AWS has done something here that the state does not know of (delete or import what it has created): ${addresses.join(", ")}; `;
}

/** An interruption that came when terraform had nothing left to stop. */
export function explainLateInterruption(run: FailedRun): UserError {
  return new UserError({
    where: run.title,
    what: "interrupted, but terraform had already done all of it; the state is unlocked",
    fix: `${run.advice.startAgain ?? run.again}; the whole log: ${run.logFile}`,
  });
}

function sentencesOf(lock: LockState, folder: string): readonly [state: string, unlocking: string] {
  if (lock.kind === "free") return ["the state is unlocked", ""];
  if (lock.kind === "held") {
    const { id, who, since } = lock.by;
    return [`the state is still locked (lock ${id}, by ${who} since ${since})`, `${unlock(folder, lock.by)}; then `];
  }
  return [
    `whether the state is unlocked could not be found out (${lock.why})`,
    "if it turns out to be locked, the next error says how to unlock it; ",
  ];
}

function unlock(folder: string, { id }: LockHolder): string {
  return `if no apply is running any more, unlock it: cd ${shellWord(folder)} && terraform force-unlock ${id}`;
}
