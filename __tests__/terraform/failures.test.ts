import {
  explainFailure,
  explainInterruption,
  explainLateInterruption,
  lockHolderIn,
  type FailedRun,
} from "../../src/terraform/failures";
import type { Diagnostic } from "../../src/terraform/ui";

const error = (summary: string, detail = "", address?: string): Diagnostic => ({
  severity: "error",
  summary,
  detail,
  address,
});
const failed = (...diagnostics: Diagnostic[]): FailedRun => ({
  title: "terraform apply of dev",
  folder: "/project/cdktf.out/stacks/dev",
  logFile: "/project/.gatehouse/logs/a.log",
  diagnostics,
  text: [],
  exitCode: 1,
  interrupts: 0,
  again: "run the command again",
  advice: {
    planAgain: "npm run plan -- dev",
    applyAgain: "npm run plan -- dev, then npm run apply -- dev",
    createBackend: "npm run bootstrap -- dev",
  },
});
const lockInfo = `Lock Info:
  ID:        1da99705-0f8d-4354-65f6-39c3a28074d5
  Path:      bucket/dev/dev.tfstate
  Operation: OperationTypeApply
  Who:       ana@laptop
  Version:   1.11.4
  Created:   2026-11-20 09:24:57 +0000 UTC
  Info:      `;

test("fails in terraform's own words, each error once with its resource, and names the log", () => {
  const twice = error("creating IAM Role", "EntityAlreadyExists: it exists\n", "aws_iam_role.a");
  expect(explainFailure(failed(twice, twice, { ...error("careful"), severity: "warning" })).message)
    .toBe(`terraform apply of dev: failed (exit 1)
    aws_iam_role.a: creating IAM Role
      EntityAlreadyExists: it exists
  fix:     what exists already and is not in the state (aws_iam_role.a), delete or import: cd /project/cdktf.out/stacks/dev && terraform import <address> <id>; fix the errors above; the whole log: /project/.gatehouse/logs/a.log`);
});

test("fails with the last lines where terraform gave no diagnostic", () => {
  expect(explainFailure({ ...failed(), text: ["panic: oh"], exitCode: 11 }).message).toContain(
    "failed (exit 11)\n    panic: oh\n",
  );
});

test("fails on a locked state with who, since when and how to unlock it", () => {
  expect(explainFailure(failed(error("Error acquiring the state lock", `PreconditionFailed\n${lockInfo}`))).message)
    .toBe(`terraform apply of dev: the state is locked by ana@laptop since 2026-11-20 09:24:57 +0000 UTC (apply, lock 1da99705-0f8d-4354-65f6-39c3a28074d5)
  fix:     wait until that has ended and try again; if no apply is running any more, unlock it: cd /project/cdktf.out/stacks/dev && terraform force-unlock 1da99705-0f8d-4354-65f6-39c3a28074d5; the whole log: /project/.gatehouse/logs/a.log`);
});

const unsaved = failed(
  error("Failed to save state", "Error saving state: Forbidden"),
  error("Failed to persist state to backend", 'It has been written to the file "errored.tfstate"'),
  error("Error releasing the state lock", lockInfo),
);

test.each([
  ["fails", explainFailure(unsaved)],
  ["an interruption fails", explainInterruption({ ...unsaved, interrupts: 1 }, { kind: "free" })],
])("%s where the state could not be saved, and says where it lies and how to save it", (_, { message }) => {
  expect(message).toMatch(
    /the state could not be saved \(Forbidden\); it lies in \S+\/dev\/errored\.tfstate\n {2}fix: .*terraform state push errored\.tfstate/,
  );
});

test("fails where the state could not be unlocked, with the way to do it", () => {
  const explained = explainFailure({
    ...failed(error("Error releasing the state lock", lockInfo)),
    folder: "/my project/it's",
  });
  expect(explained.message).toContain("the state could not be unlocked (lock 1da99705-0f8d-4354-65f6-39c3a28074d5)");
  expect(explained.message).toContain(String.raw`cd '/my project/it'\''s' && terraform force-unlock`);
});

