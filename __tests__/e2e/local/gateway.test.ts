import { once } from "node:events";
import { request } from "node:http";
import { connect, createServer } from "node:net";
import { type AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Readable } from "node:stream";
import { CreateBucketCommand, GetObjectCommand, PutObjectCommand, S3Client } from "@aws-sdk/client-s3";
import { GetCallerIdentityCommand, STSClient } from "@aws-sdk/client-sts";
import { UserError } from "../../../src/errors";
import { type LocalAws, startLocalAws } from "../../../src/local";
import { type Gateway, startGateway } from "../../../src/local/gateway";
import { mends } from "../../../src/local/mends";
import { type Called, form, target, tell } from "../../support/aws-calls";
import { descendants, isAlive } from "../cli/processes";

const cacheFolder = join(tmpdir(), "gatehouse-cache");
const credentials = { accessKeyId: "test", secretAccessKey: "test" };

let aws: LocalAws;
let s3: S3Client;
beforeAll(async () => {
  aws = await startLocalAws({ accountId: "123456789012", cacheFolder });
  s3 = new S3Client({ endpoint: aws.endpoint, region: "eu-west-1", credentials, forcePathStyle: true, maxAttempts: 1 });
  const location = { LocationConstraint: "eu-west-1" } as const;
  await s3.send(new CreateBucketCommand({ Bucket: "state", CreateBucketConfiguration: location }));
});
afterAll(async () => {
  s3.destroy();
  await aws.stop();
});

test("the account is the one that was asked for", async () => {
  const sts = new STSClient({ endpoint: aws.endpoint, region: "eu-west-1", credentials });
  expect((await sts.send(new GetCallerIdentityCommand({}))).Account).toBe("123456789012");
});

test("fails to write a lock that is held", async () => {
  const lock = { Bucket: "state", Key: "local.tfstate.tflock", Body: "{}", IfNoneMatch: "*" };
  await s3.send(new PutObjectCommand(lock));
  await expect(s3.send(new PutObjectCommand(lock))).rejects.toMatchObject({ name: "PreconditionFailed" });
});

test("a streamed upload arrives whole", async () => {
  const chunk = Buffer.alloc(64 * 1024, "x");
  const ContentLength = chunk.length * 32;
  const Body = Readable.from(Array.from({ length: 32 }, () => chunk));
  await s3.send(new PutObjectCommand({ Bucket: "state", Key: "stream", Body, ContentLength }));
  const { Body: read } = await s3.send(new GetObjectCommand({ Bucket: "state", Key: "stream" }));
  expect((await read?.transformToByteArray())?.length).toBe(ContentLength);
});

test("a client that waits for 100-continue gets it", async () => {
  const upload = request(`${aws.endpoint}/state/expected`, {
    method: "PUT",
    headers: { expect: "100-continue", "content-length": 5 },
  });
  upload.flushHeaders();
  await once(upload, "continue");
  upload.end("hello");
  const [response] = (await once(upload, "response")) as [{ statusCode: number; resume(): void }];
  response.resume();
  expect(response.statusCode).toBe(200);
});

test("a hundred calls, ten at a time, are all answered", async () => {
  const list = async () =>
    (
      await tell(aws, "iam", "POST", "/", "Action=ListRoles&Version=2010-05-08", {
        "content-type": "application/x-www-form-urlencoded",
      })
    ).status;
  for (let round = 0; round < 10; round++) {
    expect(await Promise.all(Array.from({ length: 10 }, list))).toEqual(Array(10).fill(200));
  }
});

test("fails for a port that is taken", async () => {
  const other = createServer().listen(0, "127.0.0.1");
  await once(other, "listening");
  const { port } = other.address() as AddressInfo;
  await expect(startLocalAws({ accountId: "123456789012", cacheFolder, port })).rejects.toThrow(
    new RegExp(`taken[\\s\\S]*got: +${port}[\\s\\S]*allowed:[\\s\\S]*fix:`),
  );
  other.close();
});

test("fails for a number that is no port", async () => {
  await expect(startLocalAws({ accountId: "123456789012", cacheFolder, port: 70_000 })).rejects.toThrow("not a port");
});

test("fails for a certificate that ACM does not issue, and leaves no moto behind", async () => {
  const running = () => descendants(process.pid).filter(isAlive);
  const before = running();
  const certificate = `${"a".repeat(63)}.example.com`;
  const error: unknown = await startLocalAws({
    accountId: "123456789012",
    cacheFolder,
    certificates: ["example.com", certificate],
  }).catch((reason: unknown) => reason);
  expect(error).toBeInstanceOf(UserError);
  expect((error as Error).message).toMatch(
    new RegExp(`^local AWS: ACM issues no certificate for this domain name\n {2}got: +"${certificate}"\n`),
  );
  expect(running()).toEqual(before);
});

test("stopping cuts open connections and frees the port", async () => {
  const second = await startLocalAws({ accountId: "210987654321", cacheFolder });
  const port = Number(new URL(second.endpoint).port);
  const idle = connect(port, "127.0.0.1");
  await once(idle, "connect");
  idle.on("error", () => undefined);
  const closed = once(idle, "close");
  await Promise.all([second.stop(), closed]);
  await second.stop();
  const third = await startLocalAws({ accountId: "210987654321", cacheFolder, port });
  expect(third.endpoint).toBe(second.endpoint);
  await third.stop();
});

describe("once moto has ended", () => {
  let gateway: Gateway;
  let dead: Called;
  beforeAll(async () => {
    const closed = createServer().listen(0, "127.0.0.1");
    await once(closed, "listening");
    const { port } = closed.address() as AddressInfo;
    await new Promise((resolve) => closed.close(resolve));
    const upstream = { port: Promise.resolve(port), ended: Promise.resolve("last words") };
    gateway = await startGateway(undefined, upstream, mends({ accountId: "123456789012" }));
    dead = { endpoint: `http://127.0.0.1:${gateway.port}` };
  });
  afterAll(() => gateway.close());

  test("fails in the form of each service, streamed or mended", async () => {
    const xml = [
      await form(dead, "ListRoles", {}),
      await form(dead, "PutRolePolicy", { PolicyDocument: '{"Statement":{}}' }),
    ];
    for (const { status, text } of xml) {
      expect(status).toBe(400);
      expect(text).toMatch(/^<ErrorResponse.*<Code>LocalAwsEnded<\/Code><Message>the local AWS has ended: last words</);
    }
    for (const path of ["/state/key", "/state?policy"]) {
      expect((await tell(dead, "s3", "GET", path)).text).toMatch(/<Error><Code>LocalAwsEnded<\/Code>/);
    }
    const json = await target(dead, "cognito-idp", "ListUsers", {});
    expect(json).toMatchObject({ status: 400, type: "LocalAwsEnded", json: { __type: "LocalAwsEnded" } });
    expect(await tell(dead, "apigateway", "GET", "/restapis")).toMatchObject({ status: 400, type: "LocalAwsEnded" });
  });

  test("fails at once for a client that would try 25 times", async () => {
    const client = new S3Client({
      endpoint: dead.endpoint,
      region: "eu-west-1",
      credentials,
      forcePathStyle: true,
      maxAttempts: 25,
    });
    const error: unknown = await client
      .send(new PutObjectCommand({ Bucket: "state", Key: "key", Body: "{}" }))
      .catch((reason: unknown) => reason);
    expect(error).toMatchObject({ name: "LocalAwsEnded", $metadata: { httpStatusCode: 400, attempts: 1 } });
    client.destroy();
  });
});
