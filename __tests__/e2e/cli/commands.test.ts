import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { environmentNamed } from "../../../environments";
import { Checkout, type LocalAwsRun } from "../../support/checkout";

describe("dev, from nothing to nothing", () => {
  let checkout: Checkout;
  let local: LocalAwsRun;
  beforeAll(async () => {
    checkout = new Checkout();
    checkout.slim("dev");
    local = await checkout.localAws("dev");
  });
  afterAll(async () => {
    try {
      expect((await local.stop()).exitCode).toBe(0);
    } finally {
      await checkout.remove();
    }
  });
  const planFile = () => join(checkout.root, ".gatehouse", "plans", "dev.tfplan");

  test("fails to plan before the bootstrap, and says what to do", async () => {
    const { exitCode, stderr } = await checkout.run("plan", "dev");
    expect(exitCode).toBe(1);
    expect(stderr).toMatch(
      /terraform init of dev: the state's bucket \S+ does not exist\n {2}fix: +create it: npm run bootstrap -- dev/,
    );
  });

  test("bootstrap creates and imports the bucket; again, it changes nothing", async () => {
    const first = await checkout.run("bootstrap", "dev");
    expect([first.exitCode, first.stdout]).toEqual([
      0,
      expect.stringMatching(/^Created the state bucket .*\.\nApplied foundation-[\s\S]* 1 to import/),
    ]);
    const second = await checkout.run("bootstrap", "dev");
    expect([second.exitCode, second.stdout]).toEqual([
      0,
      expect.stringMatching(/^Found the state bucket .*\.\nfoundation-\S+: nothing to do\.\n$/),
    ]);
    expect(
      readdirSync(join(checkout.root, "cdktf.out", "stacks", "dev")).filter((name) => name.includes("tfstate")),
    ).toEqual([]);
  });

  test("fails to apply without a plan", async () => {
    const { exitCode, stderr } = await checkout.run("apply", "dev");
    expect([exitCode, stderr]).toEqual([
      1,
      "apply of dev: there is no saved plan\n  fix:     plan and review first: npm run plan -- dev\n",
    ]);
  });

  test("plan, then apply of that plan, which is used up", async () => {
    const plan = await checkout.run("plan", "dev", "--json");
    expect(JSON.parse(plan.stdout)).toMatchObject({ stack: "dev", empty: false, alarms: [] });
    const { exitCode, stdout, stderr } = await checkout.run("apply", "dev", "--json");
    expect([exitCode, stderr]).toEqual([0, expect.stringContaining("Apply complete!")]);
    expect(Object.keys(JSON.parse(stdout) as object)).toContain("user_pool_id");
    expect(existsSync(planFile())).toBe(false);
  });

  test("the plan after an apply is empty, in every rendering", async () => {
    expect(JSON.parse((await checkout.run("plan", "dev", "--json")).stdout)).toMatchObject({ empty: true });
    expect((await checkout.run("plan", "dev", "--markdown")).stdout).toBe("### `dev`: no changes\n");
    expect((await checkout.run("plan", "dev")).stdout).toBe("dev: no changes\n");
  });

  test("an empty plan is not saved; an apply says so and gives the outputs", async () => {
    expect(existsSync(planFile())).toBe(false);
    const { exitCode, stdout, stderr } = await checkout.run("apply", "dev");
    expect([exitCode, stderr]).toEqual([0, "The last plan was empty: there is nothing saved to apply. Outputs:\n"]);
    expect(stdout).toMatch(/^user_pool_id += \S+$/m);
  });

  test("fails to apply a plan whose function was built anew since, before terraform starts", async () => {
    checkout.edit("src/functions/get-tech4all.ts", '"Tech for all"', '"Tech for most"');
    const { stdout, stderr } = await checkout.run("plan", "dev");
    expect(stdout).toMatch(/^dev: 0 to create, \d to update/);
    expect(stderr).toContain(`terraform show ${planFile()})`);
    checkout.edit("src/functions/get-tech4all.ts", '"Tech for most"', '"Tech for some"');
    expect(checkout.synth()).toMatchObject({ exitCode: 0 });
    const logs = readdirSync(join(checkout.root, ".gatehouse", "logs"));
    const apply = await checkout.run("apply", "dev");
    expect([apply.exitCode, apply.stderr]).toEqual([
      1,
      expect.stringMatching(
        /^apply of dev: a file that the plan needs is gone .*: cdktf\.out\/stacks\/dev\/assets\/.*\.zip\n {2}fix: .*npm run plan -- dev\n$/,
      ),
    ]);
    expect(readdirSync(join(checkout.root, ".gatehouse", "logs"))).toEqual(logs);
  });

  test("fails to apply a plan to another AWS than the one it was made with, naming both", async () => {
    expect(await checkout.run("plan", "dev")).toMatchObject({ exitCode: 0 });
    const { AWS_ENDPOINT_URL: endpoint } = checkout.variables;
    checkout.variables.AWS_ENDPOINT_URL = "http://127.0.0.1:9";
    const { exitCode, stderr } = await checkout.run("apply", "dev");
    checkout.variables.AWS_ENDPOINT_URL = endpoint;
    expect([exitCode, stderr]).toEqual([1, expect.stringContaining("made with another AWS")]);
    expect(stderr).toContain("AWS_ENDPOINT_URL=http://127.0.0.1:9");
    expect(stderr).toContain(`allowed: AWS_ENDPOINT_URL=${endpoint}\n`);
  });

  test.each([/Initializing the backend/, / Plan: /])(
    "a plan that is interrupted at %s says so, and leaves no plan",
    async (moment) => {
      const plan = checkout.start("plan", "dev");
      await plan.stderrMatches(moment);
      plan.child.kill("SIGINT");
      const { exitCode, stdout, stderr } = await plan.ended;
      expect([exitCode, stdout, stderr]).toEqual([
        1,
        "",
        expect.stringMatching(/^(plan|terraform \w+) of dev: interrupted/m),
      ]);
      expect(readdirSync(join(checkout.root, ".gatehouse", "plans"))).toEqual([]);
    },
  );

  test("fails with the credentials of another account, naming both, and starts no terraform", async () => {
    const { exitCode, stdout, stderr } = await checkout.run("plan", "prod");
    expect([exitCode, stdout]).toEqual([1, ""]);
    expect(stderr).toMatch(
      /^preflight of prod: the credentials belong to another account\n {2}got: +"111111111111"\n {2}allowed: 222222222222/,
    );
  });

  test("a destroy that was interrupted leaves the state unlocked, and the next one finishes it", async () => {
    const destroy = checkout.start("destroy", "dev", "--yes", "dev");
    await destroy.stderrMatches(/: Destroying\.\.\./);
    destroy.child.kill("SIGINT");
    const { exitCode, stderr } = await destroy.ended;
    expect([exitCode, stderr]).toEqual([
      1,
      expect.stringMatching(
        /terraform apply of dev: interrupted; the state is unlocked[^]* fix: .*npm run destroy -- dev;/,
      ),
    ]);
    expect(await checkout.run("destroy", "dev", "--yes", "dev")).toMatchObject({
      exitCode: 0,
      stdout: expect.stringMatching(/^dev: \d+ resources destroyed\.\n$/),
    });
  });

  test("an apply that was interrupted leaves the state unlocked, and says what AWS may have created all the same", async () => {
    expect((await checkout.run("plan", "dev")).exitCode).toBe(0);
    const apply = checkout.start("apply", "dev");
    await apply.stderrMatches(/: Creating\.\.\./);
    apply.child.kill("SIGINT");
    const { exitCode, stderr } = await apply.ended;
    expect([exitCode, stderr]).toEqual([
      1,
      expect.stringMatching(
        /terraform apply of dev: interrupted; the state is unlocked[^]* fix: .*(delete or import|go on from)/,
      ),
    ]);
    expect((await checkout.run("plan", "dev")).exitCode).toBe(0);
  });
});

