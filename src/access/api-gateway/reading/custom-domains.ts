import { type Configuration, type Resource, textIn } from "../../terraform/configuration";
import { namesWhen } from "./attributes";

/** The addresses of the mappings by which certainly custom domains lead to an API's stage. */
export function customDomainsOf(
  configuration: Configuration,
  api: Resource,
  stage: string | undefined,
): readonly string[] {
  const mappings = (type: string, argument: string) =>
    configuration
      .ofType(type)
      .filter((mapping) => namesWhen(mapping, "api_id", api) === true)
      .filter(({ values }) => leadsTo(textIn(values[argument]), stage))
      .map(({ address }) => address);
  return [
    ...mappings("aws_api_gateway_base_path_mapping", "stage_name"),
    ...mappings("aws_apigatewayv2_api_mapping", "stage"),
  ];
}

/** A mapping that names no stage leads to any by its name. */
function leadsTo(named: string | undefined, stage: string | undefined): boolean {
  return named === undefined || named === "" || stage === undefined || named === stage;
}
