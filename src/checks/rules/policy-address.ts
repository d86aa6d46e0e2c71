import { type Policy } from "../../access/iam/policy";
import { remembered } from "../../access/remembered";
import { type Configuration } from "../../access/terraform/configuration";
import { type Facts } from "../facts";

/** The address of the resource that a policy stands in; another where it stands in none, such as one of AWS's own. */
export function addressOf({ configuration }: Facts, { address }: Policy, otherwise: string): string {
  const known = remembered(
    addresses,
    configuration,
    () => new Set(configuration.resources.map((resource) => resource.address)),
  );
  // Behind the resource stands the argument, and an instance's key may hold a comma, too.
  const parts = address.split(", ");
  return parts.map((_, index) => parts.slice(0, index + 1).join(", ")).find((part) => known.has(part)) ?? otherwise;
}

const addresses = new WeakMap<Configuration, ReadonlySet<string>>();
