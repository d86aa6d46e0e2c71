import { type Assumption } from "../../assumptions";
import { type Decision, type Reason } from "../../decision";
import { all, type Formula } from "../../formula";

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
  const open: Hurdle[] = [];
  for (const hurdle of hurdles) {
    if (hurdle.when === false) return stopped(hurdle.refusal, open, credentials);
    if (hurdle.when !== true) open.push(hurdle);
  }
  const when = all(open.map((hurdle) => hurdle.when));
  const [first] = open;
  const assumptions = [...new Set(hurdles.flatMap((hurdle) => hurdle.assumptions ?? []))];
  if (!first) return { outcome: "allowed", when, credentials, assumptions };
  if (when === false) return contradicted(first.refusal, open, credentials);
  return answered({ outcome: "conditional", when, credentials, assumptions }, common(first.refusal, open));
}

/** A call that meets with a refusal at the latest; where that is a failure, it may be refused before. */
function stopped(refusal: Refusal, open: readonly Hurdle[], credentials: string | undefined): Decision {
  const [first] = open;
  const when = all(open.map((hurdle) => hurdle.when));
  if (first && when === false) return contradicted(first.refusal, open, credentials);
  if (refusal.outcome !== "failing") return refused(common(refusal, open), credentials);
  return answered({ outcome: "failing", when, credentials, assumptions: none }, refusal);
}

/** Each of the hurdles may be passed, but not by one call. */
function contradicted(refusal: Refusal, open: readonly Hurdle[], credentials: string | undefined): Decision {
  return refused({ ...common(refusal, open), outcome: "denied", reason: "not open" }, credentials);
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
