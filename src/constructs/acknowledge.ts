import { Aspects, TerraformResource } from "cdktf";
import { type IConstruct } from "constructs";
import { describe, UserError } from "../errors";
import { type FindingId, findingIds, isFindingId } from "../finding-ids";
import { isReason, reasonForm } from "../reason";

/** How an acknowledgement stands in a resource's `//`, which Terraform ignores. */
interface Acknowledgement {
  readonly id: FindingId;
  readonly reason: string;
  /** The path of the construct that it is for: on all of its resources together it has to meet a finding. */
  readonly construct: string;
}

const acknowledgements = new WeakMap<TerraformResource, readonly Acknowledgement[]>();

/**
 * Says that a finding of `npm run check` about a construct's resources is as it should be. It is still printed, with the
 * reason, and no longer fails. Once there is no such finding, the acknowledgement itself fails.
 *
 * @param id The finding's id, as `npm run check` prints it.
 * @param reason Why, for whoever reviews the change: a sentence of at least 10 characters.
 * @throws UserError for an id that no finding has, or without a written reason.
 */
export function acknowledge(construct: IConstruct, id: FindingId, reason: string): void {
  check(construct, id, reason);
  const one: Acknowledgement = { id, reason, construct: construct.node.path };
  // Resources may be added after this.
  Aspects.of(construct).add({ visit: (node) => TerraformResource.isTerraformResource(node) && write(node, one) });
  construct.node.addValidation({
    validate: () =>
      construct.node.findAll().some((node) => TerraformResource.isTerraformResource(node)) ? [] : [unused(one)],
  });
}

/** Aspects may visit a resource again: what it has already is not added. */
function write(resource: TerraformResource, one: Acknowledgement): void {
  const before = acknowledgements.get(resource) ?? [];
  if (before.some(({ id, construct }) => id === one.id && construct === one.construct)) return;
  const after = [...before, one].toSorted((a, b) => (a.id < b.id ? -1 : 1));
  acknowledgements.set(resource, after);
  // cdktf adds its own metadata to what stands here already.
  resource.addOverride("//", { acknowledgements: after });
}

function check(construct: IConstruct, id: string, reason: string): void {
  if (!isFindingId(id)) {
    throw new UserError({
      where: construct.node.path,
      what: "it acknowledges a finding that there is not",
      got: id,
      allowed: findingIds.join(", "),
      fix: "copy the id from npm run check",
    });
  }
  if (isReason(reason)) return;
  throw new UserError({
    where: construct.node.path,
    what: `it acknowledges the finding ${id} without a written reason`,
    got: reason,
    allowed: `${reasonForm} it is as it should be`,
    fix: "write the reason, or mend what was found",
  });
}

const unused = ({ id, construct }: Acknowledgement) =>
  describe({
    where: construct,
    what: `it acknowledges the finding ${id}, and has no resource that the finding could be about`,
    fix: "acknowledge it at the construct whose resource the finding names",
  });
