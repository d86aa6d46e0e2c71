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

/** What becomes of a call that has to pass all of these, in this order. @param credentials What the caller calls with. */
export function decisionOf(hurdles: readonly Hurdle[], credentials?: string): Decision {
  for (const { when, refusal } of hurdles) if (when === false) return refused(refusal, credentials);
  const when = all(hurdles.map((hurdle) => hurdle.when));
  const assumptions = [...new Set(hurdles.flatMap((hurdle) => hurdle.assumptions ?? []))];
  if (when === true) return { outcome: "allowed", when, credentials, assumptions };
  const first = hurdles.find((hurdle) => isOpen(hurdle.when));
  const refusal: Refusal = first?.refusal ?? { outcome: "denied", reason: "not open" };
  // Each of them may be passed, but not by one call.
  if (when === false) return refused({ ...refusal, reason: "not open" }, credentials);
  return answered({ outcome: "conditional", when, credentials, assumptions }, refusal);
}

const none: readonly Assumption[] = [];

function refused(refusal: Refusal, credentials: string | undefined): Decision {
  return answered({ outcome: refusal.outcome, when: false, credentials, assumptions: none }, refusal);
}

function answered(decision: Omit<Decision, "status" | "body" | "reason">, { status, body, reason }: Refusal): Decision {
  const { outcome, when, credentials, assumptions } = decision;
  return { outcome, when, status, body, reason, credentials, assumptions };
}
