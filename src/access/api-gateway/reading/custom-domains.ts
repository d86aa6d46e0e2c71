import { all, any, type Formula, onlyWhen } from "../../formula";
import { equals } from "../../iam/wildcards";
import { type Configuration, type Resource, textIn } from "../../terraform/configuration";
import { type Api } from "../facts/api";
import { namesWhen } from "./attributes";

/** The addresses of the mappings by which custom domains may lead to a stage of an API. */
export function customDomainsOf(
  configuration: Configuration,
  api: Resource,
  stage: string | undefined,
): Pick<Api, "customDomains" | "customDomainsWhen"> {
  const leading = (type: string, argument: string) =>
    configuration.ofType(type).map((mapping) => ({
      address: mapping.address,
      when: all([namesWhen(mapping, "api_id", api), leadsTo(textIn(mapping.values[argument]), stage)]),
    }));
  const mappings = [
    ...leading("aws_api_gateway_base_path_mapping", "stage_name"),
    ...leading("aws_apigatewayv2_api_mapping", "stage"),
  ].filter(({ when }) => when !== false);
  const { when } = onlyWhen(any(mappings.map((mapping) => mapping.when)));
  return {
    customDomains: mappings.map(({ address }) => address),
    ...(when === undefined || mappings.length === 0 ? {} : { customDomainsWhen: when }),
  };
}

/** A mapping that names no stage leads to any by its name. */
function leadsTo(named: string | undefined, stage: string | undefined): Formula {
  return named === undefined || named === "" || stage === undefined || equals(named, stage);
}
