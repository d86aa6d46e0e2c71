import { any, type Formula } from "../formula";
import { matchesOf } from "./matches";
import { type Policy } from "./policy";
import { type Applying, type IamRequest, type Verdict } from "./request";

/**
 * What policies say about a request: which of their statements apply, whatever else there is. Whether that is enough is
 * `authorize`'s to say.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html
 */
export function evaluate(policies: readonly Policy[], request: IamRequest): Verdict {
  const applying: Applying[] = [];
  for (const policy of policies) for (const match of matchesOf(policy, request)) applying.push(match.applying);
  return { allowed: ofEffect(applying, "Allow"), denied: ofEffect(applying, "Deny"), applying };
}

/** When any of the statements with an effect applies. */
export function ofEffect(applying: readonly Applying[], effect: "Allow" | "Deny"): Formula {
  const formulas: Formula[] = [];
  for (const one of applying) if (one.effect === effect) formulas.push(one.when);
  return any(formulas);
}
