import { UserError } from "../../errors";
import { type Access, type AccessApi, type AccessRoute } from "../access";
import { type Origin } from "../origin";
import { type Principal } from "../principal";
import { nearest } from "./nearest";

/** A question why a call is let in, or not. */
export interface Question {
  readonly principal: Principal;
  /** Absent where the question is which credentials the principal gets. */
  readonly route?: AccessRoute;
  /** Where the call may come from: one origin where it was named, all otherwise. */
  readonly origins: readonly Origin[];
}

/** A question as it was typed. */
export interface AskedQuestion {
  /** The principal, the method and the path, in this order: `["general", "GET /tech4all"]`; or the principal alone. */
  readonly words: readonly string[];
  /** The API's label. */
  readonly api?: string;
  /** The origin's label. */
  readonly from?: string;
}

const where = "access --why";

/** A question that can be asked here. */
function exampleOf({ principals, routes }: Access): string {
  const { label: who = "general" } = principals.find(({ kind }) => kind === "group") ?? principals[0] ?? {};
  const { label: call = "GET /tech4all" } = routes.find(({ preflight }) => !preflight) ?? {};
  return `--why ${/^[\w-]+$/.test(who) ? who : JSON.stringify(who)} ${JSON.stringify(call)}`;
}

/**
 * Finds what a question is about. A path may be the route's own, `/members/{id}`, or one that is called, `/members/42`.
 *
 * @throws UserError naming what comes nearest where there is no such principal, route, API or origin.
 */
export function questionOf(access: Access, { words, api, from }: AskedQuestion): Question {
  const labels = access.routes.map(({ label }) => label);
  const { who, call } = partsOf(words, labels);
  const isNamed = access.principals.some(({ label }) => label === who);
  if (call === undefined && !isNamed && looksLikeCall(who)) throw noQuestion(access, who);
  const principal = named(access, "principal", who, access.principals);
  if (call === undefined) return { principal, origins: [] };
  const apis = [...new Set(access.routes.map((route) => route.api))];
  const wanted = api === undefined ? apis : [named(access, "API", api, apis)];
  const routes = routesOf(access, wanted, call);
  const [route, ...more] = routes;
  if (route === undefined)
    throw noRoute(
      access,
      call,
      access.routes.filter((one) => wanted.includes(one.api)),
      api,
    );
  if (more.length > 0) throw severalApis(call, routes);
  const origins = from === undefined ? access.origins : [named(access, "origin", from, access.origins)];
  return { principal, route, origins };
}

interface Call {
  /** As typed, such as `GET /tech4all` or `$default`. */
  readonly text: string;
  readonly method: string;
  readonly path: string;
}

/**
 * However the words were quoted: the last is a path, before it stands the method, and before that the principal. A route
 * is also known by its label alone, since a path that is not known may be several words.
 */
function partsOf(words: readonly string[], labels: readonly string[]): { readonly who: string; readonly call?: Call } {
  const text = words.join(" ").trim();
  const label = labels.find((one) => one.includes(" ", one.indexOf(" ") + 1) && text.endsWith(` ${one}`));
  if (label !== undefined) {
    const [method = "", ...path] = label.split(" ");
    return { who: text.slice(0, -label.length).trim(), call: { text: label, method, path: path.join(" ") } };
  }
  const match = /^(.+?) +(?:([A-Za-z]+) +(\/\S*)|(\$default))$/.exec(text);
  if (match === null) return { who: text };
  const [, who = "", method = "", path = "", fallback] = match;
  if (fallback !== undefined) return { who, call: { text: fallback, method: "ANY", path: fallback } };
  return { who, call: { text: `${method.toUpperCase()} ${path}`, method: method.toUpperCase(), path } };
}

/** Whether a method or a path stands among the words, so that more than a principal was meant. */
function looksLikeCall(text: string): boolean {
  return /(^| )(\/\S*|\$default|(GET|PUT|POST|DELETE|OPTIONS|HEAD|PATCH|ANY)\b.*)$/i.test(text);
}

function noQuestion(access: Access, text: string): UserError {
  return new UserError({
    where,
    what: "this does not name a principal, a method and a path that begins with a slash",
    got: text,
    allowed: `the three in this order, or a principal alone`,
    fix: `ask like this: ${exampleOf(access)}`,
  });
}

/** One of each API that serves the call; only those that name it as it was typed, where there are any. */
function routesOf(access: Access, apis: readonly AccessApi[], { text, method, path }: Call): readonly AccessRoute[] {
  const own = access.routes.filter(({ api, label }) => label === text && apis.includes(api));
  if (own.length > 0) return own;
  return apis.flatMap((api) => access.serving(api, method, path) ?? []);
}

function named<T extends { readonly label: string }>(
  access: Access,
  what: string,
  label: string,
  all: readonly T[],
): T {
  const lower = label.toLowerCase();
  const found = all.find((one) => one.label === label) ?? all.find((one) => one.label.toLowerCase() === lower);
  if (found !== undefined) return found;
  throw new UserError({
    where,
    what: `there is no such ${what}`,
    got: label,
    allowed: listOf(
      label,
      all.map((one) => one.label),
    ),
    fix: what === "principal" ? `name one that there is, and a route: ${exampleOf(access)}` : "name one that there is",
  });
}

function noRoute(access: Access, { text }: Call, routes: readonly AccessRoute[], api: string | undefined): UserError {
  const labels = [...new Set(routes.map(({ label }) => label))];
  return new UserError({
    where,
    what: `no route ${api === undefined ? "" : `of ${api} `}serves this`,
    got: text,
    allowed: labels.length > 0 ? listOf(text, labels) : "nothing: there is no route",
    fix: `name a route that there is, like ${exampleOf(access)}`,
  });
}

function severalApis({ text }: Call, routes: readonly AccessRoute[]): UserError {
  const labels = routes.map(({ api }) => api.label);
  return new UserError({
    where,
    what: `several APIs serve ${text}`,
    allowed: labels.join(", "),
    fix: `say which: --api ${JSON.stringify(labels[0])}`,
  });
}

function listOf(written: string, names: readonly string[]): string {
  const near = nearest(written, names);
  const left = new Set(names).size - near.length;
  return `${near.join(", ")}${left > 0 ? `, and ${left} more` : ""}`;
}
