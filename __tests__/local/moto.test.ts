import { setTimeout as delay } from "node:timers/promises";
import { type Moto, startMoto } from "../../src/local/moto";

/** A moto that says what moto says, answers every request, and runs a line upon `/end`. */
const server = (atEnd: string) => `
  const log = (path) => console.error('127.0.0.1 - - [20/Nov/2026 19:32:46] "\\u001B[33mGET ' + path + ' HTTP/1.1\\u001B[0m" 404 -');
  const server = require("node:http").createServer((request, response) => {
    response.end("{}");
    log(request.url);
    if (request.url === "/end") { ${atEnd} }
  });
  server.listen(0, "127.0.0.1", () => {
    console.error("\\u001B[31m\\u001B[1mWARNING: This is a development server. Do not use it in a production deployment.\\u001B[0m");
    console.error(" * Running on http://127.0.0.1:" + server.address().port);
    console.error("\\u001B[33mPress CTRL+C to quit\\u001B[0m");
  });`;

const started = (atEnd: string): Promise<Moto> =>
  startMoto({
    command: { file: process.execPath, arguments: ["-e", server(atEnd), "--"], advice: "" },
    accountId: "123456789012",
    environment: process.env,
  });
const ask = ({ port }: Moto, path: string) => fetch(`http://127.0.0.1:${port}${path}`).catch(() => undefined);

test("a moto that ends by itself tells its last words, without the log of its requests", async () => {
  const moto = await started(`console.error("Traceback:\\n  MemoryError"); log("/"); process.exit(1);`);
  await ask(moto, "/one");
  await ask(moto, "/end");
  expect(await moto.ended).toBe("Traceback:\n      MemoryError");
});

test("a moto that is killed is noticed, and has said nothing", async () => {
  const moto = await started(`process.kill(process.pid, "SIGKILL");`);
  await ask(moto, "/end");
  expect(await moto.ended).toBe("moto said nothing (SIGKILL)");
});

test("a moto that is stopped has not ended by itself", async () => {
  const moto = await started("");
  const ended = jest.fn();
  void moto.ended.then(ended);
  await moto.stop();
  await delay(20);
  expect(ended).not.toHaveBeenCalled();
});

test("fails with its last words where it ends at once", async () => {
  const command = {
    file: "sh",
    arguments: ["-c", "echo no module named flask >&2; exit 3"],
    advice: "see that it runs",
  };
  await expect(startMoto({ command, accountId: "123456789012", environment: process.env })).rejects.toThrow(
    /^local AWS: sh ended at once: no module named flask\n {2}fix: +see that it runs$/,
  );
});
