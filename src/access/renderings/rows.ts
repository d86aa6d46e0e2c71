import { type AccessApi, type AccessRoute } from "../access";
import { type Decision, type Outcome, reasons } from "../decision";
import { conditionOf, type Matrix, originGroups } from "../matrix";
import { type Principal, type PrincipalKind } from "../principal";
import { readable } from "../symbols";

/** Routes of an API that are authorized alike and let in the same people from the same places. */
export interface RouteBlock {
  readonly api: AccessApi;
  readonly routes: readonly AccessRoute[];
  readonly rows: readonly Row[];
}

/** What becomes of calls of some principals from some origins. */
export interface Row {
  readonly origins: readonly string[];
  /** Whether these are all principals that there are. */
  readonly everybody: boolean;
  readonly principals: readonly string[];
  readonly decision: Decision;
}

/** The blocks of each API, in the order of its routes. */
export function blocksOf(matrix: Matrix): ReadonlyMap<AccessApi, readonly RouteBlock[]> {
  const { routes } = matrix.access;
  const blocks = new Map<AccessApi, Map<string, { api: AccessApi; routes: AccessRoute[]; place: number }>>();
  for (const [place, route] of routes.entries()) {
    const ofApi = blocks.get(route.api) ?? new Map<string, { api: AccessApi; routes: AccessRoute[]; place: number }>();
    blocks.set(route.api, ofApi);
    const key = `${route.auth}\n${(matrix.rows[place] ?? []).join()}`;
    const same = ofApi.get(key);
    if (same) same.routes.push(route);
    else ofApi.set(key, { api: route.api, routes: [route], place });
  }
  return new Map(
    [...blocks].map(([api, ofApi]) => [
      api,
      [...ofApi.values()].map(({ routes: alike, place }) => ({ api, routes: alike, rows: rowsOf(matrix, place) })),
    ]),
  );
}

function rowsOf(matrix: Matrix, place: number): readonly Row[] {
  const { principals, origins, routes } = matrix.access;
  const route = routes[place];
  return originGroups(matrix, place).flatMap((group) => {
    const labels = group.origins.map((origin) => origins[origin]?.label ?? "");
    const rows = new Map<string, { decision: Decision; principals: Principal[] }>();
    for (const [at, principal] of principals.entries()) {
      const decision = matrix.decisions[group.decisions[at] ?? 0];
      if (decision === undefined) continue;
      const key = rowKey(decision);
      const row = rows.get(key);
      if (row) row.principals.push(principal);
      else rows.set(key, { decision, principals: [principal] });
    }
    return [...rows.values()]
      .toSorted((one, other) => order.indexOf(one.decision.outcome) - order.indexOf(other.decision.outcome))
      .flatMap(({ decision, principals: all }): readonly Row[] => {
        const everybody = all.length === principals.length;
        const shown = everybody ? all : all.filter((one) => isOfInterest(one, route, decision));
        if (shown.length === 0) return [];
        return [{ origins: labels, everybody, principals: shown.map(({ label }) => label), decision }];
      });
  });
}

const order: readonly Outcome[] = ["allowed", "conditional", "failing", "denied", "unreachable"];

/** Those who are let in stand beside what they call with; the others need not. */
function rowKey(decision: Decision): string {
  const { outcome, status, reason, credentials, assumptions } = decision;
  const used = isRefused(decision) ? "" : credentials;
  return JSON.stringify([outcome, conditionOf(decision), status, reason, used, assumptions]);
}

const isRefused = ({ outcome }: Decision) => outcome === "denied" || outcome === "unreachable";

/** Whom nobody expects to be let in by a kind of authorization; {@link leftOut} says so to the reader. */
const outOfPlace: Readonly<Record<AccessRoute["asks"], readonly PrincipalKind[]>> = {
  signature: ["token", "foreign-token"],
  token: ["guest", "classic", "service"],
  nothing: [],
  unknown: [],
};

function isOfInterest({ kind }: Principal, route: AccessRoute | undefined, decision: Decision): boolean {
  return !isRefused(decision) || route === undefined || !outOfPlace[route.asks].includes(kind);
}

/** What the rows leave out, in sentences. */
export function leftOut({ access }: Matrix): readonly string[] {
  const has = (asks: AccessRoute["asks"]) =>
    access.routes.some((route) => route.asks === asks) &&
    access.principals.some(({ kind }) => outOfPlace[asks].includes(kind));
  return [
    ...(has("signature") ? ["Holders of a token alone are refused by AWS_IAM, and not listed there."] : []),
    ...(has("token")
      ? ["Guests, and others who have no token, are refused where a token is asked for, and not listed there."]
      : []),
  ];
}

/** What a row answers, in a word or two: `let in`, `refused 403`. */
export function answerOf({ outcome, status }: Decision): string {
  const answers: Readonly<Record<Outcome, string>> = {
    allowed: "let in",
    conditional: "may enter",
    failing: "fails",
    denied: "refused",
    unreachable: "no way",
  };
  return outcome === "allowed" || outcome === "conditional" || status === undefined
    ? answers[outcome]
    : `${answers[outcome]} ${status}`;
}

/** What people call with where they are let in, on what it depends, and why they are not. */
export function explanationOf(decision: Decision): string {
  const { outcome, credentials, reason, assumptions } = decision;
  const condition = conditionOf(decision);
  const parts = [
    ...(isRefused(decision) || credentials === undefined ? [] : [`with ${readable(credentials)}`]),
    ...(condition === undefined ? [] : [`if ${condition}`]),
    ...(reason === undefined || outcome === "allowed"
      ? []
      : [condition === undefined ? reasons[reason] : `otherwise ${reasons[reason]}`]),
  ];
  const marks = assumptions.length > 0 ? ` [${assumptions.join(", ")}]` : "";
  return `${parts.join("; ")}${marks}`.trim();
}
