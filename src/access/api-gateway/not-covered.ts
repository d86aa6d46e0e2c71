import { type Configuration, type Resource, textIn } from "../terraform/configuration";
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

/** What of a configuration's APIs is not analysed, in sentences without a full stop. */
export function notCovered(configuration: Configuration): readonly string[] {
  const webSockets = configuration
    .ofType("aws_apigatewayv2_api")
    .filter(({ values }) => textIn(values.protocol_type) === "WEBSOCKET");
  const apis = [...configuration.ofType("aws_api_gateway_rest_api"), ...configuration.ofType("aws_apigatewayv2_api")];
  const stray = Object.entries(parts).flatMap(([type, argument]) =>
    configuration.ofType(type).filter((part) => !apis.some((api) => names(part, argument, api))),
  );
  const known = Object.entries(unread).flatMap(([type, what]) =>
    configuration.ofType(type).map((resource) => sentence(resource, what)),
  );
  return [
    ...webSockets.map((api) => sentence(api, "a WebSocket API")),
    ...stray.map((part) => sentence(part, "a part of an API that is not in the configuration")),
    ...known,
    ...(apis.length > 0 ? ["what another Terraform state, or anybody by hand, changes of these APIs"] : []),
  ];
}

const sentence = ({ address }: Resource, what: string) => `${address}: ${what}`;