test.each([
  [
    error("Saved plan is stale", "The given plan file can no longer be applied"),
    "the saved plan is stale",
    "npm run plan -- dev",
  ],
  [error("Saved plan does not match the given state"), "the saved plan is stale", "npm run plan -- dev"],
  [
    error("Failed to get existing workspaces", 'S3 bucket "states" does not exist.'),
    "the state's bucket states does not exist",
    "npm run bootstrap -- dev",
  ],
  [
    error("Error refreshing state", "api error NoSuchBucket"),
    "the state's bucket does not exist",
    "npm run bootstrap -- dev",
  ],
  [
    error("reading ACM Certificates: empty result"),
    "no issued certificate of us-east-1 has the domain name that web.domain.certificate of the environment's file says",
    "have it issued there first",
  ],
])("fails on a well-known error with its remedy: %j", (diagnostic, what, fix) => {
  const { message } = explainFailure(failed(diagnostic));
  expect(message).toContain(what);
  expect(message).toContain(fix);
});

test("an interruption says whether the state is unlocked", () => {
  const halted = failed(error("execution halted"), error("local-exec provisioner error", "killed", "terraform_data.a"));
  expect(explainInterruption(halted, { kind: "free" }).message)
    .toBe(`terraform apply of dev: interrupted; the state is unlocked
    terraform_data.a: local-exec provisioner error
      killed
  fix:     see whether AWS has done something here that the state does not know of (delete or import what it has created): terraform_data.a; run the command again; the whole log: /project/.gatehouse/logs/a.log`);
  const by = lockHolderIn(`Error acquiring the state lock\n${lockInfo}`);
  expect(by && explainInterruption({ ...halted, exitCode: null }, { kind: "held", by }).message).toMatch(
    /terraform was killed; the state is still locked \(lock 1da99705[^)]*\)[\s\S]*terraform force-unlock 1da99705/,
  );
  expect(explainInterruption(halted, { kind: "unknown", why: "no answer" }).message).toContain(
    "could not be found out (no answer)",
  );
  expect(explainLateInterruption(halted).message).toContain("had already done all of it");
});

test("an interruption that killed terraform before it listened is called an interruption", () => {
  const { message } = explainInterruption({ ...failed(), exitCode: null, interrupts: 1 }, { kind: "free" });
  expect(message).toMatch(/^terraform apply of dev: interrupted; the state is unlocked\n/);
});

test("where the AWS is gone with the command, the one thing to do is to start again", () => {
  const advice = { ...failed().advice, startAgain: "run npm start again" };
  const run = { ...failed(error("creating", "it already exists", "aws_iam_role.a")), interrupts: 1, advice };
  const fix = "\n  fix:     run npm start again; the whole log: /project/.gatehouse/logs/a.log";
  const by = lockHolderIn(`Error acquiring the state lock\n${lockInfo}`);
  expect(by && explainInterruption(run, { kind: "held", by }).message.endsWith(fix)).toBe(true);
  expect(explainLateInterruption(run).message.endsWith(fix)).toBe(true);
  expect(explainFailure(run).message).not.toContain("import");
  expect(explainFailure({ ...unsaved, advice }).message).toBe(
    `terraform apply of dev: the state could not be saved (Forbidden)${fix}`,
  );
});

test("reads the holder out of terraform's framed text too", () => {
  const framed = ["Error: Error acquiring the state lock", ...lockInfo.split("\n")]
    .map((line) => `│ ${line}`)
    .join("\n");
  expect(lockHolderIn(framed)).toEqual({
    id: "1da99705-0f8d-4354-65f6-39c3a28074d5",
    who: "ana@laptop",
    since: "2026-11-20 09:24:57 +0000 UTC",
    operation: "apply",
  });
  expect(lockHolderIn("Error acquiring the state lock, and nothing else")).toBeUndefined();
  expect(lockHolderIn(lockInfo)).toBeUndefined();
});
