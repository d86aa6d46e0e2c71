import { spawnSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { stripVTControlCharacters } from "node:util";
import { Checkout } from "../support/checkout";

/** The plain CLI, as its users know it. */
describe("npx cdktf", () => {
  let checkout: Checkout;
  beforeAll(async () => {
    checkout = new Checkout();
    checkout.slim("dev");
    await checkout.localAws("dev");
    expect(await checkout.run("bootstrap", "dev")).toMatchObject({ exitCode: 0 });
  });
  afterAll(async () => {
    await checkout.remove();
  });

  const cdktf = (args: readonly string[], more: NodeJS.ProcessEnv = {}) => {
    const { CHECKPOINT_DISABLE: _, ...env } = {
      ...process.env,
      ...checkout.variables,
      ...checkout.providerVariables(),
      ...more,
    };
    const { status, stdout } = spawnSync("npx", ["cdktf", ...args], { cwd: checkout.root, env, encoding: "utf8" });
    return { status, stdout: stripVTControlCharacters(stdout) };
  };

  test("--version says cdktf's own", () => {
    const { version } = JSON.parse(readFileSync("node_modules/cdktf-cli/package.json", "utf8")) as { version: string };
    expect(cdktf(["--version"])).toEqual({ status: 0, stdout: `${version}\n` });
  });

  test("list names every stack", () => {
    const { status, stdout } = cdktf(["list"]);
    expect(status).toBe(0);
    for (const stack of ["local", "dev", "staging", "prod"]) {
      expect(stdout).toMatch(new RegExp(`^${stack} +cdktf.out/stacks/${stack} *$`, "m"));
    }
    // Longer names are broken into lines.
    expect(stdout).toContain("foundation-111111111111");
  });

  test("synth writes what npm run synth writes", () => {
    const stack = join(checkout.root, "cdktf.out", "stacks", "dev", "cdk.tf.json");
    expect(checkout.synth()).toMatchObject({ exitCode: 0 });
    const ours = readFileSync(stack, "utf8");
    expect(cdktf(["synth"])).toMatchObject({ status: 0 });
    expect(readFileSync(stack, "utf8")).toBe(ours);
  });

  test("plan and apply work on the local AWS", () => {
    const planned = cdktf(["plan", "dev", "--skip-provider-lock"]);
    expect([planned.status, planned.stdout]).toEqual([
      0,
      expect.stringMatching(/Plan: \d+ to add, 0 to change, 0 to destroy/),
    ]);
    const applied = cdktf(["apply", "dev", "--skip-provider-lock", "--auto-approve"]);
    expect([applied.status, applied.stdout]).toEqual([
      0,
      expect.stringMatching(/Apply complete! Resources: \d+ added/),
    ]);
  });

  test("nothing is sent to its makers, and nothing is written into cdktf.json", () => {
    const before = readFileSync(join(checkout.root, "cdktf.json"), "utf8");
    const hook = join(checkout.root, "hook.cjs");
    const asked = join(checkout.root, "asked.txt");
    writeFileSync(asked, "");
    writeFileSync(
      hook,
      `const { connect } = require("node:tls"); require("node:tls").connect = (...args) => {
        require("node:fs").appendFileSync(${JSON.stringify(asked)}, JSON.stringify(args[0].host ?? args[0]) + "\\n");
        return connect(...args);
      };`,
    );
    expect(cdktf(["list"], { NODE_OPTIONS: `--require ${hook}` })).toMatchObject({ status: 0 });
    expect(readFileSync(asked, "utf8")).toBe("");
    expect(readFileSync(join(checkout.root, "cdktf.json"), "utf8")).toBe(before);
  });
});
