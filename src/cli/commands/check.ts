import { allEnvironments, environmentNames, sharingAPlace } from "../../../environments";
import { readTerraform } from "../../access";
import { fails, findingsOf, reportAsJson, reportAsText } from "../../checks";
import { environmentStackName, foundationStackName } from "../../stack-names";
import { interruptibly } from "../interruption";
import { result } from "../output";
import { openProject } from "../project";
import { synthesize } from "../synth";
import { type TerraformFile, terraformFiles } from "../terraform-json";

/** How the findings are printed; as text unless said otherwise. */
export interface CheckOptions {
  readonly json?: boolean;
}

/**
 * `check [environment or path]`: prints what can never have been meant, and fails where nobody acknowledged it. Without
 * an argument, in every environment and in what they share.
 *
 * @throws UserError where the argument names nothing, or Terraform that can't be read.
 */
export async function check(what: string | undefined, options: CheckOptions): Promise<void> {
  const sources = await sourcesOf(what);
  const checked = sources.map(({ name, files }) => ({ name, findings: findingsOf(readTerraform(files)) }));
  result(options.json ? reportAsJson(checked) : reportAsText(checked));
  if (checked.some(({ findings }) => fails(findings))) process.exitCode = 1;
}

/** Terraform that belongs together: a stack, or what a path names. */
interface Source {
  readonly name: string;
  readonly files: readonly TerraformFile[];
}

/** An environment's name comes first; a folder of that name can be called `./dev`. */
async function sourcesOf(what: string | undefined): Promise<readonly Source[]> {
  const environment = environmentNames.find((one) => one === what);
  if (what !== undefined && environment === undefined) return [{ name: what, files: terraformFiles(what) }];
  const project = openProject();
  const again = () => `run it again: npm run check -- ${what ?? ""}`.trimEnd();
  await interruptibly({ title: "check", again }, (signal) => synthesize(project, signal));
  const stacks = environment === undefined ? allStacks() : [environmentStackName(environment)];
  return stacks.map((name) => ({ name, files: terraformFiles(`${project.stackFolder(name)}/cdk.tf.json`) }));
}

function allStacks(): readonly string[] {
  const environments = allEnvironments();
  return [
    ...environments.map(({ name }) => environmentStackName(name)),
    ...sharingAPlace(environments).map(([environment]) => foundationStackName(environment)),
  ];
}
