import { type Configuration, type Resource, textIn } from "../terraform/configuration";
import { names } from "./attributes";

/** The addresses of the mappings by which custom domains lead to an API's stage: to that one, or to any by its name. */
export function customDomainsOf(configuration: Configuration, api: Resource, stage: string | undefined) {
  const mappings = (type: string, argument: string) =>
    configuration
      .ofType(type)
      .filter((mapping) => names(mapping, "api_id", api))
      .filter(({ values }) => leadsTo(textIn(values[argument]), stage))
      .map(({ address }) => address);
  return [
    ...mappings("aws_api_gateway_base_path_mapping", "stage_name"),
    ...mappings("aws_apigatewayv2_api_mapping", "stage"),
  ];
}

function leadsTo(named: string | undefined, stage: string | undefined): boolean {
  return named === undefined || named === "" || stage === undefined || named === stage;
}
