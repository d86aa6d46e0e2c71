import { type Policy, type PolicyKind } from "../../iam/policy";
import { readPolicy } from "../../iam/read-policy";
import { type Resource, type Value } from "../../terraform/configuration";
import { inForceWhen } from "../../iam/in-force";
import { namesWhen } from "./attributes";

/**
 * The policies that resources of their own give to another resource, each in force where it is given.
 *
 * @param givers Resources with a `policy`.
 * @param argument Where they name the other one.
 */
export function givenPolicies(givers: readonly Resource[], argument: string, other: Resource): readonly Policy[] {
  return givers.flatMap((giver) => {
    const when = namesWhen(giver, argument, other);
    if (when === false) return [];
    const policies = policiesIn(giver.values.policy, `${giver.address}, policy`);
    return when === true ? policies : policies.map((policy) => inForceWhen(policy, when));
  });
}

/** The policy of a resource under its own argument; none where there is none. @throws UserError */
export function policiesIn(
  value: Value | undefined,
  address: string,
  kind: PolicyKind = "resource",
): readonly Policy[] {
  return value === undefined || value === null || value === "" ? [] : [readPolicy(value, address, kind)];
}

/** A policy of which nothing is known. @param unknown What it is that is not known. */
export function notKnown(address: string, unknown: string): Policy {
  return { address, version: "2012-10-17", statements: [], unknown };
}