describe("prod", () => {
  let checkout: Checkout;
  beforeAll(async () => {
    checkout = new Checkout();
    await checkout.localAws("prod");
  });
  afterAll(async () => {
    await checkout.remove();
  });

  test("a bootstrap that was killed is finished by the next one", async () => {
    const killed = checkout.start("bootstrap", "prod");
    await killed.stderrMatches(new RegExp(`${environmentNamed("prod").state.bucket}: created`));
    killed.child.kill("SIGKILL");
    await killed.ended;
    const { exitCode, stdout } = await checkout.run("bootstrap", "prod");
    expect([exitCode, stdout]).toEqual([
      0,
      expect.stringMatching(/^Found the state bucket .*\.\nApplied foundation-[\s\S]* 1 to import/),
    ]);
  });

  test("destroy fails for a protected environment, naming what protects it, before terraform is started", async () => {
    const { exitCode, stdout, stderr } = await checkout.run("destroy", "prod", "--yes", "prod");
    expect([exitCode, stdout]).toEqual([1, ""]);
    expect(stderr).toContain("destroy of prod: the environment is protected, so nothing was destroyed:");
    expect(stderr).toMatch(/aws_cognito_user_pool\.\S+: lifecycle\.prevent_destroy/);
    expect(stderr).toMatch(/aws_cognito_user_pool\.\S+: deletion_protection = ACTIVE/);
    expect(stderr).toContain("environments/prod.ts: protections.deletionProtection = true");
    expect(readdirSync(join(checkout.root, ".gatehouse", "logs")).filter((name) => name.includes("-prod-"))).toEqual(
      [],
    );
  });

  test("fails without terraform, with the install page", async () => {
    checkout.variables.TERRAFORM_BINARY_NAME = join(checkout.root, "no-terraform");
    const { exitCode, stderr } = await checkout.run("plan", "prod");
    delete checkout.variables.TERRAFORM_BINARY_NAME;
    expect([exitCode, stderr]).toEqual([
      1,
      expect.stringMatching(/names nothing that can be run\n {2}fix: .*developer\.hashicorp\.com/),
    ]);
  });
});
