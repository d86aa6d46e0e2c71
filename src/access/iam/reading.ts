import { UserError } from "../../errors";
import { isKnown, readable } from "../symbols";
import { type Value } from "../terraform/configuration";

/** Where in which policy something stands. */
export interface Place {
  /** The address in Terraform. */
  readonly address: string;
  /** Such as `Statement 2, Condition`. */
  readonly path: string;
}

/** Thrown where what a symbol stands for decides how a policy is to be read. */
export class UnknownPart extends Error {
  /** @param text The text with the symbol. */
  constructor(readonly text: string) {
    super(readable(text));
  }
}

/** A fault in a policy. */
export function malformed(place: Place, what: string, got: unknown, allowed: string): UserError {
  return new UserError({
    where: place.address,
    what: `${place.path} ${what}`,
    got: got === undefined ? undefined : forPeople(got),
    allowed,
    fix: "correct the policy; IAM would refuse it",
  });
}

/** What is nested is named only: it may be of any size. */
function forPeople(got: unknown): unknown {
  if (typeof got === "string") return shortened(readable(got));
  if (typeof got !== "object" || got === null) return got;
  return Array.isArray(got) ? `a list of ${got.length}` : shortened(`an object with ${Object.keys(got).join(", ")}`);
}

function shortened(text: string): string {
  return text.length > 120 ? `${text.slice(0, 120)}...` : text;
}

/** @throws UserError for anything but an object. */
export function asObject(value: Value, place: Place): Readonly<Record<string, Value>> {
  if (typeof value === "string" && !isKnown(value)) throw new UnknownPart(value);
  if (typeof value !== "object" || value === null || Array.isArray(value))
    throw malformed(place, "is not an object", value, "an object");
  return value as Readonly<Record<string, Value>>;
}

/** @throws UserError for an element that IAM does not know there. */
export function checkElements(object: Readonly<Record<string, Value>>, known: readonly string[], place: Place): void {
  for (const name of Object.keys(object)) {
    if (known.includes(name)) continue;
    if (!isKnown(name)) throw new UnknownPart(name);
    throw malformed(place, `has the unknown element ${name}`, name, known.join(", "));
  }
}

/**
 * A text or a list of texts, as a list.
 *
 * @throws UserError for anything else, and for a list of none.
 */
export function asTexts(value: Value, place: Place): readonly string[] {
  const list: readonly Value[] = Array.isArray(value) ? value : [value];
  if (list.length === 0) throw malformed(place, "is an empty list", value, "a text or a list of texts");
  return list.map((one: Value) => {
    if (typeof one === "string") return one;
    throw malformed(place, "is neither a text nor a list of texts", one, "a text or a list of texts");
  });
}
