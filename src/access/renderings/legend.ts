import { assumptions } from "../assumptions";
import { type Outcome } from "../decision";
import { guestSessionPoliciesDate } from "../iam/guest-session-policies";
import { type Matrix } from "../matrix";
import { readable } from "../symbols";
import { type Detail, leftOut } from "./rows";

/** What a reader has to know beside the decisions, as far as it occurs in them. */
export interface Legend {
  /** Words of the column `answer`, and what each means. */
  readonly answers: readonly (readonly [word: string, meaning: string])[];
  /** Assumptions by their ids. */
  readonly assumptions: readonly (readonly [id: string, text: string])[];
  /** What was not analysed. */
  readonly notCovered: readonly string[];
  /** The day of which Gatehouse's copy of Cognito's session policies for guests is; absent where there are no guests. */
  readonly guestPolicies?: string;
  /** What the table leaves out, in sentences. */
  readonly leftOut: readonly string[];
}

const meanings: readonly (readonly [outcome: Outcome, word: string, meaning: string])[] = [
  ["conditional", "may enter", "depends on what the Terraform does not say; the condition stands behind it"],
  ["failing", "fails", "authorized, but the integration lacks a permission, so that the caller gets an error"],
  ["unreachable", "no way", "no answer comes: the network does not lead there"],
];

/** What there is to know beside the decisions of a matrix. */
export function legendOf(matrix: Matrix, detail: Detail = { all: true }): Legend {
  const { access, decisions } = matrix;
  const occurring = new Set<string>([
    ...decisions.flatMap((decision) => decision.assumptions),
    ...access.principals.flatMap(({ credentials, steps }) => [
      ...credentials.flatMap((one) => (one.kind === "role" ? one.assumptions : [])),
      ...steps.flatMap((step) => step.assumptions ?? []),
    ]),
  ]);
  const guests = access.principals.some(({ kind }) => kind === "guest");
  return {
    answers: meanings
      .filter(([outcome]) => decisions.some((decision) => decision.outcome === outcome))
      .map(([, word, meaning]) => [word, meaning]),
    assumptions: Object.entries(assumptions).filter(([id]) => occurring.has(id)),
    notCovered: together(access.notCovered),
    ...(guests ? { guestPolicies: guestSessionPoliciesDate } : {}),
    leftOut: leftOut(matrix, detail),
  };
}

/** What is to be said of guests, in a sentence. */
export function guestNotes({ guestPolicies }: Legend): readonly string[] {
  if (guestPolicies === undefined) return [];
  return [`Guests' credentials are limited by session policies of AWS, of which this is the copy of ${guestPolicies}.`];
}

/** Of sentences such as `aws_x.a: a web ACL`, one for each that says the same of several addresses. */
function together(sentences: readonly string[]): readonly string[] {
  const addresses = new Map<string, string[]>();
  for (const sentence of sentences.map(readable)) {
    const [, address, what = sentence] = /^(\S+): (.*)$/.exec(sentence) ?? [];
    addresses.set(what, [...(addresses.get(what) ?? []), ...(address === undefined ? [] : [address])]);
  }
  return [...addresses].map(([what, named]) => (named.length > 0 ? `${what}: ${named.join(", ")}` : what));
}
