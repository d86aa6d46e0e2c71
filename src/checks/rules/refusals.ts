import { type Api } from "../../access/api-gateway/facts/api";
import { names } from "../../access/api-gateway/reading/attributes";
import { objectIn, objectOf } from "../../access/api-gateway/reading/json-object";
import { isKnown } from "../../access/symbols";
import { blocksOf, type Resource, textIn, type Value } from "../../access/terraform/configuration";
import { jsonIn } from "../../json";
import { type Facts, type Rule } from "../facts";
import { holdsUnknownBlocks, mayBelongToAny, mayHaveMore } from "./certainty";
import { apisByAddress } from "./policy-routes";

/** REST APIs that answer preflights, and whose refusals a browser does not let its page read. */
export const refusalRule: Rule = (facts) =>
  apisByAddress(facts).flatMap(([api]) => {
    const resource = facts.configuration.resources.find(({ address }) => address === api.address);
    if (resource === undefined || !wantsCors(api) || answersWithCors(facts, resource) !== false) return [];
    return [
      {
        id: "refusals-without-cors",
        severity: "warning",
        address: api.address,
        what: "the API answers OPTIONS, and its gateway response DEFAULT_4XX adds no Access-Control-Allow-Origin",
        reason:
          "a browser shows each refusal, such as an expired token, as a fault of CORS, and hides its status from the page",
        fix: "add aws_api_gateway_gateway_response for DEFAULT_4XX and DEFAULT_5XX with gatewayresponse.header.Access-Control-Allow-Origin",
      } as const,
    ];
  });

const wantsCors = ({ kind, routes }: Api) =>
  kind === "REST" &&
  routes.some(({ method, auth }) => method === "OPTIONS" && auth.kind === "none") &&
  routes.some(({ auth }) => auth.kind !== "none" && auth.kind !== "unknown");

/** Whether refusals carry the header; undefined where that is not known. */
function answersWithCors(facts: Facts, api: Resource): boolean | undefined {
  const own = facts.configuration
    .ofType("aws_api_gateway_gateway_response")
    .filter((response) => names(response, "rest_api_id", api));
  if (mayHaveMore(facts, api.address) || mayBelongToAny(facts, "aws_api_gateway_gateway_response", "rest_api_id"))
    return undefined;
  if (own.some(({ values }) => !isKnown(textIn(values.response_type) ?? ""))) return undefined;
  if (own.some(({ address }) => holdsUnknownBlocks(facts, address, "response_parameters"))) return undefined;
  const text = textIn(api.values.body);
  const document = text === undefined ? {} : objectOf(jsonIn(text));
  if (document === undefined) return undefined;
  const responses: readonly (readonly [type: string | undefined, parameters: Value | undefined])[] = [
    ...own.map(({ values }) => [textIn(values.response_type), values.response_parameters] as const),
    ...Object.entries(objectIn(document, "x-amazon-apigateway-gateway-responses") ?? {}).map(
      ([type, response]) => [type, objectOf(response)?.responseParameters] as const,
    ),
  ];
  return responses.some(([type, parameters]) => type !== undefined && refusals.has(type) && hasHeader(parameters));
}

/** The response that stands for all others, or those that stand for missing permissions: some thought was given to them. */
const refusals = new Set(["DEFAULT_4XX", "UNAUTHORIZED", "ACCESS_DENIED", "MISSING_AUTHENTICATION_TOKEN"]);

function hasHeader(parameters: Value | undefined): boolean {
  const keys = blocksOf(parameters).flatMap((block) => Object.keys(block));
  return keys.some((key) => key.toLowerCase() === "gatewayresponse.header.access-control-allow-origin");
}
