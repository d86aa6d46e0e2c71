import { all, condition, type Formula, any } from "../../formula";
import { holdsUnknown } from "../../iam/tokens";
import { blocksOf, type Configuration, type Resource, textIn, type Value } from "../../terraform/configuration";
import { type StageFacts } from "../facts/api";
import { namesWhen, names } from "./attributes";

/** The stages of a REST API: its `aws_api_gateway_stage`s, and those that a deployment makes by itself. */
export function restStages(configuration: Configuration, api: Resource): readonly StageFacts[] {
  const stages: MadeStage[] = [];
  const makers = [
    ...configuration.ofType("aws_api_gateway_deployment"),
    ...configuration.ofType("aws_api_gateway_stage"),
  ];
  for (const maker of makers) {
    const name = textIn(maker.values.stage_name);
    if (name === undefined || name === "") continue;
    const when = all([namesWhen(maker, "rest_api_id", api), makesStage(maker, name)]);
    const variables = textMap(maker.values.variables);
    if (when !== false)
      stages.push({ name, address: maker.address, variables, when, own: names(maker, "rest_api_id", api) });
  }
  return served(stages);
}

/** A deployment whose stage is not known may make none. */
function makesStage({ type, address }: Resource, name: string): Formula {
  if (type !== "aws_api_gateway_deployment" || !holdsUnknown(name)) return true;
  return condition(`stage_name of ${address} names a stage`);
}

/** The stages of an HTTP API; quick creation makes one itself. */
export function httpStages(configuration: Configuration, api: Resource): readonly StageFacts[] {
  const stages = configuration.ofType("aws_apigatewayv2_stage").flatMap((stage): readonly MadeStage[] => {
    const when = namesWhen(stage, "api_id", api);
    if (when === false) return [];
    const { address, values } = stage;
    const variables = textMap(values.stage_variables);
    const own = names(stage, "api_id", api);
    return [{ name: textIn(values.name) ?? "$default", address, variables, when, own }];
  });
  const target = textIn(api.values.target);
  if (target === undefined) return served(stages);
  const when = !holdsUnknown(target) || condition(`target of ${api.address} makes a stage`);
  const quick = { name: "$default", address: api.address, variables: new Map<string, string>(), when, own: true };
  return served([quick, ...stages]);
}

/** A stage that something makes. */
interface MadeStage extends StageFacts {
  /** Whether it is certainly the API's, if it is there. */
  readonly own: boolean;
}

/** The API's own stages, each name once; those that may be, where none certainly is. What stands last wins. */
function served(made: readonly MadeStage[]): readonly StageFacts[] {
  const own = made.filter((stage) => stage.own);
  const stages = new Map<string, StageFacts>();
  for (const { own: _, ...stage } of own.length > 0 ? own : made)
    stages.set(stage.name, eitherStage(stages.get(stage.name), stage));
  return [...stages.values()];
}

/** A stage that one of two resources makes: of what they say otherwise nothing is known, unless the latter decides. */
function eitherStage(earlier: StageFacts | undefined, later: StageFacts): StageFacts {
  if (earlier === undefined || later.when === true) return later;
  const variables = [...later.variables].filter(([name, value]) => earlier.variables.get(name) === value);
  return { ...later, variables: new Map(variables), when: any([earlier.when, later.when]) };
}

/** A map of texts. */
function textMap(value: Value | undefined): ReadonlyMap<string, string> {
  const entries = blocksOf(value).flatMap((block) => Object.entries(block));
  return new Map(entries.map(([key, text]) => [key, textIn(text) ?? ""]));
}
