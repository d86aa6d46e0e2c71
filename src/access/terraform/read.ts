import { mergedBlocks } from "./blocks";
import { type Configuration } from "./configuration";
import { inputIn, type TerraformFile } from "./input";
import { JsonConfiguration } from "./json-configuration";
import { unreadModules } from "./module-calls";
import { instancesOfPlan } from "./plan";
import { configurationOf } from "./resources";
import { instancesOfState } from "./state";

/**
 * Reads Terraform: the files of a folder of Terraform JSON, or what `terraform show -json` says of a plan or a state.
 *
 * @param files Parsed, each with the name that errors call it by.
 * @throws UserError where they are none of these, or hold what Terraform would refuse.
 * @see https://developer.hashicorp.com/terraform/internals/json-format
 */
export function readTerraform(files: readonly TerraformFile[]): Configuration {
  const input = inputIn(files);
  if (input.kind === "configuration") {
    const blocks = mergedBlocks(input.files);
    const configuration = configurationOf(new JsonConfiguration(blocks, input.variables).instances(), blocks.stack);
    return { ...configuration, unreadModules: unreadModules(blocks) };
  }
  const read = input.kind === "plan" ? instancesOfPlan : instancesOfState;
  return configurationOf(read(input.json, input.name));
}
