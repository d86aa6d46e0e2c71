import { isKnown, piecesOf, symbolic } from "../../symbols";

/** The parts of an ARN, or of another text with colons; a symbol is never cut. */
export function partsOf(text: string): readonly string[] {
  if (isKnown(text)) return text.split(":");
  let parts = [""];
  for (const piece of piecesOf(text)) {
    const [first = "", ...others] = typeof piece === "string" ? piece.split(":") : [symbolic(piece)];
    parts = [...parts.slice(0, -1), `${parts.at(-1)}${first}`, ...others];
  }
  return parts;
}

/** The partition that a region belongs to. */
export function partitionOf(region: string): string {
  if (!isKnown(region)) return "aws";
  if (region.startsWith("cn-")) return "aws-cn";
  return region.startsWith("us-gov-") ? "aws-us-gov" : "aws";
}
