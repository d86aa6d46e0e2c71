import { any, onlyWhen } from "../formula";
import { type Configuration, type Resource } from "../terraform/configuration";
import { type Api } from "./api";
import { namesWhen } from "./attributes";

/** The addresses of the mappings by which custom domains may lead to an API. */
export function customDomainsOf(
  configuration: Configuration,
  api: Resource,
): Pick<Api, "customDomains" | "customDomainsWhen"> {
  const mappings = ["aws_api_gateway_base_path_mapping", "aws_apigatewayv2_api_mapping"]
    .flatMap((type) => configuration.ofType(type))
    .map((mapping) => ({ address: mapping.address, when: namesWhen(mapping, "api_id", api) }))
    .filter(({ when }) => when !== false);
  const { when } = onlyWhen(any(mappings.map((mapping) => mapping.when)));
  return {
    customDomains: mappings.map(({ address }) => address),
    ...(when === undefined || mappings.length === 0 ? {} : { customDomainsWhen: when }),
  };
}
