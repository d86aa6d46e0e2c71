import { once } from "node:events";
import { createServer, type Server } from "node:http";
import { type AddressInfo } from "node:net";
import { text } from "node:stream/consumers";
import { type Gateway, startGateway } from "../../src/local/gateway";
import { mends } from "../../src/local/mends";
import { form, tell } from "../support/aws-calls";

let moto: Server;
let gateway: Gateway;
let crashes: number;
let end: (lastWords: string) => void;
let asked: string[];

/** A server that fails, as moto does where one of its threads trips over another, so many times. */
beforeEach(async () => {
  asked = [];
  const ended = new Promise<string>((resolve) => {
    end = resolve;
  });
  moto = createServer((request, response) => {
    void text(request).then((body) => {
      asked.push(body);
      const crashed = asked.length <= crashes;
      response.writeHead(crashed ? 500 : 200, { "content-type": crashed ? "text/html; charset=utf-8" : "text/xml" });
      response.end("<answer/>");
    });
  }).listen(0, "127.0.0.1");
  await once(moto, "listening");
  const port = Promise.resolve((moto.address() as AddressInfo).port);
  gateway = await startGateway(undefined, { port, ended }, mends({ accountId: "123456789012" }));
});
afterEach(async () => {
  await gateway.close();
  moto.closeAllConnections();
  moto.close();
  await once(moto, "close");
});

const aws = () => ({ endpoint: `http://127.0.0.1:${gateway.port}` });

test("what moto fails at once is asked again, with its body", async () => {
  crashes = 1;
  expect(await form(aws(), "GetRole", { RoleName: "role" })).toMatchObject({ status: 200, text: "<answer/>" });
  expect(asked).toEqual(Array(2).fill("Action=GetRole&Version=2010-05-08&RoleName=role"));
});

test("fails with what the local AWS can't do, where moto fails twice", async () => {
  crashes = 2;
  const { status, text: told } = await form(aws(), "ListTopics", {}, "sns");
  expect([status, told]).toEqual([400, expect.stringContaining("the local AWS can't do this: sns ListTopics")]);
  expect(asked).toHaveLength(2);
});

test("fails at once for an upload to S3, which is not kept", async () => {
  crashes = 1;
  expect((await tell(aws(), "s3", "PUT", "/bucket/key", "file")).text).toContain("<Code>NotImplemented</Code>");
  expect(asked).toEqual(["file"]);
});

test("a moto whose end becomes known only after its connections are gone has ended, and does not just fail", async () => {
  moto.removeAllListeners("request").on("request", (request) => {
    request.socket.destroy();
    setTimeout(() => end("MemoryError"), 50);
  });
  expect((await form(aws(), "GetRole", { RoleName: "role" })).text).toContain(
    "<Code>LocalAwsEnded</Code><Message>the local AWS has ended: MemoryError</Message>",
  );
});

test("a moto that runs and drops a connection has failed", async () => {
  moto.removeAllListeners("request").on("request", (request) => request.socket.destroy());
  expect((await form(aws(), "GetRole", { RoleName: "role" })).text).toContain("<Code>LocalAwsFailed</Code>");
});
