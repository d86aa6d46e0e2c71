import { type Decision, type Outcome } from "../../decision";
import { any } from "../../formula";

const ranks: Readonly<Record<Outcome, number>> = { allowed: 4, conditional: 3, failing: 2, denied: 1, unreachable: 0 };

/** What becomes of a call that can be tried in several ways. */
export interface Best {
  readonly decision: Decision;
  /** The ways that get as far, by their places. */
  readonly ways: readonly number[];
}

/**
 * The best of what becomes of a call in each of the ways in which it can be tried. Where all that lead on depend on
 * something, it is enough that one of the conditions holds.
 */
export function best(decisions: readonly Decision[]): Best {
  const most = Math.max(...decisions.map(rankOf));
  const ways = [...decisions.keys()].filter((place) => {
    const decision = decisions[place];
    return decision !== undefined && rankOf(decision) === most;
  });
  const equal = [...new Set(ways.flatMap((place) => decisions[place] ?? []))].toSorted(byAssumptions);
  const [first, ...others] = equal;
  if (!first) throw new Error("There is no way to call without any");
  return { decision: others.length === 0 ? first : together(first, equal), ways };
}

/** What a call comes to by several ways that get as far. */
function together(first: Decision, equal: readonly Decision[]): Decision {
  const { outcome } = first;
  if (outcome === "denied" || outcome === "unreachable") return first;
  // Where one of the ways takes no credentials, none matter.
  const labels = equal.map((one) => one.credentials);
  const credentials = labels.includes(undefined) ? undefined : either(labels.flatMap((label) => label ?? []));
  // It rests on nothing that one of the ways does not rest on.
  if (outcome === "allowed") return { ...first, credentials };
  const when = any(equal.map((one) => one.when));
  const assumptions = [...new Set(equal.flatMap((one) => one.assumptions))].toSorted();
  // Where one of the conditions always holds, there is nothing left that refuses. What fails does so however it got there.
  if (when === true && outcome === "conditional") return { outcome: "allowed", when, credentials, assumptions };
  return { ...first, when, credentials, assumptions };
}

const byAssumptions = (one: Decision, other: Decision) => one.assumptions.length - other.assumptions.length;

/** Of refusals, one that came further tells more. */
function rankOf({ outcome, reason }: Decision): number {
  return ranks[outcome] + (reason === "missing scope" ? 0.5 : 0);
}

const kinds = ["role ", "ID token of ", "access token of "];

/** Credentials of which any will do, those of a kind together: `role a, b or c, or ID token of web`. */
export function either(labels: readonly string[]): string | undefined {
  const groups = new Map<string, string[]>();
  for (const label of new Set(labels)) {
    const kind = kinds.find((one) => label.startsWith(one)) ?? "";
    groups.set(kind, [...(groups.get(kind) ?? []), label.slice(kind.length)]);
  }
  if (groups.size === 0) return undefined;
  return [...groups].map(([kind, names]) => `${kind}${orOf(names)}`).join(", or ");
}

function orOf(names: readonly string[]): string {
  return names.length < 2 ? names.join() : `${names.slice(0, -1).join(", ")} or ${names.at(-1) ?? ""}`;
}
