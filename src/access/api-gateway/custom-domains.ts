import { any, onlyWhen } from "../formula";
import { type Configuration, type Resource } from "../terraform/configuration";
import { type Api } from "./api";
import { names } from "./attributes";

/** The addresses of the mappings by which custom domains lead to an API. */
export function customDomainsOf(
  configuration: Configuration,
  api: Resource,
): Pick<Api, "customDomains" | "customDomainsWhen"> {
  const mappings = ["aws_api_gateway_base_path_mapping", "aws_apigatewayv2_api_mapping"]
    .flatMap((type) => configuration.ofType(type))
    .filter((mapping) => names(mapping, "api_id", api));
  const { when } = onlyWhen(any(mappings.map(({ exists }) => exists ?? true)));
  return {
    customDomains: mappings.map(({ address }) => address),
    ...(when === undefined || mappings.length === 0 ? {} : { customDomainsWhen: when }),
  };
}
