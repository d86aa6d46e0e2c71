import { type Access } from "./access";
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
  const { principals, origins, routes, decision } = access;
  const decisions: Decision[] = [];
  const places = new Map<string, number>();
  const placeOf = (decided: Decision) => {
    const key = keyOf(decided);
    const place = places.get(key) ?? decisions.push(decided) - 1;
    places.set(key, place);
    return place;
  };
  const rows = routes.map((route) => {
    const row = new Uint32Array(origins.length * principals.length);
    // Calls of a route that nothing tells apart have the very same decision, which needs no key of its own.
    const known = new Map<Decision, number>();
    let at = 0;
    for (const origin of origins) {
      for (const principal of principals) {
        const decided = decision({ route, principal, origin });
        const place = known.get(decided) ?? placeOf(decided);
        known.set(decided, place);
        row[at++] = place;
      }
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

function formulaText(formula: Exclude<Formula, boolean>): string {
  const known = texts.get(formula);
  if (known !== undefined) return known;
  const text = textOf(formula);
  texts.set(formula, text);
  return text;
}
