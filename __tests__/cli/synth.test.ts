import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
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
    "exit 3: the stacks could not be synthesized (exit 3)\n  fix:     mend what the message above names",
  );
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
