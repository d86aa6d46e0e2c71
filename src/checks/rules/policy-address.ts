import { type Policy } from "../../access/iam/policy";
import { type Facts } from "../facts";

/** The address of the resource that a policy stands in; another where it stands in none, such as one of AWS's own. */
export function addressOf({ configuration }: Facts, { address }: Policy, otherwise: string): string {
  const holds = (resource: string) => address === resource || address.startsWith(`${resource}, `);
  return configuration.resources.find((resource) => holds(resource.address))?.address ?? otherwise;
}
