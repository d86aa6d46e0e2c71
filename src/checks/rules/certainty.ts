import { equals } from "../../access/iam/wildcards";
import { isKnown, onlySymbol } from "../../access/symbols";
import { textsIn } from "../../access/terraform/configuration";
import { type Facts } from "../facts";

/** Whether two texts are certainly not the same. What only AWS will know may well be what somebody wrote. */
export function certainlyDiffer(one: string, other: string): boolean {
  return equals(one, other) === false;
}

/** Whether an argument's blocks are not known, or not all of them: what is read of them is not all there is. */
export function holdsUnknownBlocks({ configuration }: Facts, address: string, argument: string): boolean {
  const value = configuration.resources.find((resource) => resource.address === address)?.values[argument];
  return textsIn(value).some((text) => !isKnown(text));
}

/** Whether some resources of a type may belong to anything: the argument that says to what is not known. */
export function mayBelongToAny({ configuration }: Facts, type: string, argument: string): boolean {
  return configuration
    .ofType(type)
    .some(({ values }) => textsIn(values[argument]).some((id) => !isKnown(id) && onlySymbol(id)?.kind !== "identity"));
}

/** Whether a module may make what a resource seems to lack. */
export function mayHaveMore({ configuration }: Facts, address: string | undefined): boolean {
  return address !== undefined && configuration.unreadModules.some(({ takes }) => takes(address));
}
