import { Checkout } from "../../support/checkout";

/** prod once applied, and someone who wants it gone. */
describe("destroy of prod", () => {
  let checkout: Checkout;
  beforeAll(async () => {
    checkout = new Checkout();
    await checkout.localAws("prod");
    for (const command of ["bootstrap", "plan", "apply"]) {
      expect(await checkout.run(command, "prod")).toMatchObject({ exitCode: 0 });
    }
  });
  afterAll(async () => {
    await checkout.remove();
  });
  const destroy = () => checkout.run("destroy", "prod", "--yes", "prod");
  const changes = async () =>
    JSON.parse((await checkout.run("plan", "prod", "--json")).stdout) as Record<string, unknown>;

  test("fails while its file protects it", async () => {
    const { exitCode, stderr } = await destroy();
    expect([exitCode, stderr]).toEqual([
      1,
      expect.stringContaining("environments/prod.ts: protections.preventDestroy = true"),
    ]);
  });

  test("fails, with nothing destroyed, while AWS still protects what the file no longer does", async () => {
    checkout.edit(
      "environments/prod.ts",
      "{ deletionProtection: true, preventDestroy: true }",
      "{ deletionProtection: false, preventDestroy: false }",
    );
    const { exitCode, stderr } = await destroy();
    expect([exitCode, stderr]).toEqual([
      1,
      expect.stringMatching(
        /still protected on AWS, so nothing was destroyed:\n {4}aws_cognito_user_pool\.users: deletion protection is on/,
      ),
    ]);
    expect(await changes()).toMatchObject({ created: [], updated: [{ address: "aws_cognito_user_pool.users" }] });
  });

  test("once the lifted protection is applied, shows what it destroys and leaves nothing", async () => {
    expect(await checkout.run("apply", "prod")).toMatchObject({ exitCode: 0 });
    const { exitCode, stdout, stderr } = await destroy();
    expect([exitCode, stdout]).toEqual([0, "prod: 21 resources destroyed.\n"]);
    expect(stderr).toContain("aws_cognito_user_pool.users");
    expect(await changes()).toMatchObject({ updated: [], destroyed: [], replaced: [] });
  });
});
