import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { providerSource } from "../../src/terraform";
import { Checkout, type LocalAwsRun } from "../support/checkout";

/** The plain CLI, as its users know it. */
describe("npx cdktf", () => {
  let checkout: Checkout;
  let local: LocalAwsRun;
  beforeAll(async () => {
    checkout = new Checkout();
    local = await checkout.localAws("dev");
    expect(await checkout.run("bootstrap", "dev")).toMatchObject({ exitCode: 0 });
  });
  afterAll(async () => {
    await local.stop();
    checkout.remove();
  });

  const cdktf = (...args: string[]) => {
    const { variables } = providerSource({ version: "5.100.0", cacheFolder: join(checkout.root, ".gatehouse") });
    const { CHECKPOINT_DISABLE: _, ...env } = { ...process.env, ...checkout.variables, ...variables };
    return spawnSync("npx", ["cdktf", ...args], { cwd: checkout.root, env, encoding: "utf8" });
  };

  test("list names every stack", () => {
    const { status, stdout } = cdktf("list");
    expect(status).toBe(0);
    for (const stack of ["local", "dev", "staging", "prod", "foundation-111111111111-ap-northeast-1"]) {
      expect(stdout).toMatch(new RegExp(`^${stack} +cdktf.out/stacks/${stack} *$`, "m"));
    }
  });

  test("synth writes what npm run synth writes", () => {
    const stack = join(checkout.root, "cdktf.out", "stacks", "dev", "cdk.tf.json");
    expect(checkout.synth()).toMatchObject({ exitCode: 0 });
    const ours = readFileSync(stack, "utf8");
    expect(cdktf("synth")).toMatchObject({ status: 0 });
    expect(readFileSync(stack, "utf8")).toBe(ours);
  });

  test("plan and apply work on the local AWS", () => {
    const planned = cdktf("plan", "dev", "--skip-provider-lock");
    expect([planned.status, planned.stdout]).toEqual([0, expect.stringMatching(/Plan: \d+ to add, 0 to change, 0 to destroy/)]);
    const applied = cdktf("apply", "dev", "--skip-provider-lock", "--auto-approve");
    expect([applied.status, applied.stdout]).toEqual([0, expect.stringMatching(/Apply complete! Resources: \d+ added/)]);
  });

  test("nothing is sent to its makers, and nothing is written into cdktf.json", () => {
    expect(readFileSync(join(checkout.root, "cdktf.json"), "utf8")).toBe(readFileSync("cdktf.json", "utf8"));
    expect(readFileSync("node_modules/.bin/cdktf", "utf8")).toContain('CHECKPOINT_DISABLE ??= "1"');
  });
});
