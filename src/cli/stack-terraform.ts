import type { Environment } from "../../environments";
import { foundationStackName, environmentStackName } from "../stack-names";
import { providerSource, Terraform, type TerraformBinary } from "../terraform";
import { progress } from "./output";
import type { Project } from "./project";
import { readStack } from "./synth";

/** Terraform for the stack that holds the environment. Throws a UserError where it has not been synthesized. */
export function environmentTerraform(project: Project, environment: Environment, binary: TerraformBinary): Terraform {
  return stackTerraform(project, environment, binary, environmentStackName(environment.name));
}

/** Terraform for the stack that the environment shares with others. Throws a UserError where it has not been synthesized. */
export function foundationTerraform(project: Project, environment: Environment, binary: TerraformBinary): Terraform {
  return stackTerraform(project, environment, binary, foundationStackName(environment));
}

function stackTerraform(project: Project, { name }: Environment, binary: TerraformBinary, stack: string): Terraform {
  const { providerVersion } = readStack(project, stack);
  const provider =
    providerVersion === undefined
      ? undefined
      : providerSource({ version: providerVersion, cacheFolder: project.cacheFolder });
  const bootstrap = `npm run bootstrap -- ${name}`;
  const plan = `npm run plan -- ${name}`;
  const foundation = stack !== environmentStackName(name);
  return new Terraform({
    binary,
    stack,
    folder: project.stackFolder(stack),
    logFolder: project.logFolder,
    variables: provider?.variables ?? {},
    advice: {
      planAgain: foundation ? bootstrap : plan,
      applyAgain: foundation ? bootstrap : `${plan}, then npm run apply -- ${name}`,
      createBackend: bootstrap,
    },
    onProgress: (line) => progress(`  ${line}`),
  });
}
