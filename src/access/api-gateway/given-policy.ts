import { isOpen, textOf } from "../formula";
import { type Policy, type PolicyKind } from "../iam/policy";
import { readPolicy } from "../iam/read-policy";
import { type Resource, type Value } from "../terraform/configuration";
import { namesWhen } from "./attributes";

/**
 * The policy that a resource of its own gives to another resource; undefined where none does. Where it is not known
 * whether one does, nothing is known of the policy.
 *
 * @param givers Resources with a `policy`.
 * @param argument Where they name the other one.
 */
export function givenPolicy(givers: readonly Resource[], argument: string, other: Resource): Policy | undefined {
  const giving = givers
    .map((giver) => ({ giver, when: namesWhen(giver, argument, other) }))
    .filter(({ giver, when }) => when !== false && !isAbsent(giver.values.policy));
  const open = giving.find(({ when }) => isOpen(when));
  if (open) return notKnown(`${open.giver.address}, policy`, `${open.giver.address} (if ${textOf(open.when)})`);
  const [certain] = giving;
  return certain && policyIn(certain.giver.values.policy, `${certain.giver.address}, policy`);
}

/** The policy of a resource under its own argument; undefined where there is none. @throws UserError */
export function policyIn(value: Value | undefined, address: string, kind: PolicyKind = "resource"): Policy | undefined {
  return isAbsent(value) ? undefined : readPolicy(value, address, kind);
}

/** A policy of which nothing is known. @param unknown What it is that is not known. */
export function notKnown(address: string, unknown: string): Policy {
  return { address, version: "2012-10-17", statements: [], unknown };
}

const isAbsent = (value: Value | undefined) => value === undefined || value === null || value === "";
