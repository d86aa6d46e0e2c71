import { type FindingId } from "../finding-ids";

/** Something that can never have been meant. */
export interface Finding {
  /** What it is called in docs/findings.md and where it is acknowledged. */
  readonly id: FindingId;
  readonly severity: Severity;
  /** The address of the resource in Terraform. */
  readonly address: string;
  /** What is wrong, with the value: a phrase without a full stop. */
  readonly what: string;
  /** Why that can't have been meant, and what happens: a phrase without a full stop. */
  readonly reason: string;
  /** What to do about it: a phrase without a full stop. */
  readonly fix: string;
  /** Why somebody decided to live with it. @default - nobody did */
  readonly acknowledged?: string;
}

/**
 * - `error`: something does not work, or lets in who should not be let in.
 * - `warning`: something has no effect, or a change would soon make it an error.
 * - `info`: works as designed, and surprises most people. It does not fail.
 */
export type Severity = (typeof severities)[number];

/** All severities, the gravest first. */
export const severities = ["error", "warning", "info"] as const;

/** Whether findings make `npm run check` fail: errors and warnings do that nobody acknowledged. */
export function fails(findings: readonly Finding[]): boolean {
  return findings.some(({ severity, acknowledged }) => severity !== "info" && acknowledged === undefined);
}
