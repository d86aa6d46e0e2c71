import { type Assumption } from "../assumptions";
import { type Decision, type Reason } from "../decision";
import { all, type Formula, isOpen } from "../formula";

/** Something that a call has to pass: a policy, an authorizer, a permission. */
export interface Hurdle {
  /** When the call passes. */
  readonly when: Formula;
  /** What the caller meets with where it does not. */
  readonly refusal: Refusal;
  readonly assumptions?: readonly Assumption[];
}

export interface Refusal {
  readonly outcome: "denied" | "failing" | "unreachable";
  /** @default - no answer comes, or another's answer is passed on */
  readonly status?: number;
  readonly body?: string;
  readonly reason: Reason;
}

/**
 * What becomes of a call that has to pass all of these, in this order. Where it is not decided which of them it meets
 * with, the status and the body are only said if each answers so.
 *
 * @param credentials What the caller calls with.
 */
export function decisionOf(hurdles: readonly Hurdle[], credentials?: string): Decision {
  const end = hurdles.findIndex(({ when }) => when === false);
  const passed = end < 0 ? hurdles : hurdles.slice(0, end);
  const when = all(passed.map((hurdle) => hurdle.when));
  const open = when === true ? [] : passed.filter((hurdle) => isOpen(hurdle.when));
  const stopping = end < 0 ? undefined : hurdles[end];
  if (stopping && when !== false) return stopped(stopping.refusal, open, credentials, when);
  const [first] = open;
  const assumptions = [...new Set(hurdles.flatMap((hurdle) => hurdle.assumptions ?? []))];
  if (!first) return { outcome: "allowed", when, credentials, assumptions };
  const refusal = common(first.refusal, open);
  // Each of them may be passed, but not by one call.
  if (when === false) return refused({ ...refusal, outcome: "denied", reason: "not open" }, credentials);
  return answered({ outcome: "conditional", when, credentials, assumptions }, refusal);
}

/** A call that meets with a refusal at the latest; where that is a failure, it may be refused before. */
function stopped(refusal: Refusal, open: readonly Hurdle[], credentials: string | undefined, when: Formula): Decision {
  const decision = refused(common(refusal, open), credentials);
  return refusal.outcome === "failing" && open.length > 0 ? { ...decision, status: refusal.status, when } : decision;
}

function common(refusal: Refusal, open: readonly Hurdle[]): Refusal {
  const { status, body } = refusal;
  return {
    ...refusal,
    status: open.every((hurdle) => hurdle.refusal.status === status) ? status : undefined,
    body: open.every((hurdle) => hurdle.refusal.body === body) ? body : undefined,
  };
}

const none: readonly Assumption[] = [];

function refused(refusal: Refusal, credentials: string | undefined): Decision {
  return answered({ outcome: refusal.outcome, when: false, credentials, assumptions: none }, refusal);
}

function answered(decision: Omit<Decision, "status" | "body" | "reason">, { status, body, reason }: Refusal): Decision {
  const { outcome, when, credentials, assumptions } = decision;
  return { outcome, when, status, body, reason, credentials, assumptions };
}
