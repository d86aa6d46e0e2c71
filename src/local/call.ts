import { type IncomingHttpHeaders } from "node:http";
import { jsonIn } from "../json";

/** A JSON object as it travels; each reader knows the members that it needs. */
export type Json = Record<string, unknown>;

/** A request to an AWS service, read as far as a mend needs it. */
export interface Call {
  readonly method: string;
  /** Path and query as they were sent. */
  readonly url: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
  /** The service and region of the signature's credential scope. */
  readonly service: string;
  readonly region: string;
  /** What stands in the places of a handler's path template, percent-decoded. */
  readonly parameters: Readonly<Record<string, string>>;
}

/** A response, with its body read to the end. */
export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[]>>;
  readonly body: Buffer;
}

/** What a mend may change in a call before moto gets it. */
export interface Change {
  readonly method?: string;
  readonly url?: string;
  /** The operation, for services that name it in `X-Amz-Target`. */
  readonly target?: string;
  readonly body?: string;
  /** Asks another service. Of the call's headers none go along. */
  readonly elsewhere?: Elsewhere;
}

/**
 * A question of another service: in the query protocol (a form), in JSON 1.1 with the operation as its target, or what
 * it shows at a path.
 */
export type Elsewhere =
  | { readonly service: string; readonly path: string }
  | { readonly service: string; readonly fields: Readonly<Record<string, string>> }
  | { readonly service: string; readonly target: string; readonly input: Json };

/** Asks moto: the call as it is, or with changes. Also the way to a second question, of any service. */
export type AskMoto = (call: Call, change?: Change) => Promise<Answer>;

/** Answers one operation, with moto's help or without. */
export type Handler = (call: Call, ask: AskMoto) => Promise<Answer>;

/**
 * What is added to moto for one service, by operation: an operation name (`X-Amz-Target` suffix or `Action`) or a
 * method with a path template (`PUT /restapis/{api}`, and behind it the sub-resource, as in `PUT /{bucket}?policy`).
 * Operations that are not named here go to moto untouched.
 */
export interface Mend {
  readonly service: string;
  readonly handlers: Readonly<Record<string, Handler>>;
}

const unsignedTargets: Readonly<Record<string, string>> = {
  AWSCognitoIdentityService: "cognito-identity",
  AWSCognitoIdentityProviderService: "cognito-idp",
};

/** The `Authorization` header of a call to moto, which looks for the service and region in it and checks no signature. */
export function authorizationFor({ service, region }: Pick<Call, "service" | "region">): string {
  return `AWS4-HMAC-SHA256 Credential=test/20260101/${region}/${service}/aws4_request, SignedHeaders=host, Signature=x`;
}

/** The service and region that a request is for, from its signature; sign-in calls to Cognito carry none. */
export function scopeOf(headers: IncomingHttpHeaders): { service: string; region: string } | undefined {
  const scope = /Credential=[^/]+\/\d+\/([^/]+)\/([^/]+)\/aws4_request/.exec(headers.authorization ?? "");
  if (scope) return { region: scope[1] ?? "", service: (scope[2] ?? "").toLowerCase() };
  const service = unsignedTargets[targetOf(headers).split(".")[0] ?? ""];
  return service === undefined ? undefined : { service, region: "us-east-1" };
}

function targetOf(headers: IncomingHttpHeaders): string {
  const target = headers["x-amz-target"];
  return typeof target === "string" ? target : "";
}

/** The form fields of a query-protocol call (IAM). */
export function fieldsOf(call: Pick<Call, "body">): URLSearchParams {
  return new URLSearchParams(call.body.toString("utf8"));
}

/** A text as a JSON object; undefined when it is something else. */
export function objectIn(text: string): Json | undefined {
  const value = jsonIn(text);
  return isObject(value) ? value : undefined;
}

/** Whether a value is a JSON object, and no list. */
export function isObject(value: unknown): value is Json {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** The body as a JSON object; `{}` when it is empty or something else. */
export function jsonOf({ body }: { readonly body: Buffer }): Json {
  return objectIn(body.toString("utf8")) ?? {};
}

/** A member of JSON as text; empty when it is neither text nor a number. */
export function textOf(value: unknown): string {
  return typeof value === "string" || typeof value === "number" ? String(value) : "";
}

/** An object less some of its members. */
export function without<T extends object, K extends string>(object: T, ...names: readonly K[]): Omit<T, K> {
  return Object.fromEntries(Object.entries(object).filter(([name]) => !names.includes(name as K))) as Omit<T, K>;
}

/** Whether an answer reports success. */
export function succeeded({ status }: { readonly status: number }): boolean {
  return status >= 200 && status < 300;
}

/** Whether the operation is named in the body (query protocol), and not by the headers or the path. */
export function namedInBody(headers: IncomingHttpHeaders): boolean {
  return headers["content-type"]?.startsWith("application/x-www-form-urlencoded") === true;
}

/** Finds the handler of a call, with the parameters of its path. */
export type FindHandler = (
  call: Omit<Call, "parameters">,
) => { handler: Handler; parameters: Record<string, string> } | undefined;

/** Prepares the search for the handler of a call among a service's handlers. */
export function handlerFinder(handlers: Mend["handlers"]): FindHandler {
  const named = new Map<string, Handler>();
  const templates: { method: string; segments: string[]; subresource: string | undefined; handler: Handler }[] = [];
  for (const [key, handler] of Object.entries(handlers)) {
    const [method = "", template] = key.split(" ");
    const [path = "", subresource] = template?.split("?") ?? [];
    if (template === undefined) named.set(key, handler);
    else templates.push({ method, segments: path.split("/"), subresource, handler });
  }
  return (call) => {
    const name = operationName(call);
    if (name !== undefined) {
      const handler = named.get(name);
      return handler && { handler, parameters: {} };
    }
    const [path = "", query] = call.url.split("?");
    const segments = path.replace(/(?<=.)\/$/, "").split("/");
    for (const template of templates) {
      if (template.subresource !== undefined && !new URLSearchParams(query).has(template.subresource)) continue;
      const parameters = template.method === call.method ? match(template.segments, segments) : undefined;
      if (parameters) return { handler: template.handler, parameters };
    }
    return undefined;
  };
}

/** The operation of a call that names it in `X-Amz-Target` or in a form. */
export function operationName(call: Pick<Call, "headers" | "body">): string | undefined {
  const target = targetOf(call.headers);
  if (target !== "") return target.split(".").at(-1);
  if (!namedInBody(call.headers)) return undefined;
  return fieldsOf(call).get("Action") ?? undefined;
}

function match(template: readonly string[], segments: readonly string[]): Record<string, string> | undefined {
  if (template.length !== segments.length) return undefined;
  const parameters: Record<string, string> = {};
  for (const [index, part] of template.entries()) {
    const segment = segments[index] ?? "";
    const name = /^\{(\w+)\}$/.exec(part)?.[1];
    if (name === undefined && part !== segment) return undefined;
    if (name !== undefined) parameters[name] = decoded(segment);
  }
  return parameters;
}

function decoded(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment;
  }
}
