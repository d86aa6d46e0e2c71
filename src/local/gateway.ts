import { Agent, createServer, request as httpRequest } from "node:http";
import { type ClientRequest, type IncomingMessage, type OutgoingHttpHeaders, type ServerResponse } from "node:http";
import { type AddressInfo } from "node:net";
import { buffer } from "node:stream/consumers";
import { pipeline } from "node:stream/promises";
import { setTimeout as delay } from "node:timers/promises";
import { UserError } from "../errors";
import { refusalFor } from "./answers";
import {
  type Answer,
  type AskMoto,
  type Call,
  type Change,
  type Elsewhere,
  type FindHandler,
  type Mend,
  authorizationFor,
  handlerFinder,
  operationName,
  scopeOf,
} from "./call";

/** The HTTP server in front of moto. */
export interface Gateway {
  readonly port: number;
  close(): Promise<void>;
}

/** Where moto listens: a port of 127.0.0.1. */
export interface Upstream {
  /** Settles when moto is ready; requests that come earlier wait for it. */
  readonly port: Promise<number>;
  /** Resolves with moto's last words when it has ended by itself. */
  readonly ended: Promise<string>;
}

const hopByHop = new Set(["connection", "keep-alive", "proxy-connection", "transfer-encoding", "upgrade"]);

/**
 * Starts the gateway on 127.0.0.1. Calls to S3 that no mend answers are streamed through, so that conditional writes and
 * chunked uploads reach moto byte for byte; all others are read whole.
 *
 * @throws UserError when the port can't be had.
 */
export async function startGateway(
  port: number | undefined,
  upstream: Upstream,
  mends: readonly Mend[],
): Promise<Gateway> {
  const finders = findersOf(mends);
  const agent = new Agent({ keepAlive: true });
  const server = createServer((request, response) => {
    serve({ request, response, upstream, agent, finders }).catch(async (error: unknown) => {
      if (response.headersSent) response.destroy();
      else respond(response, await failure(upstream, request, error));
    });
  });
  // Uploads of any length are legitimate, and both ends are on this machine.
  server.requestTimeout = 0;
  await new Promise<void>((resolve, reject) => {
    server.once("error", (error: NodeJS.ErrnoException) => reject(portError(port, error)));
    server.listen(port ?? 0, "127.0.0.1", resolve);
  });
  return {
    port: (server.address() as AddressInfo).port,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
        agent.destroy();
      }),
  };
}

/** REST APIs and HTTP APIs are one service to a signature. */
function findersOf(mends: readonly Mend[]): Map<string, FindHandler> {
  const byService = new Map<string, Mend["handlers"]>();
  for (const { service, handlers } of mends) byService.set(service, { ...byService.get(service), ...handlers });
  return new Map([...byService].map(([service, handlers]) => [service, handlerFinder(handlers)]));
}

function portError(port: number | undefined, error: NodeJS.ErrnoException): Error {
  if (error.code !== "EADDRINUSE" && error.code !== "EACCES") return error;
  return new UserError({
    where: "local AWS",
    what: error.code === "EADDRINUSE" ? "the port is taken by another program" : "this user may not listen on the port",
    got: port,
    allowed: "a free port from 1024 to 65535, or none: any free one is then used",
    fix: "choose another port, or end the program that listens on it",
  });
}

interface Exchange {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly upstream: Upstream;
  readonly agent: Agent;
  readonly finders: ReadonlyMap<string, FindHandler>;
}

async function serve(exchange: Exchange): Promise<void> {
  const { request, response, upstream, agent, finders } = exchange;
  const port = await upstream.port;
  const scope = scopeOf(request.headers);
  if (!scope) return streamed(exchange, port);

  const find = finders.get(scope.service) ?? (() => undefined);
  const head = { ...scope, method: request.method ?? "GET", url: request.url ?? "/", headers: request.headers };
  if (scope.service === "s3" && !find({ ...head, body: Buffer.alloc(0) })) return streamed(exchange, port);

  const ask: AskMoto = (asked, change) => asking(agent, port, asked, change);
  const call = { ...head, body: await buffer(request) };
  const { handler, parameters } = find(call) ?? { handler: (untouched: Call) => ask(untouched), parameters: {} };
  const answer = await handler({ ...call, parameters }, ask);
  respond(response, isCrash(answer.status, answer.headers) ? crash(call, operationName(call)) : answer);
}

