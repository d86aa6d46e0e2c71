import { type Outcome } from "../decision";
import { anywhere, everybody, headings, nothing, others, quoted, quotedWord } from "./names";
import {
  type OriginAccess,
  type PrincipalResult,
  type Result,
  type Snapshot,
  type SnapshotPrincipal,
  type SnapshotRoute,
  type SnapshotService,
} from "./snapshot";

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
  return [
    ...heading(environment, snapshot).map((line) => `# ${line}`.trimEnd()),
    "",
    ...snapshot.principals.map(principalLine),
    "",
    ...snapshot.origins.map((origin) => `${headings.origin} ${quoted(origin)}`),
    "",
    ...snapshot.routes.map((route) => routeLine(route, snapshot)),
    "",
    ...(snapshot.services.length > 0 ? [...snapshot.services.map(serviceLine), ""] : []),
  ].join("\n");
}

function heading(environment: string, { services }: Snapshot): readonly string[] {
  return [
    `Who can call what in ${environment}: a line for each route, "<api> <method> <path> [<authorization>] <origins>: <who>", with " | "`,
    `between origins. "${others}" are the principals below whom the same origins' part does not name; "${anywhere}" is every origin.`,
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

function routeLine({ api, method, path, auth, access }: SnapshotRoute, snapshot: Snapshot): string {
  const parts = access.map((group) => originPart(group, snapshot)).join(" | ");
  return `${quotedWord(api)} ${quotedWord(method)} ${quotedWord(path)} [${quoted(auth)}] ${parts}`;
}

function originPart({ origins, results }: OriginAccess, snapshot: Snapshot): string {
  const from = origins.length === snapshot.origins.length ? anywhere : origins.map(quoted).join(", ");
  const rest = restOf(results);
  const clauses = results.map((one) => {
    const everyone = one.principals.length === snapshot.principals.length;
    const names = everyone ? everybody : one === rest ? others : one.principals.map(quoted).join(", ");
    return `${verbs[one.result.outcome]} ${names}${detailOf(one.result)}`;
  });
  return `${from}: ${clauses.join("; ")}`;
}

/** Whom a line need not name: the most that have been refused for one reason, so that it names who is let in. */
function restOf(results: readonly PrincipalResult[]): PrincipalResult | undefined {
  const refused = results.filter(({ result }) => result.outcome === "denied" || result.outcome === "unreachable");
  const most = Math.max(...refused.map(({ principals }) => principals.length));
  return refused.find(({ principals }) => principals.length === most && most > 1);
}

function detailOf({ when, reason }: Result): string {
  const details = [
    ...(when === undefined ? [] : [`if ${JSON.stringify(when)}`]),
    ...(reason === undefined ? [] : [reason]),
  ];
  return details.length > 0 ? ` (${details.join(", ")})` : "";
}
