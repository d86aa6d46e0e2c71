import { isKnown, onlySymbol } from "../../access/symbols";

/**
 * Whether two texts are certainly not the same: both are known, or each is an identity of its own. What only AWS will
 * know may well be what somebody wrote.
 */
export function certainlyDiffer(one: string, other: string): boolean {
  if (one === other) return false;
  if (isKnown(one) && isKnown(other)) return true;
  return onlySymbol(one)?.kind === "identity" && onlySymbol(other)?.kind === "identity";
}
