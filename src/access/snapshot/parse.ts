import { UserError } from "../../errors";
import { type Outcome, type Reason, reasons } from "../decision";
import { anywhere, everybody, headings, isWord, LineReader, type Name, nothing, others, tokens } from "./names";
import { verbs } from "./render";
import {
  isKind,
  isTokenHolder,
  type OriginAccess,
  type PrincipalResult,
  type Result,
  routeKey,
  type Snapshot,
  type SnapshotPrincipal,
  type SnapshotRoute,
  type SnapshotService,
} from "./snapshot";

/**
 * Reads the text of a snapshot.
 *
 * @param file What the text is called in errors.
 * @throws UserError naming file and line where it is no such text, as after a merge conflict.
 */
export function parseSnapshot(text: string, file: string): Snapshot {
  const snapshot: Drafted = { principals: [], origins: [], routes: new Map(), accesses: new Map(), services: [] };
  for (const [index, line] of text.split(/\r?\n/).entries()) {
    if (line === "" || line.startsWith("#")) continue;
    try {
      readLine(line, snapshot);
    } catch (error) {
      if (!(error instanceof SyntaxError)) throw error;
      throw unreadable(`${file}:${index + 1}`, line, error.message);
    }
  }
  const { principals, origins, routes, services } = snapshot;
  if (principals.length > 0 && origins.length > 0)
    return { principals, origins, routes: [...routes.values()], services };
  throw unreadable(file, undefined, "it names no principal or no origin");
}

function unreadable(where: string, line: string | undefined, why: string): UserError {
  const conflict = line !== undefined && /^(<{7}|={7}|>{7}|\|{7})( |$)/.test(line);
  return new UserError({
    where,
    what: conflict ? "a merge conflict is left in it" : `this is no snapshot of who can call what: ${why}`,
    got: line,
    fix: "write it anew: npm run access -- --write",
  });
}

interface Drafted {
  readonly principals: SnapshotPrincipal[];
  readonly origins: string[];
  readonly routes: Map<string, SnapshotRoute>;
  /** What was read already, by its text: many routes share it. */
  readonly accesses: Map<string, readonly OriginAccess[]>;
  readonly services: SnapshotService[];
}

function readLine(line: string, drafted: Drafted): void {
  const reader = new LineReader(line);
  // What words such as "everybody" mean follows from the lines before.
  if (reader.begins(`${headings.principal} `) || reader.begins(`${headings.origin} `)) drafted.accesses.clear();
  if (reader.takes(`${headings.principal} `)) add(drafted.principals, readPrincipal(reader), ({ label }) => label);
  else if (reader.takes(`${headings.origin} `)) add(drafted.origins, reader.name().text, (origin) => origin);
  else if (reader.takes(`${headings.service} `)) add(drafted.services, readService(reader), ({ role }) => role);
  else {
    const route = readRoute(reader, drafted);
    if (drafted.routes.has(routeKey(route))) throw new SyntaxError("an earlier line is about the same route");
    drafted.routes.set(routeKey(route), route);
  }
  if (!reader.isAtEnd) throw reader.unexpected("the end of the line");
}

/** Adds to a list in which everything has a key of its own. */
function add<T>(list: T[], one: T, keyOf: (one: T) => string): void {
  if (list.some((other) => keyOf(other) === keyOf(one))) throw new SyntaxError("an earlier line says so already");
  list.push(one);
}

function readPrincipal(reader: LineReader): SnapshotPrincipal {
  const label = reader.name().text;
  reader.expect(" [");
  const kind = reader.word();
  if (!isKind(kind)) throw new SyntaxError(`${JSON.stringify(kind)} is no kind of principal`);
  reader.expect("]: ");
  return { label, kind, credentials: readList(reader) };
}

function readService(reader: LineReader): SnapshotService {
  const role = reader.name().text;
  reader.expect(" [");
  const routes = readList(reader);
  reader.expect("]: ");
  return { role, routes, rights: readList(reader) };
}

