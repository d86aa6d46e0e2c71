import { any } from "../formula";
import { matchesOf, type Match } from "./matches";
import { type Policy } from "./policy";
import { type Applying, type IamRequest, type Verdict } from "./request";

/**
 * What policies say about a request: which of their statements apply, whatever else there is. Whether that is enough is
 * `authorize`'s to say.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html
 */
export function evaluate(policies: readonly Policy[], request: IamRequest): Verdict {
  const matches = policies.flatMap((policy) => matchesOf(policy, request));
  return {
    allowed: ofEffect(matches, "Allow"),
    denied: ofEffect(matches, "Deny"),
    applying: matches.map(applyingOf),
  };
}

const ofEffect = (matches: readonly Match[], effect: "Allow" | "Deny") =>
  any(matches.filter((match) => match.effect === effect).map(({ when }) => when));

/** Without what only the decision needs. */
export function applyingOf({ address, statement, effect, when }: Match): Applying {
  return { address, statement, effect, when };
}
