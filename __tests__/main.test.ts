import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { Checkout } from "./support/checkout";

const checkouts: Checkout[] = [];
const checkout = (variables: Record<string, string> = {}) => {
  const made = new Checkout();
  made.variables = variables;
  checkouts.push(made);
  return made;
};
afterAll(async () => {
  for (const made of checkouts) await made.remove();
});

const silentSuccess = { exitCode: 0, stdout: "", stderr: "" };

/** Each file of a folder with its hash. */
const contents = (folder: string) =>
  Object.fromEntries(
    readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map(({ parentPath, name }) => join(parentPath, name))
      .toSorted()
      .map((file) => [file.slice(folder.length + 1), createHash("sha256").update(readFileSync(file)).digest("hex")]),
  );

test("two synths in two checkouts and two time zones, one with nothing on PATH, are byte-identical", () => {
  const [one, two] = [checkout({ TZ: "Asia/Tokyo" }), checkout({ TZ: "America/New_York", PATH: "" })];
  expect(one.synth()).toEqual(silentSuccess);
  expect(two.synth()).toEqual(silentSuccess);
  const written = contents(join(one.root, "cdktf.out"));
  expect(Object.keys(written).filter((file) => file.endsWith("cdk.tf.json"))).toEqual([
    "stacks/dev/cdk.tf.json",
    "stacks/foundation-000000000000-ap-northeast-1/cdk.tf.json",
    "stacks/foundation-111111111111-ap-northeast-1/cdk.tf.json",
    "stacks/foundation-222222222222-ap-northeast-1/cdk.tf.json",
    "stacks/local/cdk.tf.json",
    "stacks/prod/cdk.tf.json",
    "stacks/staging/cdk.tf.json",
  ]);
  expect(contents(join(two.root, "cdktf.out"))).toEqual(written);
});

test.each([
  [
    "an account id of the wrong form",
    "environments/dev.ts",
    'accountId: "111111111111"',
    'accountId: "11-11"',
    'environments/dev.ts: accountId is not valid\n  got:     "11-11"\n  allowed: 12 digits, as a string\n  fix:     correct the value\n',
  ],
  [
    "two environments with one state",
    "stacks/environment-stack.ts",
    "key: `${env.name}/environment.tfstate`",
    'key: "environment.tfstate"',
    "staging: this stack keeps its state where dev does, and would overwrite it\n" +
      '  got:     "s3://gatehouse-state-111111111111-ap-northeast-1/environment.tfstate"\n' +
      "  allowed: a key of its own\n  fix:     give the stack another state key\n",
  ],
  [
    "a function that does not compile",
    "src/functions/get-tech4all.ts",
    'Tech for all",',
    'Tech for all";',
    "local/admin-api/get-tech4all: the function's source does not compile:\n" +
      '    src/functions/get-tech4all.ts:6:47: Expected "}" but found ";"\n' +
      '  got:     "src/functions/get-tech4all.ts"\n  fix:     correct the source\n',
  ],
])("fails for %s: one message, no stack trace, nothing written", (_, file, before, after, message) => {
  const broken = checkout();
  broken.edit(file, before, after);
  expect(broken.synth()).toEqual({ exitCode: 1, stdout: "", stderr: message });
  expect(contents(join(broken.root, "cdktf.out"))).toEqual({});
});

test("fails for a syntax error in an environment's file: esbuild's message once, no stack trace, nothing written", () => {
  const broken = checkout();
  broken.edit("environments/dev.ts", "protections:", "protections =");
  const { exitCode, stdout, stderr } = broken.synth();
  expect({ exitCode, stdout }).toEqual({ exitCode: 1, stdout: "" });
  expect(stderr.trimEnd().split("\n")).toEqual([
    '✘ [ERROR] Unexpected "="',
    "",
    "    environments/dev.ts:10:14:",
    expect.stringContaining("protections = {"),
    expect.stringMatching(/^ +╵ +\^$/),
  ]);
  expect(existsSync(join(broken.root, "cdktf.out"))).toBe(false);
});
