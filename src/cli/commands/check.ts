import { readTerraform } from "../../access/terraform/read";
import { fails, findingsOf, reportAsJson, reportAsText } from "../../checks";
import { result } from "../output";
import { openProject } from "../project";
import { terraformJsonOf } from "../terraform-json";

/** How the findings are printed; as text unless said otherwise. */
export interface CheckOptions {
  readonly json?: boolean;
}

/**
 * `check [environment or path]`: prints what can never have been meant, and fails where nobody acknowledged it.
 *
 * @throws UserError where the argument names nothing, or Terraform that cannot be read.
 */
export async function check(argument: string | undefined, options: CheckOptions): Promise<void> {
  const sources = await terraformJsonOf(openProject(), argument);
  const checked = sources.map(({ name, files }) => ({ name, findings: findingsOf(readTerraform(files)) }));
  result(options.json ? reportAsJson(checked) : reportAsText(checked));
  if (checked.some(({ findings }) => fails(findings))) process.exitCode = 1;
}
