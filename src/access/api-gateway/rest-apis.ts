import { any, type Formula, onlyWhen } from "../formula";
import { firstInForce, inForceWhen } from "../iam/in-force";
import { type Policy } from "../iam/policy";
import { readPolicy } from "../iam/read-policy";
import { type Role } from "../iam/role";
import { expandPolicy } from "../iam/shorthand";
import { blocksOf, type Configuration, type Resource, textIn, type Value } from "../terraform/configuration";
import { type Api, type StageFacts } from "./api";
import { names, switchIn } from "./attributes";
import { customDomainsOf } from "./custom-domains";
import { executionArnOf, ownerOf } from "./execution-arn";
import { type Functions } from "./lambda-functions";
import { type Document, readDocument } from "./open-api";
import { endpointConfiguration, methodsOf } from "./rest-methods";
import { routesOf, unreadable, type WrittenRoute } from "./written-route";

/** A REST API, once for each of its stages; without a stage where it has none. */
export function restApi(
  configuration: Configuration,
  api: Resource,
  context: { readonly functions: Functions; readonly roles: readonly Role[] },
): readonly Api[] {
  const { address, label, accountId, region } = api;
  const body = textIn(api.values.body);
  const document = body === undefined ? undefined : readDocument(body, { address, basePath: basePathUse(api) });
  const owner = ownerOf(api);
  const written = [...documentRoutes(address, body, document), ...methodsOf(configuration, api)];
  const stages = stagesOf(configuration, api);
  const endpoint = endpointConfiguration(api);
  const disabled = textIn(api.values.disable_execute_api_endpoint) ?? document?.defaultEndpointDisabled;
  const facts = {
    address,
    label,
    kind: "REST" as const,
    id: owner.apiId,
    executionArn: executionArnOf(owner),
    accountId,
    endpoint: endpointKind(endpoint.types),
    vpcEndpointIds: [...endpoint.vpcEndpointIds, ...(document?.vpcEndpointIds ?? [])],
    defaultEndpoint: defaultEndpoint(disabled),
    ...customDomainsOf(configuration, api),
    resourcePolicy: resourcePolicyOf(configuration, api, document),
    ...onlyWhen(api.exists),
  };
  return (stages.length > 0 ? stages : [undefined]).map((stage) => ({
    ...facts,
    stage: stage && { name: stage.name, address: stage.address, ...onlyWhen(stage.when) },
    routes: routesOf(written, { ...context, region, accountId, stageVariables: stage?.variables ?? new Map() }),
  }));
}

/** The routes of an API's body; one that stands for all where there is a body that can't be read. */
export function documentRoutes(
  address: string,
  body: string | undefined,
  document: Document | undefined,
): readonly WrittenRoute[] {
  if (body === undefined) return [];
  if (document) return document.operations.map((operation) => ({ address, ...operation }));
  return [unreadable(address, `${address} admits the call by its body, which is not known or YAML: write it as JSON`)];
}

/** Whether the name that AWS gives an API leads to it. */
export function defaultEndpoint(disabled: string | undefined): Api["defaultEndpoint"] {
  const is = switchIn(disabled, false);
  if (is === "unknown") return is;
  return is ? "disabled" : "enabled";
}

function basePathUse(api: Resource): "ignore" | "prepend" | "split" {
  const use = blocksOf(api.values.parameters).map((parameters) => textIn(parameters.basepath))[0];
  return use === "prepend" || use === "split" ? use : "ignore";
}

function endpointKind([type, ...others]: readonly string[]): Api["endpoint"] {
  if (type === undefined) return "edge";
  if (others.length > 0) return "unknown";
  const kinds: Readonly<Record<string, Api["endpoint"]>> = { EDGE: "edge", REGIONAL: "regional", PRIVATE: "private" };
  return kinds[type] ?? "unknown";
}

/** The stages of an API: its `aws_api_gateway_stage`s, and those that a deployment makes by itself. */
function stagesOf(configuration: Configuration, api: Resource): readonly StageFacts[] {
  const makers = [
    ...configuration.ofType("aws_api_gateway_deployment"),
    ...configuration.ofType("aws_api_gateway_stage"),
  ];
  return stagesByName(
    makers.flatMap((maker) => {
      const name = textIn(maker.values.stage_name);
      if (name === undefined || name === "" || !names(maker, "rest_api_id", api)) return [];
      return {
        name,
        address: maker.address,
        variables: textMap(maker.values.variables),
        ...onlyWhen(maker.exists),
      };
    }),
  );
}

/** Stages, each name once: what stands last wins. */
export function stagesByName(made: readonly StageFacts[]): readonly StageFacts[] {
  const stages = new Map<string, StageFacts>();
  for (const stage of made) stages.set(stage.name, eitherStage(stages.get(stage.name), stage));
  return [...stages.values()];
}

/** A stage that one of two resources makes: of what they say otherwise nothing is known, unless the latter decides. */
function eitherStage(earlier: StageFacts | undefined, later: StageFacts): StageFacts {
  if (earlier === undefined || later.when === undefined) return later;
  const variables = [...later.variables].filter(([name, value]) => earlier.variables.get(name) === value);
  const { when: _, ...stage } = later;
  return { ...stage, variables: new Map(variables), ...onlyWhen(any([earlier.when ?? true, later.when])) };
}

/** A map of texts. */
export function textMap(value: Value | undefined): ReadonlyMap<string, string> {
  const entries = blocksOf(value).flatMap((block) => Object.entries(block));
  return new Map(entries.map(([key, text]) => [key, textIn(text) ?? ""]));
}

/** The policy of its own resource, otherwise the API's argument, otherwise what its document says. */
function resourcePolicyOf(
  configuration: Configuration,
  api: Resource,
  document: Document | undefined,
): Policy | undefined {
  const own = configuration
    .ofType("aws_api_gateway_rest_api_policy")
    .filter((policy) => names(policy, "rest_api_id", api));
  const places: readonly Place[] = [
    ...own.map(({ values, address, exists }) => ({ value: values.policy, address: `${address}, policy`, exists })),
    { value: api.values.policy, address: `${api.address}, policy` },
    { value: document?.policy, address: `${api.address}, body, x-amazon-apigateway-policy` },
  ];
  const written = places.filter(({ value }) => !isAbsent(value));
  // What stands behind one that certainly is there has no effect.
  const certain = written.findIndex(({ exists }) => exists === undefined);
  const read = (certain < 0 ? written : written.slice(0, certain + 1)).map(({ value, address, exists }) =>
    inForceWhen(expandPolicy(readPolicy(value, address, "resource"), ownerOf(api)), exists),
  );
  return firstInForce(read);
}

interface Place {
  readonly value: Value | undefined;
  readonly address: string;
  readonly exists?: Formula;
}

const isAbsent = (value: Value | undefined) => value === undefined || value === null || value === "";
