import { type Decision } from "../../decision";
import { all, any, condition, type Formula, not } from "../../formula";

/** What becomes of a call in one of several cases. */
export interface Case {
  /** When it is so: of all cases one holds. */
  readonly when: Formula;
  readonly decision: Decision;
}

/** What becomes of a call whatever the case is; the first case tells why it is refused. */
export function inAnyCase(cases: readonly [Case, ...Case[]]): Decision {
  const [{ decision: first }] = cases;
  const decisions = cases.map(({ decision }) => decision);
  const passing = decisions.map(letInWhen);
  if (passing.every((when) => when === false)) return first;
  const when = passing.every((one) => one === true)
    ? true
    : any(cases.map((one) => all([one.when, letInWhen(one.decision)])));
  const credentials = [...new Set(decisions.flatMap((one) => one.credentials ?? []))].join(" or ");
  const common = {
    when,
    ...(credentials === "" ? {} : { credentials }),
    assumptions: [...new Set(decisions.flatMap(({ assumptions }) => assumptions))],
  };
  if (when === true) return { outcome: "allowed", ...common };
  // Each of the cases may let it through, but not where it holds.
  if (when === false) return decisions.find((one) => letInWhen(one) === false) ?? notOpen;
  const { status, body, reason } = decisions.find((one) => one.reason !== undefined) ?? first;
  return { outcome: "conditional", ...common, status, body, reason };
}

/** What fails lets nobody in, however far it gets. */
const letInWhen = ({ outcome, when }: Decision): Formula => outcome !== "failing" && when;

const notOpen: Decision = { outcome: "denied", when: false, reason: "not open", assumptions: [] };

/** The cases of a route that may not exist. @param others What serves its calls where it does not, by method. */
export function casesOf(
  exists: Formula,
  there: Decision,
  others: readonly { readonly methods: readonly string[]; readonly decision: Decision }[],
): readonly [Case, ...Case[]] {
  const single = others.length < 2;
  return [
    { when: exists, decision: there },
    ...others.map(({ methods, decision }) => ({
      when: all([not(exists), single ? true : condition(`{method} is ${methods.join(" or ")}`)]),
      decision,
    })),
  ];
}
