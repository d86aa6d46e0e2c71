import { type AccessApi, type AccessRoute } from "../access";
import { type Decision, type Outcome, type Reason, reasons } from "../decision";
import { conditionOf, type Matrix, originGroups } from "../matrix";
import { type Principal, type PrincipalKind } from "../principal";
import { readable } from "../symbols";

/** Routes of an API that are authorized alike and let in the same people from the same places. */
export interface RouteBlock {
  readonly routes: readonly AccessRoute[];
  readonly parts: readonly OriginPart[];
}

/** What becomes of calls from some origins. */
export interface OriginPart {
  /** Their labels; `anywhere` for all, where there are several. */
  readonly origins: readonly string[];
  readonly rows: readonly Row[];
}

/** What becomes of calls of some principals. */
export interface Row {
  /** In a word or two: `let in`, `refused 403`. */
  readonly answer: string;
  /** Their labels; `everybody` for all. */
  readonly who: readonly string[];
  /** What they call with, on what it depends, and why they are not let in. */
  readonly why: string;
}

/** How much is shown. */
export interface Detail {
  /** Everybody by name, and each reason apart. @default - whom nobody expects to be let in is counted or left out */
  readonly all: boolean;
}

/** The blocks of each API, in the order of its routes; what answers preflights comes last. */
export function blocksOf(matrix: Matrix, detail: Detail): ReadonlyMap<AccessApi, readonly RouteBlock[]> {
  const blocks = new Map<AccessApi, Map<string, { routes: AccessRoute[]; place: number }>>();
  for (const [place, route] of matrix.access.routes.entries()) {
    const ofApi = blocks.get(route.api) ?? new Map<string, { routes: AccessRoute[]; place: number }>();
    blocks.set(route.api, ofApi);
    const key = `${route.preflight}\n${route.auth}\n${(matrix.rows[place] ?? []).join()}`;
    const same = ofApi.get(key);
    if (same) same.routes.push(route);
    else ofApi.set(key, { routes: [route], place });
  }
  return new Map(
    [...blocks].map(([api, ofApi]) => [
      api,
      [...ofApi.values()]
        .map(({ routes, place }) => ({ routes, parts: partsOf(matrix, place, detail) }))
        .toSorted(({ routes: [one] }, { routes: [other] }) => Number(one?.preflight) - Number(other?.preflight)),
    ]),
  );
}

/** Principals with one answer. */
interface Class {
  readonly decision: Decision;
  readonly principals: readonly Principal[];
}

function partsOf(matrix: Matrix, place: number, { all }: Detail): readonly OriginPart[] {
  const { principals, origins, routes } = matrix.access;
  const route = routes[place];
  return originGroups(matrix, place).map((group) => {
    const classes = classesOf(group.decisions, matrix);
    const everywhere = group.origins.length === origins.length && origins.length > 1;
    const labels = everywhere ? ["anywhere"] : group.origins.map((origin) => origins[origin]?.label ?? "");
    const closed = !all && classes.length > 1 && classes.every(({ decision }) => isRefused(decision));
    const rows = closed
      ? [closedRow(classes)]
      : classes.flatMap((one) => rowOf(one, { everybody: principals.length, route, all }));
    return { origins: labels, rows };
  });
}

function classesOf(places: Uint32Array, { access, decisions }: Matrix): readonly Class[] {
  const classes = new Map<string, { decision: Decision; principals: Principal[] }>();
  for (const [at, principal] of access.principals.entries()) {
    const decision = decisions[places[at] ?? 0];
    if (decision === undefined) continue;
    const key = `${answerOf(decision)}\n${explanationOf(shownOf(decision, principal))}`;
    const same = classes.get(key);
    if (same) same.principals.push(principal);
    else classes.set(key, { decision: shownOf(decision, principal), principals: [principal] });
  }
  return [...classes.values()].toSorted(
    (one, other) => order.indexOf(one.decision.outcome) - order.indexOf(other.decision.outcome),
  );
}

const order: readonly Outcome[] = ["allowed", "conditional", "failing", "denied", "unreachable"];

/** A token is what its holder calls with, and who is refused calls with nothing that matters. */
function shownOf(decision: Decision, { kind }: Principal): Decision {
  return isToken(kind) || isRefused(decision) ? { ...decision, credentials: undefined } : decision;
}

