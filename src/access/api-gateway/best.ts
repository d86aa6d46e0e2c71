import { type Decision, type Outcome } from "../decision";
import { any } from "../formula";

const ranks: Readonly<Record<Outcome, number>> = { allowed: 4, conditional: 3, failing: 2, denied: 1, unreachable: 0 };

/**
 * What becomes of a call that can be tried in several ways: the best of them. Where all that lead on depend on something,
 * it is enough that one of the conditions holds.
 */
export function best(decisions: readonly Decision[]): Decision {
  const [first, ...others] = decisions.toSorted((one, other) => rankOf(other) - rankOf(one));
  if (!first) throw new Error("There is no way to call without any");
  const equal = [first, ...others.filter((other) => other !== first && other.outcome === first.outcome)];
  if (first.outcome !== "conditional" || equal.length === 1) return first;
  const when = any(equal.map((one) => one.when));
  const credentials = [...new Set(equal.flatMap((one) => one.credentials ?? []))].join(" or ");
  const assumptions = [...new Set(equal.flatMap((one) => one.assumptions))];
  // Where one of the conditions always holds, there is nothing left that refuses.
  if (when === true) return { outcome: "allowed", when, credentials, assumptions };
  const { status, body, reason } = first;
  return { outcome: "conditional", when, status, body, reason, credentials, assumptions };
}

/** Of refusals, one that came further tells more. */
function rankOf({ outcome, reason }: Decision): number {
  return ranks[outcome] + (reason === "missing scope" ? 0.5 : 0);
}
