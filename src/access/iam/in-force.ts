import { any, type Formula, onlyWhen } from "../formula";
import { type Policy } from "./policy";

/** A policy of a resource that may not exist. @param exists When it does; always where that is undefined. */
export function inForceWhen(policy: Policy, exists: Formula | undefined): Policy {
  return exists === undefined ? policy : { ...policy, ...onlyWhen(policy.when, exists) };
}

/** When there is a policy at all, be it the one or what is in force in its place. */
export function isInForce(policy: Policy | undefined): Formula {
  if (policy === undefined) return false;
  return policy.when === undefined ? true : any([policy.when, isInForce(policy.otherwise)]);
}

/** A policy, and what may be in force in its place. */
export function withOthers(policy: Policy): readonly Policy[] {
  return policy.otherwise === undefined ? [policy] : [policy, ...withOthers(policy.otherwise)];
}

/** The policies of which the first that is there is in force; undefined of none. */
export function firstInForce([first, ...others]: readonly Policy[]): Policy | undefined {
  if (first?.when === undefined) return first;
  const otherwise = firstInForce(others);
  return otherwise === undefined ? first : { ...first, otherwise };
}