/** Nobody is let in: one row, with all the reasons. */
function closedRow(classes: readonly Class[]): Row {
  const sorted = classes.toSorted((one, other) => other.principals.length - one.principals.length);
  const answers = [...new Set(sorted.map(({ decision }) => answerOf(decision)))];
  const why = [...new Set(sorted.map(({ decision }) => explanationOf(decision)))];
  return { answer: answers.length > 1 ? "refused" : (answers[0] ?? ""), who: ["everybody"], why: why.join("; ") };
}

interface RowContext {
  /** How many everybody is. */
  readonly everybody: number;
  readonly route: AccessRoute | undefined;
  readonly all: boolean;
}

function rowOf({ decision, principals }: Class, { everybody, route, all }: RowContext): readonly Row[] {
  const row = (who: readonly string[]) => [{ answer: answerOf(decision), who, why: explanationOf(decision) }];
  const labels = (some: readonly Principal[]) => some.map(({ label }) => label);
  if (principals.length === everybody) return row(["everybody"]);
  if (all || !isRefused(decision)) return row(labels(principals));
  const expected = principals.filter(({ kind }) => !outOfPlace[route?.asks ?? "nothing"].includes(kind));
  const people = expected.filter(({ kind }) => !isToken(kind));
  const tokens = expected.length - people.length;
  if (people.length === 0 && tokens > 1) return row([`${tokens} tokens`]);
  if (tokens > 1) return row([...labels(people), `and ${tokens} tokens`]);
  return expected.length > 0 ? row(labels(expected)) : [];
}

const isRefused = ({ outcome }: Decision) => outcome === "denied" || outcome === "unreachable";
const isToken = (kind: PrincipalKind) => kind === "token" || kind === "foreign-token";

/** Whom nobody expects to be let in by a kind of authorization; {@link leftOut} says so to the reader. */
const outOfPlace: Readonly<Record<AccessRoute["asks"], readonly PrincipalKind[]>> = {
  signature: ["token", "foreign-token"],
  token: ["guest", "classic"],
  nothing: [],
  unknown: [],
};

/** What the rows leave out, in sentences. */
export function leftOut({ access }: Matrix, { all }: Detail): readonly string[] {
  const has = (asks: AccessRoute["asks"]) =>
    access.routes.some((route) => route.asks === asks) &&
    access.principals.some(({ kind }) => outOfPlace[asks].includes(kind));
  if (all) return [];
  return [
    ...(has("signature") ? ["Tokens alone are refused by AWS_IAM, and not listed there (--all lists them)."] : []),
    ...(has("token") ? ["Who has no token is refused where one is asked for, and not listed there (--all does)."] : []),
  ];
}

/** What a decision answers, in a word or two. */
export function answerOf({ outcome, status }: Decision): string {
  const answer = answers[outcome];
  return outcome === "allowed" || outcome === "conditional" || status === undefined ? answer : `${answer} ${status}`;
}

const answers: Readonly<Record<Outcome, string>> = {
  allowed: "let in",
  conditional: "may enter",
  failing: "fails",
  denied: "refused",
  unreachable: "no way",
};

/** What people call with where they are let in, on what it depends, and why they are not. */
export function explanationOf(decision: Decision): string {
  const { outcome, credentials, reason, assumptions } = decision;
  const condition = conditionOf(decision);
  const parts = [
    ...(credentials === undefined || isRefused(decision) ? [] : [`with ${readable(credentials)}`]),
    ...(condition === undefined ? [] : [`${outcome === "failing" ? "authorized if" : "if"} ${condition}`]),
    ...refusalTexts(outcome, reason),
  ];
  const marks = assumptions.length > 0 ? ` [${assumptions.join(", ")}]` : "";
  return `${parts.join("; ")}${marks}`.trim();
}

/** Why a call is refused, or is where a condition is not met; nothing where that says nothing more. */
function refusalTexts(outcome: Outcome, reason: Reason | undefined): readonly string[] {
  if (outcome === "allowed" || reason === undefined) return [];
  if (outcome !== "conditional") return [reasons[reason]];
  return reason === "not open" ? [] : [`otherwise ${reasons[reason]}`];
}
