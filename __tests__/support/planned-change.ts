import { execFileSync } from "node:child_process";

/** A resource before and after an apply. */
export interface PlannedChange {
  readonly before: Readonly<Record<string, unknown>> | null;
  readonly after: Readonly<Record<string, unknown>> | null;
  readonly after_unknown: Readonly<Record<string, unknown>>;
}

/** What `terraform show -json` says of a plan's file, or of the state where none is given. */
export function terraformShown(stackFolder: string, env: NodeJS.ProcessEnv, planFile?: string): unknown {
  const shown = execFileSync(
    process.env.TERRAFORM_BINARY_NAME ?? "terraform",
    ["show", "-json", ...(planFile === undefined ? [] : [planFile])],
    { cwd: stackFolder, env: { ...env, CHECKPOINT_DISABLE: "1" }, encoding: "utf8", maxBuffer: 64 * 2 ** 20 },
  );
  return JSON.parse(shown) as unknown;
}

/** What a plan's file says of a resource. */
export function plannedChange(
  planFile: string,
  stackFolder: string,
  address: string,
  env: NodeJS.ProcessEnv,
): PlannedChange {
  const { resource_changes: changes } = terraformShown(stackFolder, env, planFile) as {
    resource_changes: { address: string; change: PlannedChange }[];
  };
  const found = changes.find((change) => change.address === address);
  if (!found) throw new Error(`the plan does not hold ${address}`);
  return found.change;
}
