import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { buildSync } from "esbuild";

const root = resolve(__dirname, "../..");
const cache = join(root, ".gatehouse");
mkdirSync(cache, { recursive: true });
const built = mkdtempSync(join(cache, "test-arguments-"));
const bundle = join(built, "main.cjs");

// Once for all: the launcher would do it again for each process.
beforeAll(() => {
  buildSync({
    absWorkingDir: root,
    entryPoints: ["src/cli/main.ts"],
    bundle: true,
    packages: "external",
    platform: "node",
    format: "cjs",
    outfile: bundle,
  });
});
afterAll(() => rmSync(built, { recursive: true }));

function gatehouse(...args: string[]) {
  return gatehouseWith({}, ...args);
}

function gatehouseWith(variables: NodeJS.ProcessEnv, ...args: string[]) {
  return run([bundle, ...args], variables);
}

function run(args: readonly string[], variables: NodeJS.ProcessEnv = {}) {
  const { status, stdout, stderr } = spawnSync(process.execPath, args, {
    cwd: root,
    encoding: "utf8",
    // Nothing here may get as far as AWS or terraform.
    env: {
      PATH: process.env.PATH,
      HOME: "/nonexistent",
      AWS_ENDPOINT_URL: "http://127.0.0.1:9",
      AWS_EC2_METADATA_DISABLED: "true",
      TERRAFORM_BINARY_NAME: "/nonexistent",
      ...variables,
    },
  });
  return { status, stdout, stderr };
}

test("--help lists the commands", () => {
  const { status, stdout, stderr } = run(["src/launch.mjs", "src/cli/main.ts", "--help"]);
  expect([status, stderr]).toEqual([0, ""]);
  for (const command of ["start", "bootstrap", "plan", "apply", "destroy", "local-aws", "access", "check"])
    expect(stdout).toMatch(new RegExp(`^ +${command}\\b`, "m"));
});

test("a command's --help lists the environments and the options", () => {
  const { status, stdout } = gatehouse("plan", "--help");
  expect(status).toBe(0);
  expect(stdout).toMatch(
    /^Usage: npm run plan -- <environment> \[options\]\n[\s\S]*one of: local, dev, staging, prod[\s\S]*--json[\s\S]*--markdown/,
  );
});

test.each(["bootstrap", "plan", "apply", "destroy", "local-aws"])("%s fails without an environment", (command) => {
  expect(gatehouse(command)).toEqual({
    status: 1,
    stdout: "",
    stderr: `${command}: it needs an environment
  allowed: local, dev, staging, prod
  fix:     name an environment: npm run ${command} -- dev
`,
  });
});

test("fails for an unknown environment", () => {
  expect(gatehouse("plan", "production")).toEqual({
    status: 1,
    stdout: "",
    stderr: `environment: there is no such environment
  got:     "production"
  allowed: local, dev, staging, prod
  fix:     name one of these, or add a file to environments/ and its line to environments/index.ts
`,
  });
});

test.each([
  [["plann", "dev"], "error: unknown command 'plann'\n(Did you mean plan?)\n"],
  [["plan", "dev", "--jsn"], "error: unknown option '--jsn'\n(Did you mean --json?)\n"],
  [["plan", "dev", "--json", "--markdown"], "error: option '--json' cannot be used with option '--markdown'\n"],
  [["apply", "dev", "staging"], "error: too many arguments for 'apply'. Expected 1 argument but got 2.\n"],
  [
    ["local-aws", "dev", "--port", "70000"],
    "error: option '--port <number>' argument '70000' is invalid. It must be a whole number, 1 to 65535.\n",
  ],
])("fails with one clear error: %j", (args, message) => {
  const { status, stdout, stderr } = gatehouse(...args);
  const fix = "  fix:     see what there is: npm run <command> -- --help; options stand behind the --\n";
  expect([status, stdout, stderr]).toEqual([1, "", message + fix]);
});

test("access fails without an environment or a path, for what is neither, and for an option without its question", () => {
  expect(gatehouse("access")).toEqual({
    status: 1,
    stdout: "",
    stderr: `access: it needs an environment, or a path to Terraform JSON
  allowed: local, dev, staging, prod
  fix:     name one: npm run access -- dev
`,
  });
  expect(gatehouse("access", "production").stderr).toMatch(
    /^production: this is no environment, and there is no such file or folder\n/,
  );
  expect(gatehouse("access", "production", "--check").stderr).toMatch(
    /^access: --check is about the snapshots of environments, and this is none\n {2}got: {5}"production"/,
  );
  expect(gatehouse("access", "dev", "--api", "admin-api").stderr).toMatch(
    /^access: --api and --from belong to a quest/,
  );
  expect(gatehouse("access", "dev", "--check", "--why", "general", "GET /").stderr).toBe(
    "error: option '--check' cannot be used with option '--why <principal and route...>'\n" +
      "  fix:     see what there is: npm run <command> -- --help; options stand behind the --\n",
  );
});

test("fails for missing terraform before it asks for credentials", () => {
  const { status, stderr } = gatehouse("plan", "dev");
  expect([status, stderr]).toEqual([1, expect.stringMatching(/^\/nonexistent: TERRAFORM_BINARY_NAME names nothing/)]);
});

test("destroy fails where it can't be confirmed, before anything is looked for", () => {
  const refused = (what: string, got = "") => ({
    status: 1,
    stdout: "",
    stderr: `destroy of dev: ${what}, so nothing was destroyed
${got}  allowed: dev
  fix:     type the environment's name, or add --yes dev
`,
  });
  expect(gatehouse("destroy", "dev")).toEqual(refused("there is no terminal to ask for confirmation"));
  expect(gatehouse("destroy", "dev", "--yes", "prod")).toEqual(
    refused("--yes names another environment", '  got:     "prod"\n'),
  );
});

test("fails where npm has kept an option for itself, and shows the line to type", () => {
  const variables = { npm_lifecycle_event: "plan", npm_config_json: "true" };
  expect(gatehouseWith(variables, "plan", "dev")).toEqual({
    status: 1,
    stdout: "",
    stderr:
      "plan: npm has kept --json for itself\n  fix:     put -- before the environment: npm run plan -- dev --json\n",
  });
});

describe("check", () => {
  const folder = "__tests__/access/foreign";

  test("fails where something is found that nobody acknowledged, and prints it", () => {
    const { status, stdout, stderr } = gatehouse("check", `${folder}/private-api.tf.json`);
    expect([status, stderr]).toEqual([1, ""]);
    expect(stdout).toMatch(/^aws_api_gateway_rest_api_policy.ledger: resource-policy-allows-everybody\n {2}found: /m);
  });

  test("passes where nothing is, and prints JSON if asked to", () => {
    const file = join(built, "pool.tf.json");
    writeFileSync(file, JSON.stringify({ resource: { aws_cognito_user_pool: { users: { name: "users" } } } }));
    const { status, stdout, stderr } = gatehouse("check", file, "--json");
    expect([status, stderr]).toEqual([0, ""]);
    expect(JSON.parse(stdout)).toMatchObject([{ findings: [] }]);
  });

  test("fails for what is neither an environment nor a path", () => {
    const { status, stdout, stderr } = gatehouse("check", "nowhere");
    expect([status, stdout]).toEqual([1, ""]);
    expect(stderr).toMatch(/^nowhere: /);
  });
});
