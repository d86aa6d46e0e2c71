import { any, onlyWhen } from "../../formula";
import { type Configuration, type Resource, textIn } from "../../terraform/configuration";
import { type Api } from "../facts/api";
import { namesWhen } from "./attributes";

/** The addresses of the mappings by which custom domains may lead to an API's stage. */
export function customDomainsOf(
  configuration: Configuration,
  api: Resource,
  stage: string | undefined,
): Pick<Api, "customDomains" | "customDomainsWhen"> {
  const mappings = [
    ["aws_api_gateway_base_path_mapping", "stage_name"] as const,
    ["aws_apigatewayv2_api_mapping", "stage"] as const,
  ]
    .flatMap(([type, argument]) =>
      configuration.ofType(type).filter(({ values }) => leadsTo(textIn(values[argument]), stage)),
    )
    .map((mapping) => ({ address: mapping.address, when: namesWhen(mapping, "api_id", api) }))
    .filter(({ when }) => when !== false);
  const { when } = onlyWhen(any(mappings.map((mapping) => mapping.when)));
  return {
    customDomains: mappings.map(({ address }) => address),
    ...(when === undefined || mappings.length === 0 ? {} : { customDomainsWhen: when }),
  };
}

/** A mapping that names no stage leads to any by its name. */
function leadsTo(named: string | undefined, stage: string | undefined): boolean {
  return named === undefined || named === "" || stage === undefined || named === stage;
}
