import { holdsUnknown } from "../../iam/tokens";
import { isKnown } from "../../symbols";
import { type Configuration, type Resource, textIn } from "../../terraform/configuration";
import { type Api } from "../facts/api";
import { names } from "./attributes";

/** Kinds of resources that bear on who can call an API, and are not looked at. */
const unread: Readonly<Record<string, string>> = {
  aws_api_gateway_base_path_mapping: "a custom domain of an API",
  aws_api_gateway_domain_name: "a custom domain: its own policy, and certificates that callers must have",
  aws_api_gateway_domain_name_access_association: "a private custom domain",
  aws_api_gateway_usage_plan: "a usage plan: which API keys let a call through, and how often",
  aws_api_gateway_vpc_link: "a link into a VPC",
  aws_apigatewayv2_api_mapping: "a custom domain of an API",
  aws_apigatewayv2_domain_name: "a custom domain: certificates that callers must have",
  aws_apigatewayv2_vpc_link: "a link into a VPC",
  aws_appsync_graphql_api: "an AppSync API",
  aws_lambda_function_url: "a function's own URL, which no API guards",
  aws_ram_resource_share: "resources shared with other accounts",
  aws_waf_web_acl_association: "a web ACL, which may refuse calls that are allowed here",
  aws_wafregional_web_acl_association: "a web ACL, which may refuse calls that are allowed here",
  aws_wafv2_web_acl_association: "a web ACL, which may refuse calls that are allowed here",
};

/** The parts of APIs, and the argument by which each names its API. */
const parts: Readonly<Record<string, "rest_api_id" | "api_id">> = {
  aws_api_gateway_method: "rest_api_id",
  aws_api_gateway_rest_api_policy: "rest_api_id",
  aws_api_gateway_stage: "rest_api_id",
  aws_apigatewayv2_route: "api_id",
  aws_apigatewayv2_stage: "api_id",
};

/** Further arguments that say to what a resource belongs. Where one is not known, it counts as nothing's or as anything's. */
const links: readonly (readonly [type: string, argument: string])[] = [
  ...Object.entries(parts),
  ["aws_api_gateway_deployment", "rest_api_id"],
  ["aws_api_gateway_integration", "rest_api_id"],
  ["aws_api_gateway_integration", "resource_id"],
  ["aws_api_gateway_method", "resource_id"],
  ["aws_api_gateway_resource", "rest_api_id"],
  ["aws_api_gateway_resource", "parent_id"],
  ["aws_apigatewayv2_authorizer", "api_id"],
  ["aws_apigatewayv2_integration", "api_id"],
  ["aws_vpc_endpoint_policy", "vpc_endpoint_id"],
];

/** What of a configuration's APIs is not analysed, in sentences without a full stop. */
export function notCovered(configuration: Configuration, apis: readonly Api[]): readonly string[] {
  const known = Object.entries(unread).flatMap(([type, what]) =>
    configuration.ofType(type).map((resource) => sentence(resource, what)),
  );
  const unreadBodies = apis.filter(({ bodyUnread }) => bodyUnread === true).map(({ address }) => address);
  return [
    ...configuration.unreadModules.map(
      ({ address, source }) => `${address}: what the module ${source} makes; a plan or a state would say it`,
    ),
    ...webSockets(configuration),
    ...[...new Set(unreadBodies)].map((address) => `${address}: a body that is not known, or YAML`),
    ...unlinked(configuration),
    ...ofAnyNumber(configuration),
    ...known,
    ...(apiResources(configuration).length > 0
      ? ["what another Terraform state, or anybody by hand, changes of these APIs"]
      : []),
  ];
}

function apiResources({ ofType }: Configuration): readonly Resource[] {
  return [...ofType("aws_api_gateway_rest_api"), ...ofType("aws_apigatewayv2_api")];
}

function webSockets(configuration: Configuration): readonly string[] {
  return configuration.ofType("aws_apigatewayv2_api").flatMap((api) => {
    const protocol = textIn(api.values.protocol_type) ?? "";
    if (!isKnown(protocol)) return [sentence(api, "whether it is a WebSocket API, which would not be analysed")];
    return protocol === "WEBSOCKET" ? [sentence(api, "a WebSocket API")] : [];
  });
}

/** What belongs to nothing that is here, or may belong to anything. */
function unlinked(configuration: Configuration): readonly string[] {
  const apis = apiResources(configuration);
  const open = links.flatMap(([type, argument]) =>
    configuration
      .ofType(type)
      .filter(({ values }) => holdsUnknown(textIn(values[argument]) ?? ""))
      .map((part) => sentence(part, `to what it belongs, because its ${argument} is not known`)),
  );
  const stray = Object.entries(parts).flatMap(([type, argument]) =>
    configuration
      .ofType(type)
      .filter((part) => !holdsUnknown(textIn(part.values[argument]) ?? ""))
      .filter((part) => !apis.some((api) => names(part, argument, api)))
      .map((part) => sentence(part, "a part of an API that is not in the configuration")),
  );
  return [...stray, ...open];
}

/** The kinds of resources that are looked at. */
const looked = /^aws_(api_gateway|apigatewayv2|cognito|iam_policy|iam_role|lambda_permission|vpc_endpoint)/;

/** One stands for as many as there will be. */
function ofAnyNumber({ resources }: Configuration): readonly string[] {
  return resources
    .filter(({ type, mode, exists }) => exists !== undefined && mode === "managed" && looked.test(type))
    .map((resource) => sentence(resource, "how many there are, if any, because its count or for_each is not known"));
}

const sentence = ({ address }: Resource, what: string) => `${address}: ${what}`;
