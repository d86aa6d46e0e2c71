import { all, condition, type Formula } from "../formula";
import { holdsUnknown } from "../iam/tokens";
import { blocksOf, type Configuration, type Resource, textIn, type Value } from "../terraform/configuration";
import { type StageFacts } from "./api";
import { namesWhen } from "./attributes";

/** The stages of a REST API: its `aws_api_gateway_stage`s, and those that a deployment makes by itself. */
export function restStages(configuration: Configuration, api: Resource): readonly StageFacts[] {
  const stages = new Map<string, StageFacts>();
  const makers = [
    ...configuration.ofType("aws_api_gateway_deployment"),
    ...configuration.ofType("aws_api_gateway_stage"),
  ];
  for (const maker of makers) {
    const name = textIn(maker.values.stage_name);
    if (name === undefined || name === "") continue;
    const when = all([namesWhen(maker, "rest_api_id", api), makesStage(maker, name)]);
    const variables = textMap(maker.values.variables);
    if (when !== false) stages.set(name, { name, address: maker.address, variables, when });
  }
  return served([...stages.values()]);
}

/** A deployment whose stage is not known may make none. */
function makesStage({ type, address }: Resource, name: string): Formula {
  if (type !== "aws_api_gateway_deployment" || !holdsUnknown(name)) return true;
  return condition(`stage_name of ${address} names a stage`);
}

/** The stages of an HTTP API; quick creation makes one itself. */
export function httpStages(configuration: Configuration, api: Resource): readonly StageFacts[] {
  const stages = configuration.ofType("aws_apigatewayv2_stage").flatMap((stage): readonly StageFacts[] => {
    const when = namesWhen(stage, "api_id", api);
    if (when === false) return [];
    const { address, values } = stage;
    const variables = textMap(values.stage_variables);
    return [{ name: textIn(values.name) ?? "$default", address, variables, when }];
  });
  const target = textIn(api.values.target);
  if (target === undefined || stages.some(({ name, when }) => name === "$default" && when === true))
    return served(stages);
  const when = !holdsUnknown(target) || condition(`target of ${api.address} makes a stage`);
  return served([...stages, { name: "$default", address: api.address, variables: new Map(), when }]);
}

/** Those that certainly serve the API; those that may, where none certainly does. */
function served(stages: readonly StageFacts[]): readonly StageFacts[] {
  const certain = stages.filter(({ when }) => when === true);
  return certain.length > 0 ? certain : stages;
}

/** A map of texts. */
function textMap(value: Value | undefined): ReadonlyMap<string, string> {
  const entries = blocksOf(value).flatMap((block) => Object.entries(block));
  return new Map(entries.map(([key, text]) => [key, textIn(text) ?? ""]));
}
