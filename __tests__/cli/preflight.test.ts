import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { checkRegion, explainCallerError, preflight } from "../../src/cli/preflight";

const dev = { name: "dev", accountId: "111111111111", region: "ap-northeast-1" };
const named = (name: string, message = "", more: object = {}) => Object.assign(new Error(message), { name, ...more });

test.each([
  [named("ExpiredToken"), "the AWS credentials have expired"],
  [named("ExpiredTokenException"), "the AWS credentials have expired"],
  [
    named(
      "CredentialsProviderError",
      "The SSO session associated with this profile has expired. To refresh it run aws sso login",
    ),
    "the AWS credentials have expired",
  ],
  [
    named("TokenProviderError", "Token is expired. To refresh this SSO session run 'aws sso login'"),
    "the AWS credentials have expired",
  ],
  [named("InvalidClientTokenId"), "AWS rejects the credentials (InvalidClientTokenId)"],
  [named("SignatureDoesNotMatch"), "AWS rejects the credentials (SignatureDoesNotMatch)"],
  [
    named("CredentialsProviderError", "Could not load credentials from any providers"),
    "there are no usable AWS credentials (Could not load credentials from any providers)",
  ],
  [named("Error", "connect", { code: "ECONNREFUSED" }), "can't be reached (ECONNREFUSED)"],
  [new AggregateError([named("Error", "", { code: "ENETUNREACH" })]), "can't be reached (ENETUNREACH)"],
  [named("TimeoutError"), "can't be reached (TimeoutError)"],
  [
    named("AccessDenied", "not authorized to perform sts:AssumeRole\nmore"),
    "AWS did not tell whose the credentials are (AccessDenied: not authorized to perform sts:AssumeRole)",
  ],
  ["a string", "AWS did not tell whose the credentials are (no reason: a string)"],
])("fails with one sentence: %p", (error, sentence) => {
  const { message } = explainCallerError(error, dev);
  expect(message.split("\n")).toHaveLength(2);
  expect(message).toContain(`preflight of dev: `);
  expect(message).toContain(sentence);
});

describe("what the shell's variables explain", () => {
  const before = { ...process.env };
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "gatehouse-aws-"));
    writeFileSync(join(folder, "config"), "[default]\n[profile there]\nregion = x\n");
    writeFileSync(join(folder, "credentials"), "[with-keys]\n");
    for (const name of Object.keys(process.env)) if (name.startsWith("AWS_")) delete process.env[name];
    process.env.AWS_CONFIG_FILE = join(folder, "config");
    process.env.AWS_SHARED_CREDENTIALS_FILE = join(folder, "credentials");
  });
  afterEach(() => {
    process.env = { ...before };
    rmSync(folder, { recursive: true });
  });
  const noCredentials = () =>
    explainCallerError(named("CredentialsProviderError", "Could not load credentials from any providers"), dev).message;

  test("fails naming a profile that is in none of the files", () => {
    process.env.AWS_PROFILE = "nobody";
    expect(noCredentials()).toMatch(
      /^preflight of dev: AWS_PROFILE names the profile nobody, which \S+config and \S+credentials do not hold\n/,
    );
  });

  test.each(["there", "with-keys", "default", ""])("fails for %j, which is no missing profile, as usual", (profile) => {
    process.env.AWS_PROFILE = profile;
    expect(noCredentials()).toContain("there are no usable AWS credentials");
    expect(noCredentials()).toContain("npm run local-aws -- dev");
  });

  test.each(["http://127.0.0.1:9", "http://localhost:9/", "http://[::1]:9"])(
    "fails on a local AWS that is gone (%s) with what to unset",
    (endpoint) => {
      Object.assign(process.env, { AWS_ENDPOINT_URL: endpoint, AWS_REGION: "x", AWS_PROFILE: "mine" });
      const { message } = explainCallerError(named("Error", "connect", { code: "ECONNREFUSED" }), dev);
      expect(message).toBe(`preflight of dev: ${endpoint} can't be reached (ECONNREFUSED)
  fix:     a local AWS that is gone has left these variables: unset AWS_ENDPOINT_URL AWS_CONFIG_FILE AWS_SHARED_CREDENTIALS_FILE AWS_REGION, or open a new shell; to start one again: npm run local-aws -- dev`);
    },
  );

  test("fails on another endpoint with the network", () => {
    process.env.AWS_ENDPOINT_URL = "https://localhost.example";
    const { message } = explainCallerError(named("TimeoutError"), dev);
    expect(message).toContain("check the network");
  });
});

test("fails where the shell names another region", () => {
  expect(() => checkRegion(dev, { AWS_REGION: "us-east-1" })).toThrow(
    /AWS_REGION is another region[\s\S]*us-east-1[\s\S]*ap-northeast-1/,
  );
  expect(() => checkRegion(dev, { AWS_DEFAULT_REGION: "eu-west-1" })).toThrow("AWS_DEFAULT_REGION is another region");
  expect(() => checkRegion(dev, { AWS_REGION: "ap-northeast-1", AWS_DEFAULT_REGION: "" })).not.toThrow();
});

const identity = (account: string) =>
  `<GetCallerIdentityResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><GetCallerIdentityResult><Account>${account}</Account></GetCallerIdentityResult></GetCallerIdentityResponse>`;
const refusal = (code: string) =>
  `<ErrorResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><Error><Type>Sender</Type><Code>${code}</Code><Message>no</Message></Error></ErrorResponse>`;

describe("against a server", () => {
  const before = { ...process.env };
  let server: Server;
  let answer: { readonly status: number; readonly body: string };
  beforeAll(async () => {
    server = createServer((_request, response) =>
      response.writeHead(answer.status, { "content-type": "text/xml" }).end(answer.body),
    );
    await new Promise<void>((resolve) => {
      server.listen(0, "127.0.0.1", resolve);
    });
    Object.assign(process.env, {
      AWS_ENDPOINT_URL: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
      AWS_ACCESS_KEY_ID: "test",
      AWS_SECRET_ACCESS_KEY: "test",
      AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: "true",
    });
    for (const variable of ["AWS_REGION", "AWS_DEFAULT_REGION", "AWS_PROFILE", "AWS_SESSION_TOKEN"])
      delete process.env[variable];
  });
  afterAll(() => {
    server.close();
    server.closeAllConnections();
    process.env = before;
  });

  test("the environment's account passes", async () => {
    answer = { status: 200, body: identity("111111111111") };
    await expect(preflight(dev)).resolves.toBeUndefined();
  });

  test("fails for another account, naming both", async () => {
    answer = { status: 200, body: identity("222222222222") };
    await expect(preflight(dev)).rejects.toThrow(
      /another account\n {2}got: +"222222222222"\n {2}allowed: 111111111111/,
    );
  });

  test("fails for expired and for rejected credentials", async () => {
    answer = { status: 403, body: refusal("ExpiredToken") };
    await expect(preflight(dev)).rejects.toThrow("the AWS credentials have expired");
    answer = { status: 403, body: refusal("InvalidClientTokenId") };
    await expect(preflight(dev)).rejects.toThrow("AWS rejects the credentials (InvalidClientTokenId)");
  });

  test("fails where the endpoint is no AWS", async () => {
    answer = { status: 200, body: "<html>hello" };
    await expect(preflight(dev)).rejects.toThrow("preflight of dev: ");
    answer = { status: 200, body: "" };
    await expect(preflight(dev)).rejects.toThrow("preflight of dev: ");
  });
});