function readList(reader: LineReader): readonly string[] {
  const names = reader.names();
  return isWord(names, nothing) ? [] : names.map(({ text }) => text);
}

function readRoute(reader: LineReader, snapshot: Drafted): SnapshotRoute {
  const api = reader.word();
  reader.expect(" ");
  const method = reader.word();
  reader.expect(" ");
  const path = reader.word();
  reader.expect(" [");
  const auth = reader.name().text;
  reader.expect("] ");
  const access = snapshot.accesses.get(reader.rest) ?? readAccess(reader, snapshot);
  reader.skipRest();
  return { api, method, path, auth, access };
}

function readAccess(reader: LineReader, snapshot: Drafted): readonly OriginAccess[] {
  const text = reader.rest;
  const access = [readOrigins(reader, snapshot)];
  while (reader.takes(" | ")) access.push(readOrigins(reader, snapshot));
  if (!reader.isAtEnd) throw reader.unexpected("the end of the line");
  requireEach(
    "origin",
    snapshot.origins,
    access.flatMap(({ origins }) => origins),
  );
  snapshot.accesses.set(text, access);
  return access;
}

function readOrigins(reader: LineReader, { principals, origins }: Drafted): OriginAccess {
  const names = reader.names();
  reader.expect(": ");
  const parts = [readResult(reader, principals)];
  while (reader.takes("; ")) parts.push(readResult(reader, principals));
  const all = principals.map(({ label }) => label);
  const named = new Set(parts.flatMap((part) => (typeof part.who === "string" ? [] : part.who)));
  const results = parts.map(({ who, result }): PrincipalResult => {
    if (typeof who !== "string") return { result, principals: who };
    return { result, principals: who === everybody ? all : all.filter((label) => !named.has(label)) };
  });
  requireEach(
    "principal",
    all,
    results.flatMap((one) => one.principals),
  );
  return { origins: isWord(names, anywhere) ? origins : names.map(({ text }) => text), results };
}

interface ResultPart {
  readonly who: typeof everybody | typeof others | readonly string[];
  readonly result: Result;
}

function readResult(reader: LineReader, principals: readonly SnapshotPrincipal[]): ResultPart {
  const outcome = (Object.keys(verbs) as Outcome[]).find((one) => reader.takes(`${verbs[one]} `));
  if (outcome === undefined) throw reader.unexpected(Object.values(verbs).join(", "));
  const names = reader.names();
  const word = ([everybody, others] as const).find((one) => isWord(names, one));
  const who = word ?? names.flatMap((name) => meant(name, principals));
  return { who, result: { outcome, ...readDetail(reader) } };
}

/** Whom a name in a list means. */
function meant(name: Name, principals: readonly SnapshotPrincipal[]): readonly string[] {
  return isWord([name], tokens) ? principals.filter(isTokenHolder).map(({ label }) => label) : [name.text];
}

function readDetail(reader: LineReader): { when?: string; reason?: Reason } {
  if (!reader.takes(" (")) return {};
  const when = reader.takes("if ") ? reader.quotation() : undefined;
  if (when !== undefined && reader.takes(")")) return { when };
  if (when !== undefined) reader.expect(", ");
  const reason = (Object.keys(reasons) as Reason[]).find((one) => reader.takes(`${one})`));
  if (reason === undefined) throw reader.unexpected("a reason");
  return { ...(when === undefined ? {} : { when }), reason };
}

function requireEach(what: string, wanted: readonly string[], named: readonly string[]): void {
  const seen = new Set<string>();
  for (const name of named) {
    if (seen.has(name)) throw new SyntaxError(`the ${what} ${JSON.stringify(name)} is named twice`);
    seen.add(name);
  }
  const missing = wanted.find((name) => !seen.has(name));
  if (missing !== undefined) throw new SyntaxError(`it says nothing of the ${what} ${JSON.stringify(missing)}`);
  const known = new Set(wanted);
  const unknown = named.find((name) => !known.has(name));
  if (unknown !== undefined) throw new SyntaxError(`no line above says what the ${what} ${JSON.stringify(unknown)} is`);
}