async function streamed({ request, response, agent }: Exchange, port: number): Promise<void> {
  const outgoing = httpRequest({
    host: "127.0.0.1",
    port,
    agent,
    method: request.method,
    path: request.url,
    headers: onwards(request.headers, request.headers["transfer-encoding"] !== undefined),
  });
  // moto may answer, and close its end, before it has read a body that it refuses.
  const answered = answerOf(outgoing);
  const sent = pipeline(request, outgoing).catch(() => undefined);
  const incoming = await answered;
  if (isCrash(incoming.statusCode, incoming.headers)) {
    incoming.resume();
    const { method = "", url = "/", headers } = request;
    const call = { service: serviceOf(request), method, url, headers };
    respond(response, crash(call, operationName({ headers, body: Buffer.alloc(0) })));
  } else {
    response.writeHead(incoming.statusCode ?? 502, onwards(incoming.headers));
    await pipeline(incoming, response);
  }
  await sent;
}

/** moto's page for an exception of its own: mostly an operation that it does not have. */
function isCrash(status: number | undefined, headers: OutgoingHttpHeaders): boolean {
  return status === 500 && String(headers["content-type"]).startsWith("text/html");
}

/** A 400, because SDKs and the AWS provider would repeat after a 500, for minutes. */
function crash(call: Pick<Call, "service" | "method" | "url" | "headers">, operation?: string): Answer {
  const what = operation ?? `${call.method} ${call.url.split("?")[0]}`;
  return refusalFor(call, {
    status: 400,
    type: "NotImplemented",
    message: `the local AWS can't do this: ${call.service} ${what}`,
  });
}

async function asking(agent: Agent, port: number, call: Call, change: Change = {}): Promise<Answer> {
  if (change.elsewhere) return asking(agent, port, callElsewhere(call, change.elsewhere));
  const { method = call.method, url = call.url, target, body } = change;
  const bytes = body === undefined ? call.body : Buffer.from(body);
  const headers: OutgoingHttpHeaders = { ...onwards(call.headers), "content-length": bytes.length };
  if (target !== undefined) headers["x-amz-target"] = `${String(headers["x-amz-target"]).split(".")[0]}.${target}`;
  const send = () => answerTo(httpRequest({ host: "127.0.0.1", port, agent, method, path: url, headers }), bytes);
  const answer = await send();
  // One of moto's threads fails now and then at what another changes meanwhile: most of its operations look through all
  // there is of a kind before they change anything.
  return isCrash(answer.status, answer.headers) ? send() : answer;
}

async function answerTo(outgoing: ClientRequest, body: Buffer): Promise<Answer> {
  const answered = answerOf(outgoing);
  outgoing.end(body);
  const incoming = await answered;
  return {
    status: incoming.statusCode ?? 502,
    headers: onwards(incoming.headers) as Answer["headers"],
    body: await buffer(incoming),
  };
}

function callElsewhere({ region }: Call, asked: Elsewhere): Call {
  const { service } = asked;
  const { headers, body, ...line } = requestOf(asked);
  const authorization = authorizationFor({ service, region });
  return { ...line, headers: { authorization, ...headers }, body: Buffer.from(body), service, region, parameters: {} };
}

function requestOf(asked: Elsewhere) {
  if ("path" in asked) return { method: "GET", url: asked.path, headers: {}, body: "" };
  const post = { method: "POST", url: "/" };
  if ("fields" in asked) {
    const headers = { "content-type": "application/x-www-form-urlencoded" };
    return { ...post, headers, body: new URLSearchParams(asked.fields).toString() };
  }
  const headers = { "content-type": "application/x-amz-json-1.1", "x-amz-target": asked.target };
  return { ...post, headers, body: JSON.stringify(asked.input) };
}

function answerOf(outgoing: ClientRequest): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    outgoing.once("response", resolve);
    outgoing.on("error", reject);
  });
}

/** The headers that concern the far end. The server has answered `Expect` already. */
function onwards(headers: OutgoingHttpHeaders, chunked = false): OutgoingHttpHeaders {
  const kept = Object.entries(headers).filter(([name]) => !hopByHop.has(name) && name !== "expect");
  return { ...Object.fromEntries(kept), ...(chunked && { "transfer-encoding": "chunked" }) };
}

function respond(response: ServerResponse, { status, headers, body }: Answer): void {
  response.writeHead(status, { ...headers, "content-length": body.length }).end(body);
}

/** How long after moto's connections its end may become known, in milliseconds. */
const patience = 500;

/** A 400 as well: whatever went wrong, it goes wrong again. */
async function failure(upstream: Upstream, request: IncomingMessage, error: unknown): Promise<Answer> {
  const ended = await Promise.race([upstream.ended, delay(patience, undefined, { ref: false })]);
  const detail = error instanceof Error ? error.message : String(error);
  const refusal =
    ended === undefined
      ? { type: "LocalAwsFailed", message: `the local AWS failed: ${detail}` }
      : { type: "LocalAwsEnded", message: `the local AWS has ended: ${ended}` };
  return refusalFor({ service: serviceOf(request), headers: request.headers }, { status: 400, ...refusal });
}

function serviceOf({ headers }: IncomingMessage): string {
  return scopeOf(headers)?.service ?? "s3";
}
