import { remembered } from "../remembered";
import { type Outcome, type Reason } from "../decision";
import { anywhere, everybody, headings, nothing, others, quoted, quotedWord, tokens } from "./names";
import {
  isTokenHolder,
  type OriginAccess,
  type PrincipalResult,
  type Result,
  type Snapshot,
  type SnapshotPrincipal,
  type SnapshotRoute,
  type SnapshotService,
} from "./snapshot";
import { isLetIn } from "./standing";

/** How a line begins what it says of some principals. */
export const verbs: Readonly<Record<Outcome, string>> = {
  allowed: "lets in",
  conditional: "may let in",
  failing: "fails for",
  denied: "refuses",
  unreachable: "is out of reach of",
};

/** The text of a snapshot, a line for each route: the same for equal snapshots, on every machine and every day. */
export function renderSnapshot(snapshot: Snapshot, environment: string): string {
  const holders = snapshot.principals.filter(isTokenHolder).map(({ label }) => label);
  // Many routes share their access.
  const texts = new Map<readonly OriginAccess[], string>();
  const accessText = (access: readonly OriginAccess[]) =>
    remembered(texts, access, () => access.map((group) => originPart(group, snapshot, holders)).join(" | "));
  return [
    ...heading(environment, snapshot).map((line) => `# ${line}`.trimEnd()),
    "",
    ...snapshot.principals.map(principalLine),
    "",
    ...snapshot.origins.map((origin) => `${headings.origin} ${quoted(origin)}`),
    "",
    ...snapshot.routes.map((route) => `${routeText(route)} ${accessText(route.access)}`),
    "",
    ...(snapshot.services.length > 0 ? [...snapshot.services.map(serviceLine), ""] : []),
  ].join("\n");
}

function heading(environment: string, { services }: Snapshot): readonly string[] {
  return [
    `Who can call what in ${environment}: a line for each route, "<api> <method> <path> [<authorization>] <origins>: <who>", with " | "`,
    `between origins. "${others}" are the principals below whom the same origins' part does not name, "${tokens}" all of the kinds token`,
    `and foreign-token; "${anywhere}" is every origin.`,
    ...(services.length > 0
      ? [`"${headings.service}" is a role that API Gateway uses for these routes: what it may do.`]
      : []),
    `A change of this file is a change of who can call what: review it. "may let in" depends on what Terraform does not say.`,
    "Never written by hand, and after a merge conflict written anew: npm run access -- --write",
  ];
}

function principalLine({ label, kind, credentials }: SnapshotPrincipal): string {
  return `${headings.principal} ${quoted(label)} [${kind}]: ${listOf(credentials)}`;
}

function serviceLine({ role, routes, rights }: SnapshotService): string {
  return `${headings.service} ${quoted(role)} [${listOf(routes)}]: ${listOf(rights)}`;
}

const listOf = (names: readonly string[]) => (names.length > 0 ? names.map(quoted).join(", ") : nothing);

function routeText({ api, method, path, auth }: SnapshotRoute): string {
  return `${quotedWord(api)} ${quotedWord(method)} ${quotedWord(path)} [${quoted(auth)}]`;
}

function originPart({ origins, results }: OriginAccess, snapshot: Snapshot, holders: readonly string[]): string {
  const from = origins.length === snapshot.origins.length ? anywhere : origins.map(quoted).join(", ");
  const rest = restOf(results);
  const clauses = results.map((one) => {
    const everyone = one.principals.length === snapshot.principals.length;
    const names = everyone ? everybody : one === rest ? others : namesOf(one.principals, holders);
    return `${verbs[one.result.outcome]} ${names}${detailOf(one.result)}`;
  });
  return `${from}: ${clauses.join("; ")}`;
}

/** Who holds nothing but a token is named together where all of them meet with the same. */
function namesOf(principals: readonly string[], holders: readonly string[]): string {
  const among = new Set(principals);
  if (holders.length === 0 || !holders.every((label) => among.has(label))) return principals.map(quoted).join(", ");
  const left = new Set(holders);
  return [...principals.filter((label) => !left.has(label)).map(quoted), tokens].join(", ");
}

/**
 * Whom a line need not name: those who call with something, and are refused for the first of these reasons that occurs.
 * How many they are makes no difference, so that somebody who is new to them changes no line.
 */
function restOf(results: readonly PrincipalResult[]): PrincipalResult | undefined {
  const refused = results.filter(({ result }) => !isLetIn(result.outcome));
  for (const reason of restReasons) {
    const rest = refused.find(({ result }) => result.reason === reason);
    if (rest) return rest;
  }
  return undefined;
}

const restReasons: readonly Reason[] = ["no statement", "wrong token", "missing scope", "explicit deny"];

function detailOf({ when, reason }: Result): string {
  const details = [
    ...(when === undefined ? [] : [`if ${JSON.stringify(when)}`]),
    ...(reason === undefined ? [] : [reason]),
  ];
  return details.length > 0 ? ` (${details.join(", ")})` : "";
}
