import { type Role } from "../iam/role";
import { blocksOf, type Configuration, type Resource, textIn } from "../terraform/configuration";
import { type Api, type StageFacts } from "./api";
import { names } from "./attributes";
import { customDomainsOf } from "./custom-domains";
import { executionArnOf, ownerOf } from "./execution-arn";
import { type Functions } from "./lambda-functions";
import { httpRoutesOf } from "./http-routes";
import { readDocument } from "./open-api";
import { defaultEndpoint, documentRoutes, textMap } from "./rest-apis";
import { routesOf, type WrittenRoute } from "./written-route";

/** An HTTP API, once for each of its stages; without a stage where it has none. */
export function httpApi(
  configuration: Configuration,
  api: Resource,
  context: { readonly functions: Functions; readonly roles: readonly Role[] },
): readonly Api[] {
  const { address, label, accountId, region } = api;
  const body = textIn(api.values.body);
  const document = body === undefined ? undefined : readDocument(body, { address, basePath: "ignore" });
  const hasCors = document?.cors === true || blocksOf(api.values.cors_configuration).length > 0;
  const own = [...quickCreated(api), ...documentRoutes(address, body, document), ...httpRoutesOf(configuration, api)];
  const written = hasCors && !own.some(takesAllPreflights) ? [...own, preflights(address)] : own;
  const owner = ownerOf(api);
  const disabled = textIn(api.values.disable_execute_api_endpoint) ?? document?.defaultEndpointDisabled;
  const facts = {
    address,
    label,
    kind: "HTTP" as const,
    id: owner.apiId,
    executionArn: executionArnOf(owner),
    accountId,
    endpoint: "regional" as const,
    vpcEndpointIds: [],
    defaultEndpoint: defaultEndpoint(disabled),
  };
  const stages = stagesOf(configuration, api);
  return (stages.length > 0 ? stages : [undefined]).map((stage) => ({
    ...facts,
    stage: stage && { name: stage.name, address: stage.address },
    customDomains: customDomainsOf(configuration, api, stage?.name),
    routes: routesOf(written, {
      ...context,
      region,
      accountId,
      stageVariables: stage?.variables ?? new Map(),
    }),
  }));
}

/** The stages of an API; quick creation makes one itself. */
function stagesOf(configuration: Configuration, api: Resource): readonly StageFacts[] {
  const stages = configuration
    .ofType("aws_apigatewayv2_stage")
    .filter((stage) => names(stage, "api_id", api))
    .map(({ address, values }) => ({
      name: textIn(values.name) ?? "$default",
      address,
      variables: textMap(values.stage_variables),
    }));
  const quick = textIn(api.values.target) !== undefined && !stages.some(({ name }) => name === "$default");
  return quick ? [...stages, { name: "$default", address: api.address, variables: new Map() }] : stages;
}

/** The route that quick creation makes: `target` and, unless it is told otherwise, `$default`. */
function quickCreated(api: Resource): readonly WrittenRoute[] {
  const uri = textIn(api.values.target);
  if (uri === undefined) return [];
  const [method = "", path] = (textIn(api.values.route_key) ?? "$default").split(" ");
  return [
    {
      address: api.address,
      ...(path === undefined ? { method: "ANY", path: method } : { method, path }),
      auth: { kind: "none" },
      apiKeyRequired: false,
      integration: {
        type: /^https?:/i.test(uri) ? "HTTP_PROXY" : "AWS_PROXY",
        uri,
        credentials: textIn(api.values.credentials_arn),
        templates: [],
      },
    },
  ];
}

/**
 * Whether a route gets the questions of browsers for every path, with CORS configured or not.
 *
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-cors.html
 */
function takesAllPreflights({ method, path }: WrittenRoute): boolean {
  return path === "$default" || (/^\/\{[^{}]+\+\}$/.test(path) && (method === "ANY" || method === "OPTIONS"));
}

/** What API Gateway answers by itself where CORS is configured and no route takes `OPTIONS`. */
function preflights(address: string): WrittenRoute {
  return {
    address,
    method: "OPTIONS",
    path: "/{proxy+}",
    auth: { kind: "none" },
    apiKeyRequired: false,
    integration: { type: "MOCK", templates: [] },
  };
}
