import { type Formula } from "../formula";
import { equals } from "../iam/wildcards";
import { piecesOf } from "../symbols";

/** Whether something in a text may be anything: ids that AWS gives are not like each other. */
export function hasUnknown(text: string): boolean {
  return piecesOf(text).some((piece) => typeof piece === "object" && piece.kind !== "identity");
}

/** Whether two ids are the same. Those that are known, or that AWS gives, differ where they are written differently. */
export function isSame(one: string, other: string): Formula {
  if (one === other) return true;
  return hasUnknown(one) || hasUnknown(other) ? equals(one, other) : false;
}
