import { type Policy } from "../../iam/policy";
import { expandPolicy } from "../../iam/shorthand";
import { isKnown } from "../../symbols";
import { blocksOf, type Configuration, type Resource, textIn, textsIn, unknownIn } from "../../terraform/configuration";
import { type Api } from "../facts/api";
import { type Body, bodyOf, documentRoutes, isUnread } from "./body";
import { ownerOf } from "./execution-arn";
import { notKnown, givenPolicies, policiesIn } from "./given-policy";
import { firstInForce } from "../../iam/in-force";
import { type DocumentPlace } from "./open-api";
import { methodsOf } from "./rest-methods";
import { type ApiContext, servedApis, type WrittenApi } from "./served-api";
import { restStages } from "./stages";

/** A REST API, once for each of its stages; without a stage where it has none. */
export function restApi(configuration: Configuration, api: Resource, context: ApiContext): readonly Api[] {
  const body = bodyOf(api, basePathUse(api));
  const endpoint = endpointConfiguration(api);
  const written: WrittenApi = {
    kind: "REST",
    body,
    routes: [...documentRoutes(api.address, body), ...methodsOf(configuration, api)],
    stages: restStages(configuration, api),
    endpoint: endpointKind(endpoint.types),
    vpcEndpointIds: [...endpoint.vpcEndpointIds, ...(body?.document?.vpcEndpointIds ?? [])],
    resourcePolicy: resourcePolicyOf(configuration, api, body),
  };
  return servedApis(configuration, api, written, context);
}

function basePathUse({ values: { parameters } }: Resource): DocumentPlace["basePath"] {
  const use = unknownIn(parameters) ?? blocksOf(parameters).map(({ basepath }) => textIn(basepath))[0];
  if (use === "prepend" || use === "split") return use;
  return isKnown(use ?? "") ? "ignore" : "unknown";
}

/** What `endpoint_configuration` says. */
function endpointConfiguration(api: Resource): {
  readonly types: readonly string[];
  readonly vpcEndpointIds: readonly string[];
} {
  const { endpoint_configuration: value } = api.values;
  const blocks = blocksOf(value);
  const unknown = unknownIn(value);
  return {
    types: unknown === undefined ? blocks.flatMap((block) => textsIn(block.types)) : [unknown],
    vpcEndpointIds: blocks.flatMap((block) => textsIn(block.vpc_endpoint_ids)),
  };
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
