import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { environmentNamed } from "../../environments";
import { ensureStateBucket } from "../../src/cli/state-bucket";

const dev = environmentNamed("dev");
const before = { ...process.env };
let server: Server;
let head: number;
let create: { readonly status: number; readonly code?: string };
let requests: string[];
let region: string | undefined;

function answer(request: IncomingMessage, response: ServerResponse): void {
  let body = "";
  request.on("data", (part: Buffer) => (body += part.toString()));
  request.on("end", () => {
    const owner = request.headers["x-amz-expected-bucket-owner"];
    requests.push(
      [
        request.method,
        request.url?.split("?")[0],
        owner,
        /<LocationConstraint>(.*)<\/LocationConstraint>/.exec(body)?.[1],
      ]
        .filter(Boolean)
        .join(" "),
    );
    const { status, code } = request.method === "HEAD" ? { status: head, code: undefined } : create;
    response.writeHead(status, {
      "content-type": "application/xml",
      ...(region && request.method === "HEAD" ? { "x-amz-bucket-region": region } : {}),
    });
    response.end(code ? `<Error><Code>${code}</Code><Message>no</Message></Error>` : "");
  });
}

beforeAll(async () => {
  server = createServer(answer);
  await new Promise<void>((resolve) => {
    server.listen(0, "127.0.0.1", resolve);
  });
  Object.assign(process.env, {
    AWS_ENDPOINT_URL: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    AWS_ACCESS_KEY_ID: "test",
    AWS_SECRET_ACCESS_KEY: "test",
    AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: "true",
  });
});
beforeEach(() => {
  head = 404;
  create = { status: 200 };
  requests = [];
  region = undefined;
});
afterAll(() => {
  server.close();
  server.closeAllConnections();
  process.env = before;
});

test("a missing bucket is created with one call, in the environment's region", async () => {
  await expect(ensureStateBucket(dev)).resolves.toBe(true);
  expect(requests).toEqual([`HEAD /${dev.state.bucket}/ 111111111111`, `PUT /${dev.state.bucket}/ ap-northeast-1`]);
});

test("us-east-1 is not named", async () => {
  await expect(ensureStateBucket({ ...dev, region: "us-east-1" })).resolves.toBe(true);
  expect(requests[1]).toBe(`PUT /${dev.state.bucket}/`);
});

test("a bucket that exists stays as it is", async () => {
  head = 200;
  region = "ap-northeast-1";
  await expect(ensureStateBucket(dev)).resolves.toBe(false);
  expect(requests).toHaveLength(1);
});

test("a bucket that another run has just created is as good", async () => {
  create = { status: 409, code: "BucketAlreadyOwnedByYou" };
  await expect(ensureStateBucket(dev)).resolves.toBe(false);
});

test.each([
  [403, "belongs to another account, or the credentials may not look at it"],
  [301, "lies in another region"],
])("fails where S3 answers %d, naming the bucket", async (status, what) => {
  head = status;
  await expect(ensureStateBucket(dev)).rejects.toThrow(what);
  await expect(ensureStateBucket(dev)).rejects.toThrow(dev.state.bucket);
});

test("fails where the bucket lies in another region", async () => {
  head = 200;
  region = "eu-west-1";
  await expect(ensureStateBucket(dev)).rejects.toThrow("the bucket lies in another region (eu-west-1)");
});

test.each([
  [409, "BucketAlreadyExists", "the bucket belongs to another account"],
  [403, "AccessDenied", "the credentials may not create the bucket"],
  [400, "IllegalLocationConstraintException", "S3 did not create the bucket (IllegalLocationConstraintException: no)"],
])("fails where the bucket can't be created: %d %s", async (status, code, what) => {
  create = { status, code };
  await expect(ensureStateBucket(dev)).rejects.toThrow(what);
});
