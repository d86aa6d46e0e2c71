import { readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { commandOf, descendants, isAlive } from "./processes";
import { Checkout } from "../../support/checkout";

let checkout: Checkout;
beforeEach(() => {
  checkout = new Checkout();
});
afterEach(async () => checkout.remove());

test("start takes the environment local through the whole way", async () => {
  // A shell that is set up for somewhere else must not lead it astray.
  checkout.variables = { AWS_REGION: "us-east-1", AWS_PROFILE: "nobody", AWS_SESSION_TOKEN: "x" };
  const { exitCode, stdout, stderr } = await checkout.run("start");
  expect([exitCode, stderr]).toEqual([
    0,
    expect.stringMatching(/^\[1\/10\] find terraform\n[\s\S]*\[10\/10\] [^\n]*: done in \d+\.\d s\n\n$/),
  ]);
  // Each resource has its lines when it is created, and none before.
  expect(stderr).not.toMatch(/Refreshing state|Plan to create/);
  expect(stdout).toMatch(
    /^Resources created, by kind\n( {2}\w+ +\d+\n)+ {2}total +\d+\n\nsecond plan: no changes\n\nOutputs\n( {2}\S+ += [^\n]+\n)+$/,
  );
  for (const kind of [
    "aws_cognito_user_pool ",
    "aws_cognito_user_pool_client",
    "aws_cognito_identity_pool ",
    "aws_api_gateway_rest_api",
    "aws_s3_bucket ",
  ])
    expect(stdout).toContain(kind);
});

test("an interrupted start fails, and leaves no local AWS behind", async () => {
  const start = checkout.start("start");
  await start.stderrMatches(/terraform apply\n[\s\S]*: Creating\.\.\./);
  start.child.kill("SIGINT");
  const { exitCode, stderr } = await start.ended;
  expect([exitCode, stderr]).toEqual([
    1,
    expect.stringMatching(
      /interrupted; the state is unlocked[^]*\n {2}fix: +run npm start again; the whole log: \S+\n$/,
    ),
  ]);
  expect(readdirSync(join(checkout.root, ".gatehouse", "plans"))).toEqual([]);
});

test("a start whose moto ends by itself fails at once, and says so", async () => {
  const start = checkout.start("start");
  await start.stderrMatches(/terraform apply\n[\s\S]*: Creating\.\.\./);
  const moto = descendants(start.child.pid ?? 0).find((pid) => commandOf(pid).includes("moto"));
  const before = performance.now();
  if (moto === undefined) throw new Error("moto does not run");
  process.kill(moto, "SIGKILL");
  const { exitCode, stderr } = await start.ended;
  expect(performance.now() - before).toBeLessThan(30_000);
  expect([exitCode, stderr]).toEqual([
    1,
    expect.stringMatching(
      /\nstart: the local AWS ended: moto said nothing \(SIGKILL\)\n {2}fix: +run npm start again; the whole log: \S+\n$/,
    ),
  ]);
});

test("a start that is killed leaves nothing running, and the next one nothing of it", async () => {
  const start = checkout.start("start");
  await start.stderrMatches(/terraform apply\n[\s\S]*: Creating\.\.\./);
  const below = descendants(start.child.pid ?? 0);
  expect(below.map(commandOf).join("")).toMatch(/terraform apply .*\n[^]*terraform-provider-aws/);
  start.child.kill("SIGKILL");
  await start.ended;
  for (let tries = 0; tries < 50 && below.some(isAlive); tries += 1) await delay(100);
  expect(below.filter(isAlive)).toEqual([]);

  const stack = join(checkout.root, "cdktf.out", "stacks", "local");
  const plans = join(checkout.root, ".gatehouse", "plans");
  writeFileSync(join(stack, "errored.tfstate"), "{}");
  expect(readdirSync(plans)).toEqual(["local.json", "local.tfplan"]);
  const next = checkout.start("start");
  await next.stderrMatches(/\[2\/10\]/);
  expect(readdirSync(plans)).toEqual([]);
  expect(readdirSync(stack)).not.toEqual(expect.arrayContaining([expect.stringMatching(/errored|\.pid$/)]));
  next.child.kill("SIGINT");
  await next.ended;
});

test.each(["SIGINT", "SIGTERM"] as const)(
  "a start that gets %s while the local AWS is being started ends at once, and ends that",
  async (signal) => {
    const start = checkout.start("start");
    await start.stderrMatches(/\[3\/10\] start a local AWS\n/);
    const { pid = 0 } = start.child;
    for (let tries = 0; tries < 200 && descendants(pid).length < 2; tries += 1) await delay(10);
    const below = descendants(pid);
    expect(below.length).toBeGreaterThanOrEqual(2);
    const before = performance.now();
    start.child.kill(signal);
    const { exitCode, stderr } = await start.ended;
    expect(performance.now() - before).toBeLessThan(5000);
    expect([exitCode, stderr]).toEqual([
      1,
      expect.stringMatching(/start a local AWS\nstart: interrupted\n {2}fix: +run npm start again\n$/),
    ]);
    for (let tries = 0; tries < 50 && below.some(isAlive); tries += 1) await delay(100);
    expect(below.filter(isAlive)).toEqual([]);
  },
);
