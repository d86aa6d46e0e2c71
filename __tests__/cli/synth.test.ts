import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import type { Project } from "../../src/cli/project";
import { readStack, synthesize } from "../../src/cli/synth";

let root: string;
let project: Project;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "gatehouse-synth-"));
  project = {
    root,
    cacheFolder: root,
    logFolder: root,
    stackFolder: (stack) => join(root, "cdktf.out", "stacks", stack),
    planFile: (stack) => join(root, stack),
  };
});
afterEach(() => rmSync(root, { recursive: true }));

const stack = (json: string) => {
  mkdirSync(project.stackFolder("dev"), { recursive: true });
  writeFileSync(join(project.stackFolder("dev"), "cdk.tf.json"), json);
};

test("runs the app of cdktf.json in the project's folder", async () => {
  writeFileSync(
    join(root, "cdktf.json"),
    JSON.stringify({ app: 'mkdir -p "$CDKTF_OUTDIR/stacks/dev" && echo {} > "$CDKTF_OUTDIR/stacks/dev/cdk.tf.json"' }),
  );
  await synthesize(project);
  expect(readStack(project, "dev")).toEqual({ resource: {}, providerVersion: undefined });
});

test("reads the resources, and the provider's version without its constraint", () => {
  stack(
    JSON.stringify({
      terraform: { required_providers: { aws: { source: "aws", version: "= 5.100.0" } } },
      resource: { aws_iam_role: { a: { name: "a" } } },
    }),
  );
  expect(readStack(project, "dev")).toEqual({
    resource: { aws_iam_role: { a: { name: "a" } } },
    providerVersion: "5.100.0",
  });
});

test("fails where the app fails, without adding to its message", async () => {
  writeFileSync(join(root, "cdktf.json"), JSON.stringify({ app: "exit 3" }));
  await expect(synthesize(project)).rejects.toThrow(
    "exit 3: the stacks could not be synthesized (exit 3)\n  fix:     fix the errors above",
  );
});

test("an interrupted app ends, and what it has started with it", async () => {
  writeFileSync(join(root, "cdktf.json"), JSON.stringify({ app: "sleep 30 & echo $! > pid; wait" }));
  const abort = new AbortController();
  const synthesis = synthesize(project, abort.signal);
  for (let tries = 0; tries < 100 && !existsSync(join(root, "pid")); tries += 1) await delay(50);
  abort.abort(new Error("interrupted"));
  await expect(synthesis).rejects.toThrow("interrupted");
  const pid = readFileSync(join(root, "pid"), "utf8").trim();
  await delay(100);
  // Where nobody has collected it yet, it is a zombie.
  expect(spawnSync("ps", ["-o", "stat=", "-p", pid], { encoding: "utf8" }).stdout).toMatch(/^(Z.*)?\s*$/);
});

test.each(["", "{}", '{"app":""}'])("fails where cdktf.json is %j", async (json) => {
  writeFileSync(join(root, "cdktf.json"), json);
  await expect(synthesize(project)).rejects.toThrow("app is missing");
});

test.each(["", "[]", '{"resource":{"aws_iam_role":[1]}}'])(
  "fails where the stack is %j or was not synthesized",
  (json) => {
    expect(() => readStack(project, "prod")).toThrow("the stack prod has not been synthesized");
    stack(json);
    expect(() => readStack(project, "dev")).toThrow("the stack dev has not been synthesized");
  },
);
