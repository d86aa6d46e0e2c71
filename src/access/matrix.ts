import { type Access } from "./access";
import { remembered } from "./remembered";
import { type Decision } from "./decision";
import { type Formula, isOpen, textOf } from "./formula";
import { readable } from "./symbols";

/** The decisions of all cells, each distinct one once. */
export interface Matrix {
  readonly access: Access;
  /** All decisions that occur; two that differ in their `body` only are one. */
  readonly decisions: readonly Decision[];
  /** The place in `decisions` of each cell of a route: origin by origin, and for each principal by principal. */
  readonly rows: readonly Uint32Array[];
}

/** Decides every cell. */
export function matrixOf(access: Access): Matrix {
  const decisions: Decision[] = [];
  const places = new Map<string, number>();
  const placeOf = (decided: Decision) => remembered(places, keyOf(decided), () => decisions.push(decided) - 1);
  const rows = access.routes.map((route) => {
    // Calls of a route that nothing tells apart have the very same decision, which needs no key of its own.
    const known = new Map<Decision, number>();
    const decided = access.decisions(route);
    const row = new Uint32Array(decided.length);
    let at = 0;
    for (const decision of decided) {
      const place = known.get(decision) ?? placeOf(decision);
      known.set(decision, place);
      row[at++] = place;
    }
    return row;
  });
  return { access, decisions, rows };
}

/** Principals with one decision, for calls from origins that do not differ. */
export interface OriginGroup {
  /** Places in the access's origins. */
  readonly origins: readonly number[];
  /** For each principal, the place of its decision. */
  readonly decisions: Uint32Array;
}

/** A route's origins, those together from which everybody meets with the same. */
export function originGroups(matrix: Matrix, route: number): readonly OriginGroup[] {
  const { principals, origins } = matrix.access;
  const row = matrix.rows[route] ?? new Uint32Array();
  const groups = new Map<string, { origins: number[]; decisions: Uint32Array }>();
  for (const origin of origins.keys()) {
    const decisions = row.subarray(origin * principals.length, (origin + 1) * principals.length);
    const key = decisions.join();
    const group = groups.get(key);
    if (group) group.origins.push(origin);
    else groups.set(key, { origins: [origin], decisions });
  }
  return [...groups.values()];
}

/** What a decision depends on, for people; absent where it depends on nothing. */
export function conditionOf({ when }: Pick<Decision, "when">): string | undefined {
  return isOpen(when) ? readable(formulaText(when)) : undefined;
}

function keyOf({ outcome, when, status, reason, credentials, assumptions }: Decision): string {
  const text = isOpen(when) ? formulaText(when) : String(when);
  return `${outcome}\n${text}\n${status}\n${reason}\n${credentials}\n${assumptions.join()}`;
}

/** Cells share their formulas, and a formula's text takes long compared with everything else here. */
const texts = new WeakMap<Exclude<Formula, boolean>, string>();

const formulaText = (formula: Exclude<Formula, boolean>) => remembered(texts, formula, () => textOf(formula));
