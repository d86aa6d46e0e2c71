import { readFileSync } from "node:fs";
import { join } from "node:path";
import { environmentNamed } from "../../../environments";
import { foundationStackName } from "../../../src/stack-names";
import { Checkout } from "../../support/checkout";

test("a bootstrap that was killed in the middle of its apply, terraform too, is finished by the next one", async () => {
  const checkout = new Checkout();
  try {
    await checkout.localAws("staging");
    const foundation = join(checkout.root, "cdktf.out", "stacks", foundationStackName(environmentNamed("staging")));
    const killed = checkout.start("bootstrap", "staging");
    await killed.stderrMatches(/: (Creating|Modifying)\.\.\./);
    const terraform = Number(readFileSync(join(foundation, "terraform.pid"), "utf8"));
    killed.child.kill("SIGKILL");
    process.kill(terraform, "SIGKILL");
    await killed.ended;

    const again = await checkout.run("bootstrap", "staging");
    expect([again.exitCode, again.stderr]).toEqual([0, expect.stringContaining("unlocked the state")]);
    const third = await checkout.run("bootstrap", "staging");
    expect([third.exitCode, third.stdout]).toEqual([0, expect.stringMatching(/nothing to do\.\n$/)]);
  } finally {
    await checkout.remove();
  }
});
