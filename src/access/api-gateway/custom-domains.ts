import { type Configuration, type Resource } from "../terraform/configuration";
import { namesWhen } from "./attributes";

/** The addresses of the mappings by which certainly custom domains lead to an API. */
export function customDomainsOf(configuration: Configuration, api: Resource): readonly string[] {
  return ["aws_api_gateway_base_path_mapping", "aws_apigatewayv2_api_mapping"]
    .flatMap((type) => configuration.ofType(type))
    .filter((mapping) => namesWhen(mapping, "api_id", api) === true)
    .map(({ address }) => address);
}
