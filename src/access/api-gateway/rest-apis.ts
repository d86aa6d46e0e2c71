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
    resourcePolicy:
      resourcePolicyOf(configuration, api, document) ?? (body && !document ? policyIn(address) : undefined),
  };
  return (stages.length > 0 ? stages : [undefined]).map((stage) => ({
    ...facts,
    stage: stage && { name: stage.name, address: stage.address },
    customDomains: customDomainsOf(configuration, api, stage?.name),
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
  const stages = new Map<string, StageFacts>();
  const makers = [
    ...configuration.ofType("aws_api_gateway_deployment"),
    ...configuration.ofType("aws_api_gateway_stage"),
  ];
  for (const maker of makers) {
    const name = textIn(maker.values.stage_name);
    if (name === undefined || name === "" || !names(maker, "rest_api_id", api)) continue;
    stages.set(name, { name, address: maker.address, variables: textMap(maker.values.variables) });
  }
  return [...stages.values()];
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
    .find((policy) => names(policy, "rest_api_id", api));
  const places: readonly (readonly [Value | undefined, string])[] = [
    [own?.values.policy, `${own?.address}, policy`],
    [api.values.policy, `${api.address}, policy`],
    [document?.policy, `${api.address}, body, x-amazon-apigateway-policy`],
  ];
  const [value, address] = places.find(([written]) => !isAbsent(written)) ?? [];
  return address === undefined ? undefined : expandPolicy(readPolicy(value, address, "resource"), ownerOf(api));
}

/** The policy of a body that can't be read: there may be one, and it may say anything. */
function policyIn(address: string): Policy {
  const place = `${address}, body`;
  return { address: place, version: "2012-10-17", statements: [], unknown: `the policy in ${place}` };
}

const isAbsent = (value: Value | undefined) => value === undefined || value === null || value === "";
