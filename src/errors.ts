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
    console.error(error instanceof UserError ? error.message : (fileFault(error) ?? error));
    process.exitCode = 1;
  }
}

const fileFaults: Readonly<Record<string, string>> = {
  EACCES: "let this user read and write it",
  EPERM: "let this user read and write it",
  EROFS: "run this where files can be written",
  ENOSPC: "make room on the disk",
  EDQUOT: "make room on the disk",
  ENOTDIR: "make a folder of what is a file in this path",
  EEXIST: "move away what is there",
  EISDIR: "move away what is there",
};

/** What the file system refuses is for the user to mend, wherever it happens. */
function fileFault(error: unknown): string | undefined {
  const { code = "", path, message } = (error ?? {}) as Partial<NodeJS.ErrnoException>;
  const fix = fileFaults[code];
  if (path === undefined || fix === undefined) return undefined;
  return describe({
    where: path,
    what: `the file system refuses: ${message?.replace(/^\w+: |, \w+ '.*$/g, "") ?? code}`,
    fix,
  });
}
