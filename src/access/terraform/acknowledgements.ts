import { UserError } from "../../errors";
import { isReason, reasonForm } from "../../reason";
import { type Acknowledgement } from "./configuration";
import { shallow } from "./json-blocks";

/**
 * The acknowledgements in a resource's `//`, which Terraform ignores.
 *
 * @param where The resource's address.
 * @throws UserError where they are not what constructs write.
 */
export function acknowledgementsIn(comment: unknown, where: string): readonly Acknowledgement[] {
  if (typeof comment !== "object" || comment === null || !("acknowledgements" in comment)) return [];
  const { acknowledgements } = comment;
  if (!Array.isArray(acknowledgements)) throw malformed(where, acknowledgements);
  return acknowledgements.map((one: unknown) => {
    if (typeof one !== "object" || one === null) throw malformed(where, one);
    const { id, reason, construct } = one as Readonly<Record<string, unknown>>;
    if (typeof id !== "string" || id === "" || typeof reason !== "string" || !isReason(reason)) {
      throw malformed(where, one);
    }
    return { id, reason, ...(typeof construct === "string" ? { construct } : {}) };
  });
}

const malformed = (where: string, got: unknown) =>
  new UserError({
    where,
    what: 'the acknowledgements in its "//" cannot be read',
    got: shallow(got),
    allowed: `a list of {"id": ..., "reason": ...}, each reason ${reasonForm} the finding is as it should be`,
    fix: "acknowledge findings as docs/findings.md says",
  });
