import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { environmentNamed } from "../../environments";
import type { Project } from "../../src/cli/project";
import { awsOf, removeAbandonedDrafts, removePlan, savedPlan, savePlan } from "../../src/cli/saved-plan";

const dev = environmentNamed("dev");
const asset = "assets/code/0123/code.zip";
const before = { ...process.env };
let root: string;
let project: Project;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "gatehouse-saved-plan-"));
  project = {
    root,
    cacheFolder: root,
    logFolder: root,
    stackFolder: (stack) => join(root, "cdktf.out", "stacks", stack),
    planFile: (stack) => join(root, "plans", `${stack}.tfplan`),
  };
  mkdirSync(join(root, "plans"));
  for (const file of [".terraform/x", "cdk.tf.json", asset]) put(file);
  for (const name of Object.keys(process.env)) if (name.startsWith("AWS_ENDPOINT_URL")) delete process.env[name];
});
afterEach(() => {
  process.env = { ...before };
  rmSync(root, { recursive: true });
});

function put(file: string): void {
  const path = join(project.stackFolder("dev"), file);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, file);
}
const gone = (file: string) => rmSync(join(project.stackFolder("dev"), file), { recursive: true });
function save(text = "a plan"): void {
  const draft = join(root, "draft");
  writeFileSync(draft, text);
  savePlan(project, dev, draft);
}
const planAgain = "\n  fix:     plan and review first: npm run plan -- dev";
const refusal = (): string => {
  try {
    return `it is given: ${savedPlan(project, dev)}`;
  } catch (error) {
    return (error as Error).message;
  }
};

test("a plan is found again, and removed with its note", () => {
  save();
  expect(savedPlan(project, dev)).toBe(project.planFile("dev"));
  expect(readdirSync(join(root, "plans"))).toEqual(["dev.json", "dev.tfplan"]);
  removePlan(project, dev);
  expect(readdirSync(join(root, "plans"))).toEqual([]);
  expect(refusal()).toBe(`apply of dev: there is no saved plan${planAgain}`);
});

test("the drafts of commands that were killed go, those of commands that run and plans stay", () => {
  save();
  const dead = spawnSync(process.execPath, ["-e", "0"]).pid;
  const drafts = (pid: number) => [`dev.json.${pid}`, `dev.tfplan.${pid}`];
  for (const name of [...drafts(dead), ...drafts(process.pid)]) writeFileSync(join(root, "plans", name), "");
  removeAbandonedDrafts(project);
  expect(readdirSync(join(root, "plans")).toSorted()).toEqual(
    ["dev.json", "dev.tfplan", ...drafts(process.pid)].toSorted(),
  );
});

test("an empty plan is noted, but not saved", () => {
  savePlan(project, dev, undefined);
  expect(savedPlan(project, dev)).toBeUndefined();
  expect(existsSync(project.planFile("dev"))).toBe(false);
});

test.each([asset, ".terraform", "cdk.tf.json"])("fails where %s is gone since", (file) => {
  save();
  gone(file);
  expect(refusal()).toBe(
    `apply of dev: a file that the plan needs is gone (the code was synthesized anew, or deleted): cdktf.out/stacks/dev/${file}${planAgain}`,
  );
});

test("fails where the whole folder is gone, and says to plan again", () => {
  save();
  gone("");
  expect(refusal()).toMatch(/3 files that the plan needs are gone/);
  expect(refusal()).toContain(planAgain);
});

test("new assets beside those of the plan do no harm", () => {
  save();
  put("assets/code/4567/code.zip");
  expect(savedPlan(project, dev)).toBe(project.planFile("dev"));
});

test("fails where the shell leads to another AWS than the plan's, naming both", () => {
  process.env.AWS_ENDPOINT_URL = "http://127.0.0.1:1";
  save();
  process.env.AWS_ENDPOINT_URL = "http://127.0.0.1:2";
  expect(refusal()).toBe(`apply of dev: the plan was made with another AWS than the shell's
  got:     "AWS_ENDPOINT_URL=http://127.0.0.1:2"
  allowed: AWS_ENDPOINT_URL=http://127.0.0.1:1${planAgain}`);
  delete process.env.AWS_ENDPOINT_URL;
  expect(refusal()).toContain('got:     "AWS (no AWS_ENDPOINT_URL)"');
});

test("an endpoint of one service counts", () => {
  expect(awsOf({ AWS_ENDPOINT_URL_S3: "http://b", AWS_ENDPOINT_URL: "http://a", AWS_ENDPOINT_URL_STS: "" })).toBe(
    "AWS_ENDPOINT_URL=http://a AWS_ENDPOINT_URL_S3=http://b",
  );
});

test("fails where the environment's account is another by now, naming both", () => {
  save();
  expect(() => savedPlan(project, { ...dev, accountId: "999999999999" })).toThrow(
    /another account than the environment's\n {2}got: +"999999999999"\n {2}allowed: 111111111111/,
  );
});

test("fails where plan and note don't belong together, or the note can't be read", () => {
  save();
  writeFileSync(project.planFile("dev"), "another plan");
  expect(refusal()).toContain("dev.tfplan is not the plan that was noted in dev.json");
  writeFileSync(join(root, "plans", "dev.json"), "{}");
  expect(refusal()).toContain("there is no saved plan");
});
