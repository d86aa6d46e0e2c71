import { execFile } from "node:child_process";
import { tmpdir } from "node:os";
import { promisify } from "node:util";
import { z } from "zod";
import { UserError } from "../errors";
import { jsonIn } from "../json";

/** The oldest Terraform that locks state in S3 itself (`use_lockfile`). */
export const oldestTerraform = "1.10.0";

/** A Terraform that was found and is new enough. */
export interface TerraformBinary {
  /** What to run: a path, or a name on PATH. */
  readonly command: string;
  /** For example `1.11.4`. */
  readonly version: string;
}

const installPage = "https://developer.hashicorp.com/terraform/install";
const versionAnswer = z.object({ terraform_version: z.string() });

/**
 * The terraform to use: what `TERRAFORM_BINARY_NAME` names (as for cdktf), else `terraform` on PATH.
 *
 * @throws UserError with the install page where there is none, where it does not run, or where it is too old.
 */
export async function findTerraform(environment: NodeJS.ProcessEnv = process.env): Promise<TerraformBinary> {
  const named = environment.TERRAFORM_BINARY_NAME;
  const command = named || "terraform";
  const version = await versionOf(command, environment);
  if (isOlder(version, oldestTerraform)) {
    throw new UserError({
      where: command,
      what: "this Terraform is too old: it can't lock state in S3 by itself",
      got: version,
      allowed: `${oldestTerraform} or newer`,
      fix: `install a newer one: ${installPage}`,
    });
  }
  return { command, version };
}

async function versionOf(command: string, environment: NodeJS.ProcessEnv): Promise<string> {
  // A CLI configuration file that is not there would add a warning to the answer.
  const env = { ...environment, CHECKPOINT_DISABLE: "1", TF_CLI_CONFIG_FILE: undefined };
  const answer = await promisify(execFile)(command, ["version", "-json"], {
    env,
    cwd: tmpdir(),
    timeout: 30_000,
  }).catch((error: unknown) => {
    throw doesNotRun(command, environment, error);
  });
  const version = versionIn(answer.stdout);
  if (version !== undefined) return version;
  throw new UserError({
    where: command,
    what: "does not answer `version -json` as Terraform does",
    got: answer.stdout.slice(0, 200),
    fix: `install Terraform (${installPage}) or let TERRAFORM_BINARY_NAME name it`,
  });
}

function versionIn(answer: string): string | undefined {
  const version = versionAnswer.safeParse(jsonIn(answer)).data?.terraform_version;
  return version !== undefined && /^\d+\.\d+\.\d+/.test(version) ? version : undefined;
}

function doesNotRun(command: string, environment: NodeJS.ProcessEnv, error: unknown): UserError {
  const missing = (error as NodeJS.ErrnoException).code === "ENOENT";
  const named = environment.TERRAFORM_BINARY_NAME;
  const notFound = named ? "TERRAFORM_BINARY_NAME names nothing that can be run" : "there is no terraform on PATH";
  return new UserError({
    where: command,
    what: missing ? notFound : `does not run: ${reasonOf(error as Error & { stderr?: string })}`,
    fix: `install Terraform ${oldestTerraform} or newer (${installPage}), or let TERRAFORM_BINARY_NAME name it`,
  });
}

/** What it said itself, where it ran and failed. */
const reasonOf = ({ message, stderr = "" }: Error & { stderr?: string }) =>
  (stderr.trim() || message).split("\n", 1)[0] ?? "";

/** Whether a version comes before another; a pre-release counts as its release. */
export function isOlder(version: string, than: string): boolean {
  const [ours, theirs] = [version, than].map((text) => text.split("-")[0]?.split(".").map(Number) ?? []);
  for (let index = 0; index < 3; index += 1) {
    const difference = (ours?.[index] ?? 0) - (theirs?.[index] ?? 0);
    if (difference !== 0) return difference < 0;
  }
  return false;
}
