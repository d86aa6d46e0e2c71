import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { App, S3Backend, TerraformStack } from "cdktf";
import { synthesize } from "../../src/constructs/synthesize";

let outdir: string;
beforeEach(() => {
  outdir = mkdtempSync(join(tmpdir(), "synthesize-"));
});
afterEach(() => rmSync(outdir, { recursive: true }));

const appWith = (...ids: string[]) => {
  const app = new App({ outdir });
  for (const id of ids) {
    new S3Backend(new TerraformStack(app, id), { bucket: "state", key: id, region: "ap-northeast-1" });
  }
  return app;
};

test("folders of stacks that no longer exist are removed, others keep what terraform put there", () => {
  mkdirSync(join(outdir, "stacks", "gone"), { recursive: true });
  mkdirSync(join(outdir, "stacks", "kept", ".terraform"), { recursive: true });
  synthesize(appWith("kept"));
  expect(readdirSync(join(outdir, "stacks"))).toEqual(["kept"]);
  expect(readdirSync(join(outdir, "stacks", "kept"))).toEqual([".terraform", "cdk.tf.json"]);
});

test("fails with every fault, and writes nothing", () => {
  const app = appWith("good", "bad", "worse");
  app.node.findChild("bad").node.addValidation({ validate: () => ["bad is wrong"] });
  app.node.findChild("worse").node.addValidation({ validate: () => ["worse is wrong", "and more"] });
  expect(() => synthesize(app)).toThrow("bad is wrong\nworse is wrong\nand more");
  expect(existsSync(join(outdir, "stacks", "good"))).toBe(false);
});
