import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { terraformFiles } from "../../src/cli/terraform-json";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "gatehouse-json-"));
});
afterEach(() => rmSync(folder, { recursive: true }));
const write = (name: string, text: string) => writeFileSync(join(folder, name), text);
const reading =
  (...path: string[]) =>
  () =>
    terraformFiles(join(folder, ...path));

test("a folder is read as Terraform reads it: each *.tf.json in it, and no other", () => {
  write("b.tf.json", '{"b": 1}');
  write("a.tf.json", '{"a": 1}');
  write("package.json", "{}");
  mkdirSync(join(folder, "assets"));
  write("assets/c.tf.json", "{}");
  expect(terraformFiles(folder)).toEqual([
    { name: join(folder, "a.tf.json"), json: { a: 1 } },
    { name: join(folder, "b.tf.json"), json: { b: 1 } },
  ]);
});

test("beside a folder's configuration stand the values of variables that Terraform loads by itself", () => {
  write("main.tf.json", "{}");
  for (const name of ["terraform.tfvars.json", "b.auto.tfvars.json", "other.tfvars.json"]) write(name, '{"a": 1}');
  const names = terraformFiles(folder).map(({ name }) => name.slice(folder.length + 1));
  expect(names).toEqual(["main.tf.json", "b.auto.tfvars.json", "terraform.tfvars.json"]);
});

test("a file is read whatever it is called", () => {
  write("plan.json", '{"format_version": "1.2"}');
  expect(reading("plan.json")()).toEqual([{ name: join(folder, "plan.json"), json: { format_version: "1.2" } }]);
});

test("a path is understood from where npm was called", () => {
  write("plan.json", "1");
  const before = process.env.INIT_CWD;
  process.env.INIT_CWD = folder;
  try {
    expect(terraformFiles("plan.json")).toEqual([{ name: "plan.json", json: 1 }]);
  } finally {
    if (before === undefined) delete process.env.INIT_CWD;
    else process.env.INIT_CWD = before;
  }
});

test("fails for a path where nothing is", () => {
  expect(reading("nowhere")).toThrow(
    /nowhere: this is no environment, and there is no such file or folder\n {2}allowed: local, dev, .*; a folder or file/,
  );
});

test("fails for what is not JSON, and says how to get JSON", () => {
  write("main.tf", "resource {}");
  expect(reading("main.tf")).toThrow(/main\.tf: this is not JSON[^]*terraform show -json/);
});

test("fails for JSON with a fault in it, and says where it is", () => {
  write("main.tf.json", '{"resource": {},\n "a": 1,}');
  expect(reading("main.tf.json")).toThrow(
    /main\.tf\.json: this is not JSON: Expected .*, line 2, column 9\n[^]*fix: {5}correct it there$/,
  );
  write("main.tf.json", '{"resource": {},\n "a":,}');
  expect(reading("main.tf.json")).toThrow(/this is not JSON: Unexpected token ',', .*a\\?":,}" is not valid JSON\n/);
  write("main.tf.json", "");
  expect(reading("main.tf.json")).toThrow("main.tf.json: there is nothing in it");
});

test("fails for a folder of modules, and names one", () => {
  mkdirSync(join(folder, "network"));
  write("network/main.tf.json", "{}");
  expect(reading()).toThrow(/the folder holds no \*\.tf\.json[^]*fix: {5}name a folder in it: .*network$/);
});

test("fails for a folder without Terraform JSON, and for one with HCL beside it", () => {
  expect(reading()).toThrow("the folder holds no *.tf.json");
  write("main.tf.json", "{}");
  write("more.tf", "");
  expect(reading()).toThrow(
    /the folder holds HCL \(more\.tf\), which is not read\n[^]*terraform show -json plan > plan\.json/,
  );
});
