import { GcsBackend, HttpBackend, LocalBackend, S3Backend, TerraformStack } from "cdktf";
import { checkStateBackends } from "../../../src/constructs/state/state-checks";
import { synthesize } from "../../../src/constructs/synthesize";
import { testApp } from "../../support/synth";

const stackWith = (keys: Record<string, string | undefined>) => {
  const app = testApp();
  for (const [id, key] of Object.entries(keys)) {
    const stack = new TerraformStack(app, id);
    if (key) new S3Backend(stack, { bucket: "state", key, region: "ap-northeast-1" });
  }
  checkStateBackends(app);
  return app;
};

test("stacks with keys of their own synthesize", () => {
  expect(() => synthesize(stackWith({ one: "one/a.tfstate", two: "two/a.tfstate" }))).not.toThrow();
});

test("fails for a stack without a backend, which would get local state", () => {
  expect(() => synthesize(stackWith({ one: "one/a.tfstate", two: undefined }))).toThrow(
    "two: this stack has no S3 backend; without any, its state would lie on the disk of whoever applies it",
  );
});

test.each<[kind: string, addTo: (stack: TerraformStack) => unknown]>([
  ["on a disk", (stack) => new LocalBackend(stack, {})],
  ["in Google's cloud", (stack) => new GcsBackend(stack, { bucket: "state" })],
  ["behind HTTP", (stack) => new HttpBackend(stack, { address: "https://state.example" })],
])("fails for a stack with its state %s", (_, addTo) => {
  const app = stackWith({});
  addTo(new TerraformStack(app, "one"));
  expect(() => synthesize(app)).toThrow("one: this stack has no S3 backend");
});

test("one key in two buckets is no conflict", () => {
  const app = stackWith({ one: "a/a.tfstate" });
  new S3Backend(new TerraformStack(app, "two"), { bucket: "other", key: "a/a.tfstate", region: "ap-northeast-1" });
  expect(() => synthesize(app)).not.toThrow();
});

test("fails for two stacks with one key", () => {
  expect(() => synthesize(stackWith({ one: "a/a.tfstate", two: "a/a.tfstate" }))).toThrow(
    'two: this stack keeps its state where one does, and would overwrite it\n  got:     "s3://state/a/a.tfstate"',
  );
});
