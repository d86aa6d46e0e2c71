import type { Environment } from "../../environments";
import { foundationStackName, environmentStackName } from "../stack-names";
import { type Advice, providerVariables, Terraform, type TerraformBinary } from "../terraform";
import { progress } from "./output";
import type { Project } from "./project";
import { readStack } from "./synth";

/** How terraform is run for a command. */
export interface TerraformRun {
  readonly binary: TerraformBinary;
  /** Of the command's interruption. */
  readonly signal?: AbortSignal;
  /** Whether the AWS, and terraform with it, ends with this process. @default false */
  readonly endsWithParent?: boolean;
  /** Laid over the usual advice. */
  readonly advice?: Partial<Advice>;
}

/** Terraform for the stack that holds the environment. Throws a UserError where it has not been synthesized. */
export function environmentTerraform(project: Project, environment: Environment, run: TerraformRun): Terraform {
  return stackTerraform(project, environment, run, environmentStackName(environment.name));
}

/** Terraform for the stack that the environment shares with others. Throws a UserError where it has not been synthesized. */
export function foundationTerraform(project: Project, environment: Environment, run: TerraformRun): Terraform {
  return stackTerraform(project, environment, run, foundationStackName(environment));
}

function stackTerraform(project: Project, { name }: Environment, run: TerraformRun, stack: string): Terraform {
  const { providerVersion } = readStack(project, stack);
  const variables =
    providerVersion === undefined
      ? {}
      : providerVariables({ version: providerVersion, cacheFolder: project.cacheFolder });
  const bootstrap = `npm run bootstrap -- ${name}`;
  const plan = `npm run plan -- ${name}`;
  const foundation = stack !== environmentStackName(name);
  return new Terraform({
    binary: run.binary,
    signal: run.signal,
    endsWithParent: run.endsWithParent,
    stack,
    folder: project.stackFolder(stack),
    logFolder: project.logFolder,
    variables,
    advice: {
      planAgain: foundation ? bootstrap : plan,
      applyAgain: foundation ? bootstrap : `${plan}, then npm run apply -- ${name}`,
      createBackend: bootstrap,
      ...run.advice,
    },
    onProgress: (line) => progress(`  ${line}`),
  });
}
