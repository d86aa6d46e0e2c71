import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { changesSinceBase, committedSnapshot, environmentMatrix, writeSnapshot } from "../../src/cli/access-snapshots";
import { renderPlan } from "../../src/cli/plan-summary";
import { type Project } from "../../src/cli/project";
import { snapshotOf } from "../../src/access";

let project: Project;
beforeEach(() => {
  const root = mkdtempSync(join(tmpdir(), "gatehouse-snapshots-"));
  const stackFolder = (stack: string) => join(root, "stacks", stack);
  project = { root, cacheFolder: root, logFolder: root, stackFolder, planFile: (stack) => join(root, stack) };
  mkdirSync(join(root, "environments"));
  mkdirSync(stackFolder("dev"), { recursive: true });
});
afterEach(() => rmSync(project.root, { recursive: true }));

/** An API with these open routes, as if it had been synthesized. */
function synthesize(...paths: readonly string[]): void {
  const operation = { "x-amazon-apigateway-integration": { type: "mock" } };
  const routes = Object.fromEntries(paths.map((path) => [path, { get: operation }]));
  const json = {
    provider: { aws: [{ region: "us-east-1", allowed_account_ids: ["111122223333"] }] },
    resource: {
      aws_api_gateway_rest_api: { web: { name: "web", body: JSON.stringify({ openapi: "3.0.1", paths: routes }) } },
      aws_api_gateway_stage: {
        web: { rest_api_id: "${aws_api_gateway_rest_api.web.id}", stage_name: "v1", deployment_id: "d" },
      },
    },
  };
  writeFileSync(join(project.stackFolder("dev"), "cdk.tf.json"), JSON.stringify(json));
}

const write = () => writeSnapshot(project, "dev", snapshotOf(environmentMatrix(project, "dev")));

function commitAll(): void {
  const git = (...args: string[]) =>
    spawnSync("git", ["-c", "user.name=a", "-c", "user.email=a@example.com", ...args], { cwd: project.root });
  git("init", "--quiet", "--initial-branch", "main");
  git("add", "environments");
  git("commit", "--quiet", "--message", "all");
}

/** What is printed to standard error meanwhile. */
function progressOf(body: () => void): string {
  const lines: string[] = [];
  const spy = jest.spyOn(process.stderr, "write").mockImplementation((text) => lines.push(String(text)) > 0);
  body();
  spy.mockRestore();
  return lines.join("");
}

const empty = {
  created: [],
  updated: [],
  replaced: [],
  destroyed: [],
  imported: [],
  forgotten: [],
  moved: [],
  outputs: [],
};
const planOf = (since: ReturnType<typeof changesSinceBase>, options = {}) =>
  renderPlan({ stack: "dev", ...empty }, since, options);

test("a snapshot is written whole, and nothing else is left in the folder", () => {
  synthesize("/a");
  expect(committedSnapshot(project, "dev")).toBeUndefined();
  write();
  expect(readdirSync(join(project.root, "environments"))).toEqual(["dev.access.txt"]);
  expect(committedSnapshot(project, "dev")).toContain("\nweb GET /a [NONE] anywhere: lets in everybody\n");
});

test("a plan tells what changes of who can call what since the branch began, in every rendering", () => {
  synthesize("/a", "/gone");
  write();
  commitAll();
  synthesize("/a", "/b");
  const since = changesSinceBase(project, "dev");
  const commit = since?.base.commit ?? "";
  const gain = "new route GET /b on web (NONE): lets in everybody from the internet";
  const loss = "route GET /gone on web (NONE) is gone; let in everybody from the internet";
  expect(planOf(since)).toBe(
    `dev: no changes\nWho can call what, compared with main (${commit.slice(0, 8)}):\n  + ${gain}\n  - ${loss}`,
  );
  expect(JSON.parse(planOf(since, { json: true }))).toMatchObject({
    empty: true,
    access: {
      base: { name: "main", commit },
      changes: [
        { kind: "gain", sentence: gain },
        { kind: "loss", sentence: loss },
      ],
    },
  });
  expect(planOf(since, { markdown: true }).split("\n")).toEqual([
    "### `dev`: no changes",
    "",
    `**Who can call what**, compared with main (${commit.slice(0, 8)})`,
    "",
    "Opens:",
    "",
    `- ${gain}`,
    "",
    "Closes:",
    "",
    `- ${loss}`,
    "",
  ]);
});

test("a plan that changes nothing of it says so", () => {
  synthesize("/a");
  write();
  commitAll();
  expect(planOf(changesSinceBase(project, "dev"))).toMatch(
    /^dev: no changes\nWho can call what, compared with main \(.{8}\):\n {2}nothing changes$/,
  );
  expect(planOf(changesSinceBase(project, "dev"), { markdown: true })).toMatch(/\n\nNothing changes\.\n$/);
});

test("without a repository, without a snapshot at its base and for one that can't be read, a plan is as it was, and it is said why", () => {
  synthesize("/a");
  const noted = (why: string) => {
    const said = progressOf(() => expect(changesSinceBase(project, "dev")).toBeUndefined());
    expect(said).toContain("Who can call what is not compared with what it was: ");
    expect(said).toContain(why);
  };
  noted("this is no checkout of a git repository");
  commitAll();
  noted("git knows no commit that HEAD and main have in common");
  writeFileSync(join(project.root, "environments", "prod.access.txt"), "");
  commitAll();
  noted("main has no environments/dev.access.txt");
  writeFileSync(join(project.root, "environments", "dev.access.txt"), "<<<<<<< HEAD\n");
  commitAll();
  noted("environments/dev.access.txt of main:1: a merge conflict is left in it");
  expect(planOf(undefined)).toBe("dev: no changes");
  expect(readFileSync(join(project.stackFolder("dev"), "cdk.tf.json"), "utf8")).toContain("/a");
});
