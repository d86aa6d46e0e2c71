import { UserError } from "../../errors";
import { condition, type Formula } from "../formula";
import { isKnown, readable } from "../symbols";
import { type Resource, textIn, type Value } from "../terraform/configuration";

/** The arguments of a resource or of one of its blocks. */
export type Arguments = Readonly<Record<string, Value>>;

/** A flag; `otherwise` where it is absent, a condition where it is not known. @throws UserError Where it is neither. */
export function flagIn(resource: Resource, values: Arguments, name: string, otherwise = false): Formula {
  const value = values[name] ?? undefined;
  if (value === undefined) return otherwise;
  const text = textIn(value);
  // Terraform takes "1" and "0" for booleans, too.
  if (text === "true" || text === "1") return true;
  if (text === "false" || text === "0") return false;
  if (text !== undefined && !isKnown(text)) return condition(`${name} of ${resource.address} is true`);
  throw new UserError({
    where: resource.address,
    what: `${name} is not a boolean`,
    got: value,
    allowed: "true, false",
    fix: `set ${name} to true or false`,
  });
}

/** One of several texts, or what is not known. @throws UserError Where it is another text, or absent. */
export function choiceIn(resource: Resource, values: Arguments, name: string, choices: readonly string[]): string {
  const text = requiredIn(resource, values, name);
  if (!isKnown(text) || choices.includes(text)) return text;
  throw new UserError({
    where: resource.address,
    what: `AWS knows no such ${name}`,
    got: text,
    allowed: choices.join(", "),
    fix: `set ${name} to one of these`,
  });
}

/** A text. @throws UserError Where it is absent, a list or an object. */
export function requiredIn(resource: Resource, values: Arguments, name: string): string {
  const text = textIn(values[name]);
  if (text !== undefined && text !== "") return text;
  throw new UserError({
    where: resource.address,
    what: `${name} is missing`,
    got: values[name],
    allowed: "a text",
    fix: `set ${name}`,
  });
}

/** A text; undefined where it is absent or empty, as the provider takes an empty one. */
export function optionalIn(values: Arguments, name: string): string | undefined {
  const text = textIn(values[name]);
  return text === "" ? undefined : text;
}

/** What Terraform knows of a resource under a name, as text. */
export function attributeOf(resource: Resource, name: string): string {
  return textIn(resource.attribute(name)) ?? readable(resource.address);
}
