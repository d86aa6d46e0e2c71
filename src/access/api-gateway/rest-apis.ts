import { onlyWhen } from "../formula";
import { firstInForce } from "../iam/in-force";
import { type Policy } from "../iam/policy";
import { type Role } from "../iam/role";
import { expandPolicy } from "../iam/shorthand";
import { isKnown } from "../symbols";
import { blocksOf, type Configuration, type Resource, textIn, unknownIn } from "../terraform/configuration";
import { type Api } from "./api";
import { type Body, bodyOf, defaultEndpoint, documentRoutes, isUnread } from "./body";
import { customDomainsOf } from "./custom-domains";
import { executionArnOf, ownerOf } from "./execution-arn";
import { givenPolicies, notKnown, policiesIn } from "./given-policy";
import { type Functions } from "./lambda-functions";
import { type DocumentPlace } from "./open-api";
import { endpointConfiguration, methodsOf } from "./rest-methods";
import { restStages } from "./stages";
import { routesOf } from "./written-route";

/** A REST API, once for each of its stages; without a stage where it has none. */
export function restApi(
  configuration: Configuration,
  api: Resource,
  context: { readonly functions: Functions; readonly roles: readonly Role[] },
): readonly Api[] {
  const { address, label, accountId, region } = api;
  const body = bodyOf(api, basePathUse(api));
  const owner = ownerOf(api);
  const written = [...documentRoutes(address, body), ...methodsOf(configuration, api)];
  const stages = restStages(configuration, api);
  const endpoint = endpointConfiguration(api);
  const facts = {
    address,
    label,
    kind: "REST" as const,
    id: owner.apiId,
    executionArn: executionArnOf(owner),
    accountId,
    endpoint: endpointKind(endpoint.types),
    vpcEndpointIds: [...endpoint.vpcEndpointIds, ...(body?.document?.vpcEndpointIds ?? [])],
    defaultEndpoint: defaultEndpoint(api, body),
    bodyUnread: isUnread(body),
    ...customDomainsOf(configuration, api),
    resourcePolicy: resourcePolicyOf(configuration, api, body),
    ...onlyWhen(api.exists),
  };
  return (stages.length > 0 ? stages : [undefined]).map((stage) => ({
    ...facts,
    stage,
    routes: routesOf(written, { ...context, region, accountId, stageVariables: stage?.variables ?? new Map() }),
  }));
}

function basePathUse({ values: { parameters } }: Resource): DocumentPlace["basePath"] {
  const use = unknownIn(parameters) ?? blocksOf(parameters).map(({ basepath }) => textIn(basepath))[0];
  if (use === "prepend" || use === "split") return use;
  return isKnown(use ?? "") ? "ignore" : "unknown";
}

function endpointKind([type, ...others]: readonly string[]): Api["endpoint"] {
  if (type === undefined) return "edge";
  if (others.length > 0) return "unknown";
  const kinds: Readonly<Record<string, Api["endpoint"]>> = { EDGE: "edge", REGIONAL: "regional", PRIVATE: "private" };
  return kinds[type] ?? "unknown";
}

/** The policy of its own resource, otherwise the API's argument, otherwise what its document says. */
function resourcePolicyOf(configuration: Configuration, api: Resource, body: Body | undefined): Policy | undefined {
  const { address } = api;
  const policies = [
    ...givenPolicies(configuration.ofType("aws_api_gateway_rest_api_policy"), "rest_api_id", api),
    ...policiesIn(api.values.policy, `${address}, policy`),
    ...(isUnread(body)
      ? [notKnown(`${address}, body`, `the body of ${address}`)]
      : policiesIn(body?.document?.policy, `${address}, body, x-amazon-apigateway-policy`)),
  ];
  return firstInForce(policies.map((policy) => expandPolicy(policy, ownerOf(api))));
}
