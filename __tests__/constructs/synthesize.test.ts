import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { App, AssetType, S3Backend, TerraformAsset, TerraformStack } from "cdktf";
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

const write = (path: string, text: string) => {
  mkdirSync(dirname(join(outdir, path)), { recursive: true });
  writeFileSync(join(outdir, path), text);
};

test("stacks that no longer exist are removed, others keep what terraform put there", () => {
  synthesize(appWith("gone", "kept"));
  write("stacks/gone/.terraform/terraform.tfstate", "{}");
  write("stacks/kept/.terraform/terraform.tfstate", "{}");
  write("stacks/kept/.terraform.lock.hcl", "");
  synthesize(appWith("kept"));
  expect(readdirSync(join(outdir, "stacks"))).toEqual(["kept"]);
  expect(readdirSync(join(outdir, "stacks", "kept"), { recursive: true })).toEqual(
    expect.arrayContaining([".terraform.lock.hcl", join(".terraform", "terraform.tfstate"), "cdk.tf.json"]),
  );
});

test("assets that are no more are removed, those that are stay", () => {
  const source = join(outdir, "asset.txt");
  writeFileSync(source, "new");
  write("stacks/kept/cdk.tf.json", "{}");
  write("stacks/kept/assets/old/1111/asset.txt", "old");
  const app = appWith("kept");
  const stack = app.node.findChild("kept");
  new TerraformAsset(stack, "new", { path: source, type: AssetType.FILE, assetHash: "2222" });
  synthesize(app);
  const assets = join(outdir, "stacks", "kept", "assets");
  expect(readdirSync(assets)).toEqual(["new"]);
  expect(readFileSync(join(assets, "new", "2222", "asset.txt"), "utf8")).toBe("new");
});

test("sources in stacks/ survive where the output folder is the project itself", () => {
  const sources = {
    "cdktf.json": '{"app":"node src/launch.mjs src/main.ts"}',
    "stacks/environment-stack.ts": "export const stack = 1;\n",
    "stacks/systems/identity.ts": "export const identity = 1;\n",
    "stacks/systems/assets/logo.ts": "export const logo = 1;\n",
  };
  for (const [path, text] of Object.entries(sources)) write(path, text);
  synthesize(appWith("dev", "gone"));
  synthesize(appWith("dev"));
  for (const [path, text] of Object.entries(sources)) expect(readFileSync(join(outdir, path), "utf8")).toBe(text);
  expect(readdirSync(join(outdir, "stacks")).toSorted()).toEqual(["dev", "environment-stack.ts", "systems"]);
  expect(readdirSync(join(outdir, "stacks", "dev"))).toEqual(["cdk.tf.json"]);
});

test("fails with every fault, and writes and removes nothing", () => {
  write("stacks/old/cdk.tf.json", "{}");
  const app = appWith("good", "bad", "worse");
  app.node.findChild("bad").node.addValidation({ validate: () => ["bad is wrong"] });
  app.node.findChild("worse").node.addValidation({ validate: () => ["worse is wrong", "and more"] });
  expect(() => synthesize(app)).toThrow("bad is wrong\nworse is wrong\nand more");
  expect(existsSync(join(outdir, "stacks", "good"))).toBe(false);
  expect(existsSync(join(outdir, "stacks", "old", "cdk.tf.json"))).toBe(true);
});

test("fails with a fault once, however many constructs report it", () => {
  const app = appWith("one", "two");
  for (const id of ["one", "two"]) {
    app.node.findChild(id).node.addValidation({ validate: () => ["both are wrong"] });
  }
  expect(() => synthesize(app)).toThrow(/^both are wrong$/);
});
