import { type Acknowledgement, type Configuration } from "../access/terraform/configuration";
import { type FindingId, isFindingId } from "../finding-ids";
import { type Finding } from "./finding";

interface Written extends Acknowledgement {
  /** The resource on which it stands. */
  readonly address: string;
}

/**
 * The findings with the reasons of those that were acknowledged at their resource; and a finding for each
 * acknowledgement that no finding met. What a construct acknowledged stands on each of its resources, and has to meet a
 * finding on one of them.
 */
export function acknowledged(configuration: Configuration, findings: readonly Finding[]): readonly Finding[] {
  const written = configuration.resources.flatMap(({ address, acknowledgements }) =>
    acknowledgements.map((one): Written => ({ ...one, address })),
  );
  const met = new Set<string>();
  const found = findings.map((finding): Finding => {
    const fitting = written.filter(({ id, address }) => id === finding.id && address === finding.address);
    for (const one of fitting) met.add(ownerOf(one));
    const [first] = fitting;
    return first === undefined ? finding : { ...finding, acknowledged: first.reason };
  });
  // Of a construct's resources the first is named, as they are sorted.
  const unmet = new Map(written.toReversed().flatMap((one) => (met.has(ownerOf(one)) ? [] : [[ownerOf(one), one]])));
  return [...found, ...[...unmet.values()].map(withoutFinding)];
}

/** What stands on several resources for one construct is one acknowledgement, and so is that of all instances. */
const ownerOf = ({ id, construct, address }: Written) => `${id} ${construct ?? address.replace(/\[.*$/s, "")}`;

const unused: FindingId = "acknowledgement-without-finding";

function withoutFinding({ id, reason, construct, address }: Written): Finding {
  return {
    id: unused,
    severity: "error",
    address,
    what: `${construct === undefined ? "it" : `the construct ${construct}`} acknowledges ${id} ("${reason}")`,
    reason: isFindingId(id)
      ? "there is no such finding about its resources, so that the acknowledgement would hide the next one"
      : "no finding has this id",
    fix: "remove the acknowledgement",
  };
}
