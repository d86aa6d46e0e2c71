import { assumptions } from "../assumptions";
import { type Outcome } from "../decision";
import { type Matrix } from "../matrix";

/** What the words of a table mean, as far as they occur in it. */
export interface Legend {
  /** Words of the column `answer`, and what each means. */
  readonly answers: readonly (readonly [word: string, meaning: string])[];
  /** Assumptions by their ids. */
  readonly assumptions: readonly (readonly [id: string, text: string])[];
  /** What was not analysed. */
  readonly notCovered: readonly string[];
  /** Sentences about what else the reader should know. */
  readonly notes: readonly string[];
}

const meanings: readonly (readonly [outcome: Outcome, word: string, meaning: string])[] = [
  ["conditional", "may enter", "depends on what the Terraform does not say; the condition stands behind it"],
  ["failing", "fails", "authorized, but the integration lacks a permission, so that the caller gets an error"],
  ["unreachable", "no way", "no answer comes: the network does not lead there"],
];

/** @param guestPolicyDate The day of which Gatehouse's copy of Cognito's session policies for guests is. */
export function legendOf({ access, decisions }: Matrix, notes: readonly string[], guestPolicyDate: string): Legend {
  const occurring = new Set(decisions.flatMap((decision) => decision.assumptions));
  const guests = access.principals.some(({ kind }) => kind === "guest");
  return {
    answers: meanings
      .filter(([outcome]) => decisions.some((decision) => decision.outcome === outcome))
      .map(([, word, meaning]) => [word, meaning]),
    assumptions: Object.entries(assumptions).filter(([id]) => [...occurring].some((one) => one === id)),
    notCovered: access.notCovered,
    notes: guests
      ? [...notes, `What Cognito lets guests do at most is AWS's session policies as of ${guestPolicyDate}.`]
      : notes,
  };
}
