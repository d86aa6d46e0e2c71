import { type Configuration, type Resource } from "../terraform/configuration";
import { names } from "./attributes";

/** The addresses of the mappings by which custom domains lead to an API. */
export function customDomainsOf(configuration: Configuration, api: Resource): readonly string[] {
  return ["aws_api_gateway_base_path_mapping", "aws_apigatewayv2_api_mapping"]
    .flatMap((type) => configuration.ofType(type))
    .filter((mapping) => names(mapping, "api_id", api))
    .map(({ address }) => address);
}
