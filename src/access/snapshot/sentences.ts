import { type Reason, reasons } from "../decision";
import { remembered } from "../remembered";
import { type RoutePair, type Subject } from "./changed-cells";
import { gainOf, type JoinedChange, type Side } from "./joined-changes";
import { isLetIn, signedPrincipals } from "./standing";
import { everybody } from "./names";
import { type OriginAccess, type Result, type Snapshot, type SnapshotRoute } from "./snapshot";

/** Two snapshots whose difference is told. */
export interface People {
  readonly before: Snapshot;
  readonly after: Snapshot;
}

/** `general gains POST /members on admin-api from the internet; was: no statement of role general allows it`. */
export function cellSentence(change: JoinedChange, { before, after }: People): string {
  const [now] = change.now;
  const there = now?.result === undefined ? before : after;
  const who = whoOf(change.principals, there);
  const calls = `${routesOf(change.routes)} from ${fromOf(change.origins, there)}`;
  const isNew = !before.principals.some(({ label }) => change.principals.includes(label));
  const earlier = sidesText(change.was, before, `there was no such ${isNew ? "principal" : "call"}`);
  const later = sidesText(change.now, after, "there is no such call any more");
  const gain = gainOf(change);
  const s = endingOf(who, change.principals);
  if (gain > 0)
    return `${who} gain${s} ${calls}${now?.result?.outcome === "allowed" ? "" : `, ${later}`}${change.precedent === undefined ? "" : `, as ${change.precedent} could`}; was: ${earlier}`;
  if (gain < 0) return `${who} lose${s} ${calls}: ${later}; was: ${earlier}`;
  return `${who} at ${calls}: ${later}; was: ${earlier}`;
}

/** What becomes of calls, and whose it is where that differs. */
function sidesText(sides: readonly Side[], snapshot: Snapshot, none: string): string {
  const texts = sides.map(({ result, principals }) => {
    const text = result === undefined ? none : stateOf(result, principals, snapshot);
    return sides.length > 1 ? `${text} (${whoOf(principals, snapshot)})` : text;
  });
  return texts.join("; ");
}

/** `new route POST /members on admin-api (AWS_IAM): lets in admin from the internet`. */
export function routeSentence(routes: readonly SnapshotRoute[], snapshot: Snapshot, fate: "new" | "gone"): string {
  const [route] = routes;
  const plural = routes.length > 1 ? "s" : "";
  const open = openTo(route?.access ?? [], snapshot);
  const named = `${routesOf(routes)} (${route?.auth ?? ""})`;
  if (fate === "new") return `new route${plural} ${named}: lets in ${open}`;
  return `route${plural} ${named} ${plural ? "are" : "is"} gone; let in ${open}`;
}

/** What is left to say of a principal or origin that is new or gone. */
export function restSentence({ what, label, fate }: Subject, { before, after }: People): string {
  const named =
    what === "origin" ? `origin ${label}` : `${label}${credentialsText(label, fate === "new" ? after : before)}`;
  if (fate === "new") return `${named} is new, and gains nothing that is not said here`;
  return `${named} is gone, and loses nothing that is not said here`;
}

/** What changed besides what becomes of calls: how routes are authorized, and what people call with. */
export function headingSentences({ before, after }: People, pairs: readonly RoutePair[]): readonly string[] {
  return [
    ...pairs
      .filter(({ was, now }) => was.auth !== now.auth)
      .map(({ was, now }) => `${routesOf([now])} is authorized by ${now.auth}; was: ${was.auth}`),
    ...credentialSentences(before, after),
    ...after.principals.flatMap(({ label, kind }) => {
      const was = before.principals.find((one) => one.label === label);
      return was === undefined || was.kind === kind ? [] : [`${label} is now ${kind}; was: ${was.kind}`];
    }),
  ];
}

