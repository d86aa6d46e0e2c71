import { type Construct } from "constructs";
import { UserError } from "../errors";

/** @throws UserError, naming the construct and the field, unless the value is a whole number within the bounds. */
export function checkRange(
  construct: Construct,
  field: string,
  value: number,
  least: number,
  most: number,
  unit: string,
): void {
  if (Number.isInteger(value) && value >= least && value <= most) return;
  throw new UserError({
    where: construct.node.path,
    what: `${field} is out of range`,
    got: value,
    allowed: `a whole number of ${unit}, ${least} to ${most}`,
    fix: "correct the value",
  });
}

/** @throws UserError, naming the construct and the field, unless the text has as many characters as it may. */
export function checkLength(construct: Construct, field: string, text: string, least: number, most: number): void {
  const { length } = text;
  if (length >= least && length <= most) return;
  throw new UserError({
    where: construct.node.path,
    what: `${field} has ${length} characters`,
    allowed: `${least} to ${most} characters`,
    fix: length > most ? "shorten it" : "write one",
  });
}
