import { Checkout } from "../../support/checkout";

let checkout: Checkout;
beforeEach(() => {
  checkout = new Checkout();
});
afterEach(() => checkout.remove());

test("start takes the environment local through the whole way", async () => {
  // A shell that is set up for somewhere else must not lead it astray.
  checkout.variables = { AWS_REGION: "us-east-1", AWS_PROFILE: "nobody", AWS_SESSION_TOKEN: "x" };
  const { exitCode, stdout, stderr } = await checkout.run("start");
  expect([exitCode, stderr]).toEqual([
    0,
    expect.stringMatching(/^\[1\/10\] find terraform\n[\s\S]*\[10\/10\] [^\n]*: done in \d+\.\d s\n\n$/),
  ]);
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
  expect([exitCode, stderr]).toEqual([1, expect.stringMatching(/interrupted; the state is unlocked/)]);
});