/** Who calls with something else, those together of whom the same is to be said. */
function credentialSentences(before: Snapshot, after: Snapshot): readonly string[] {
  const earlier = new Map(before.principals.map((one) => [one.label, new Set(one.credentials)]));
  const changes = new Map<string, string[]>();
  for (const { label, credentials } of after.principals) {
    const was = earlier.get(label);
    if (was === undefined) continue;
    const now = new Set(credentials);
    const [added, gone] = [credentials.filter((one) => !was.has(one)), [...was].filter((one) => !now.has(one))];
    const parts = [
      ...(added.length > 0 ? [`now with ${list(added)}`] : []),
      ...(gone.length > 0 ? [`no longer with ${list(gone)}`] : []),
    ];
    if (parts.length > 0) remembered(changes, parts.join(", and "), () => []).push(label);
  }
  return [...changes].map(([change, labels]) => {
    const who = whoOf(labels, after);
    return `${who} call${endingOf(who, labels)} ${change}`;
  });
}

/** What a verb about them ends with. */
function endingOf(who: string, principals: readonly string[]): string {
  return principals.length > 1 && who.includes(" and ") && !who.startsWith(everybody) ? "" : "s";
}

function openTo(access: readonly OriginAccess[], snapshot: Snapshot): string {
  const parts = access.flatMap(({ origins, results }) =>
    results
      .filter(({ result }) => isLetIn(result.outcome))
      .map(({ result, principals }) => {
        const how = result.outcome === "allowed" ? "" : ` (${stateOf(result, principals, snapshot)})`;
        return `${whoOf(principals, snapshot)} from ${fromOf(origins, snapshot)}${how}`;
      }),
  );
  return parts.length > 0 ? parts.join("; ") : "nobody";
}

/** What becomes of a call, as what follows on a colon. */
function stateOf({ outcome, when, reason }: Result, principals: readonly string[], snapshot: Snapshot): string {
  const why = reason === undefined ? undefined : reasonText(reason, principals, snapshot);
  if (outcome === "allowed") return "let in";
  if (outcome === "conditional") return `let in if ${when ?? "it is decided so"}`;
  if (outcome === "failing")
    return `authorized${when === undefined ? "" : ` if ${when}`}, but answered with an error, because ${why ?? "it fails"}`;
  return why ?? (outcome === "unreachable" ? "out of reach" : "refused");
}

/** The reason, with the name of the role where it is a single one. */
function reasonText(reason: Reason, principals: readonly string[], { principals: all }: Snapshot): string {
  const roles = all
    .filter(({ label }) => principals.includes(label))
    .flatMap(({ credentials }) => credentials.filter((one) => one.startsWith("role ")));
  const [role] = new Set(roles);
  const known = role !== undefined && roles.length === 1 && principals.length === 1;
  return known ? reasons[reason].replace("the role", `the ${role}`) : reasons[reason];
}

/** Those whom a word stands for are not named one by one; nor are many, of whom only one or two are missing. */
function whoOf(principals: readonly string[], snapshot: Snapshot): string {
  const signed = signedPrincipals(snapshot);
  const among = new Set(principals);
  const missing = snapshot.principals.flatMap(({ label }) => (among.has(label) ? [] : [label]));
  const ordered = snapshot.principals.flatMap(({ label }) => (among.has(label) ? [label] : []));
  const named = [...ordered, ...principals.filter((label) => !ordered.includes(label))];
  if (principals.length > 1 && principals.length === snapshot.principals.length) return everybody;
  if (named.length === ordered.length && missing.length < 3 && named.length > 5)
    return `${everybody} but ${list(missing)}`;
  if (signed.length < 2 || !signed.every((label) => among.has(label))) return list(named);
  const rest = named.filter((label) => !signed.includes(label));
  return list([...rest, "every signed principal"]);
}

function fromOf(origins: readonly string[], snapshot: Snapshot): string {
  if (origins.length > 1 && origins.length === snapshot.origins.length) return "anywhere";
  return list(origins.map((origin) => (origin === "internet" ? "the internet" : origin)));
}

/** Routes of one API. */
function routesOf(routes: readonly SnapshotRoute[]): string {
  return `${list(routes.map(({ method, path }) => `${method} ${path}`))} on ${routes[0]?.api ?? ""}`;
}

function credentialsText(label: string, snapshot: Snapshot): string {
  const { credentials = [] } = snapshot.principals.find((one) => one.label === label) ?? {};
  const told = credentials.filter((one) => one !== label);
  return told.length > 0 ? ` (${list(told)})` : "";
}

function list(names: readonly string[]): string {
  if (names.length === 0) return "nothing";
  return names.length === 1 ? (names[0] ?? "") : `${names.slice(0, -1).join(", ")} and ${names.at(-1) ?? ""}`;
}
