import { all, type Formula } from "../../formula";
import { holdsUnknown } from "../../iam/tokens";
import { equals } from "../../iam/wildcards";
import { isKnown } from "../../symbols";
import { type Resource, textIn } from "../../terraform/configuration";

/** An attribute of a resource as text; undefined where it is no text. */
export function attributeText(resource: Resource, name: string): string | undefined {
  return textIn(resource.attribute(name));
}

/** Whether an argument of a resource names another one by its id. */
export function names(resource: Resource, argument: string, other: Resource): boolean {
  const id = textIn(resource.values[argument]);
  return id !== undefined && id === attributeText(other, "id");
}

/** When there is a resource, and an argument of it names another one by its id. An id that somebody wrote down does not. */
export function namesWhen(resource: Resource, argument: string, other: Resource): Formula {
  const id = textIn(resource.values[argument]);
  const named = attributeText(other, "id");
  if (id === undefined || named === undefined) return false;
  return all([resource.exists ?? true, id === named || (holdsUnknown(id) && equals(id, named))]);
}

/** A yes or no; `unknown` where only Terraform will know it. @param absent What it is where nothing is said. */
export function switchIn(value: string | undefined, absent: boolean): boolean | "unknown" {
  if (value === undefined || value === "") return absent;
  if (!isKnown(value)) return "unknown";
  return value.toLowerCase() === "true";
}
