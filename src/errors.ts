/** What a {@link UserError} tells: each part is a phrase without a full stop. */
export interface Problem {
  /** The file, construct path or command that it is about. */
  readonly where: string;
  /** What is wrong. */
  readonly what: string;
  /** The value that was given, where there is one. */
  readonly got?: unknown;
  /** The values that would have been accepted. */
  readonly allowed?: string;
  /** What to do about it. */
  readonly fix: string;
}

/** A fault that its reader can mend. Commands print its message, without a stack trace, and exit with 1. */
export class UserError extends Error {
  override readonly name = "UserError";

  /** @param problem What is wrong, or the lines that {@link describe} made of it. */
  constructor(problem: Problem | string, options?: ErrorOptions) {
    super(typeof problem === "string" ? problem : describe(problem), options);
  }
}

/** The lines that a person reads: `where: what`, then got, allowed and fix. */
export function describe({ where, what, got, allowed, fix }: Problem): string {
  const lines = [`${where}: ${what}`];
  if (got !== undefined) lines.push(`  got:     ${asText(got)}`);
  if (allowed !== undefined) lines.push(`  allowed: ${allowed}`);
  lines.push(`  fix:     ${fix}`);
  return lines.join("\n");
}

/** As JSON, save the numbers that JSON can't say. */
function asText(value: unknown): string {
  if (typeof value === "number" || typeof value === "bigint") return String(value);
  return JSON.stringify(value, (_key, inner: unknown) => (typeof inner === "bigint" ? String(inner) : inner));
}

/**
 * Runs a command's body. A {@link UserError} is printed to standard error as it is; anything else is a fault of
 * ours and keeps its stack trace. Either way the process exits with 1.
 */
export async function reportingErrors(body: () => void | Promise<void>): Promise<void> {
  try {
    await body();
  } catch (error) {
    process.setSourceMapsEnabled(true);
    console.error(error instanceof UserError ? error.message : error);
    process.exitCode = 1;
  }
}
