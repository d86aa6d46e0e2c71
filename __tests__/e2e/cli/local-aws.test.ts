import { spawn } from "node:child_process";
import { once } from "node:events";
import { setTimeout as delay } from "node:timers/promises";
import { target } from "../../support/aws-calls";
import { Checkout } from "../../support/checkout";
import { commandOf, descendants, isAlive } from "./processes";

let checkout: Checkout;
beforeAll(() => {
  checkout = new Checkout();
});
afterAll(async () => checkout.remove());

test.each(["SIGTERM", "SIGKILL", "SIGHUP"] as const)(
  "a local AWS that npm has started ends when npm gets %s",
  async (signal) => {
    const npm = spawn("npm", ["run", "-s", "local-aws", "--", "dev"], {
      cwd: checkout.root,
      stdio: ["ignore", "pipe", "ignore"],
    });
    await once(npm.stdout, "data");
    const below = descendants(npm.pid ?? 0);
    expect(below.length).toBeGreaterThanOrEqual(3);
    npm.kill(signal);
    for (let tries = 0; tries < 100 && below.some(isAlive); tries += 1) await delay(100);
    expect(below.filter(isAlive)).toEqual([]);
  },
);

test("it has the certificate that the environment's file names", async () => {
  const local = await checkout.localAws("dev");
  const certificates = await target({ ...local, region: "us-east-1" }, "acm", "ListCertificates", {});
  expect(certificates.json).toMatchObject({
    CertificateSummaryList: [{ DomainName: "dev.gatehouse.example", Status: "ISSUED" }],
  });
  await local.stop();
});

test("fails, and leaves nothing behind, where it is interrupted before it is ready", async () => {
  const local = checkout.start("local-aws", "dev");
  const { pid = 0 } = local.child;
  for (let tries = 0; tries < 400 && descendants(pid).length < 2; tries += 1) await delay(10);
  const below = descendants(pid);
  local.child.kill("SIGINT");
  expect(await local.ended).toEqual({
    exitCode: 1,
    stdout: "",
    stderr: "local-aws of dev: interrupted\n  fix:     run it again: npm run local-aws -- dev\n",
  });
  for (let tries = 0; tries < 50 && below.some(isAlive); tries += 1) await delay(100);
  expect(below.filter(isAlive)).toEqual([]);
});

test("fails where its moto ends by itself", async () => {
  const local = checkout.start("local-aws", "dev");
  await local.stderrMatches(/answers at http/);
  const moto = descendants(local.child.pid ?? 0).find((pid) => commandOf(pid).includes("moto"));
  if (moto === undefined) throw new Error("moto does not run");
  process.kill(moto, "SIGKILL");
  expect(await local.ended).toMatchObject({
    exitCode: 1,
    stderr: expect.stringMatching(
      /\nlocal-aws of dev: the local AWS ended: moto said nothing \(SIGKILL\)\n {2}fix: +run it again: npm run local-aws -- dev\n$/,
    ),
  });
});
