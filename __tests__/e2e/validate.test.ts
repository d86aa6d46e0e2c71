import { execFileSync } from "node:child_process";
import { join } from "node:path";
import { allEnvironments, sharingAPlace } from "../../environments";
import { environmentStackName, foundationStackName } from "../../src/stack-names";
import { findTerraform } from "../../src/terraform";
import { Checkout } from "../support/checkout";

const stacks = [
  ...allEnvironments().map(({ name }) => environmentStackName(name)),
  ...sharingAPlace(allEnvironments()).map(([first]) => foundationStackName(first)),
];
let checkout: Checkout;
beforeAll(() => {
  checkout = new Checkout();
  expect(checkout.synth()).toMatchObject({ exitCode: 0 });
});
afterAll(async () => checkout.remove());

test.each(stacks)("terraform validate passes for %s", async (stack) => {
  const { command } = await findTerraform();
  const terraform = (...args: string[]) =>
    execFileSync(command, args, {
      cwd: join(checkout.root, "cdktf.out", "stacks", stack),
      env: { ...process.env, CHECKPOINT_DISABLE: "1", ...checkout.providerVariables() },
      encoding: "utf8",
    });
  terraform("init", "-backend=false", "-input=false");
  expect(JSON.parse(terraform("validate", "-json"))).toMatchObject({ valid: true, diagnostics: [] });
});
