import { onlyWhen } from "../formula";
import { type Role } from "../iam/role";
import { readable } from "../symbols";
import { blocksOf, type Configuration, type Resource, textIn, unknownIn } from "../terraform/configuration";
import { type Api } from "./api";
import { type Body, bodyOf, defaultEndpoint, documentRoutes, isUnread } from "./body";
import { customDomainsOf } from "./custom-domains";
import { executionArnOf, ownerOf } from "./execution-arn";
import { type Functions } from "./lambda-functions";
import { httpRoutesOf, routeKeyIn } from "./http-routes";
import { httpStages } from "./stages";
import { routesOf, type WrittenRoute } from "./written-route";

/** An HTTP API, once for each of its stages; without a stage where it has none. */
export function httpApi(
  configuration: Configuration,
  api: Resource,
  context: { readonly functions: Functions; readonly roles: readonly Role[] },
): readonly Api[] {
  const { address, label, accountId, region } = api;
  const body = bodyOf(api, "ignore");
  const hasCors = corsOf(api, body);
  const written = [
    ...quickCreated(api),
    ...documentRoutes(address, body),
    ...httpRoutesOf(configuration, api),
    ...(hasCors === false ? [] : [preflights(address, hasCors)]),
  ];
  const owner = ownerOf(api);
  const facts = {
    address,
    label,
    kind: "HTTP" as const,
    id: owner.apiId,
    executionArn: executionArnOf(owner),
    accountId,
    endpoint: "regional" as const,
    vpcEndpointIds: [],
    defaultEndpoint: defaultEndpoint(api, body),
    bodyUnread: isUnread(body),
    ...customDomainsOf(configuration, api),
    ...onlyWhen(api.exists),
  };
  const stages = httpStages(configuration, api);
  return (stages.length > 0 ? stages : [undefined]).map((stage) => ({
    ...facts,
    stage,
    routes: routesOf(written, {
      ...context,
      region,
      accountId,
      stageVariables: stage?.variables ?? new Map(),
    }),
  }));
}

/** The route that quick creation makes: `target` and, unless it is told otherwise, `$default`. */
function quickCreated(api: Resource): readonly WrittenRoute[] {
  const uri = textIn(api.values.target);
  if (uri === undefined) return [];
  return [
    {
      address: api.address,
      ...routeKeyIn(textIn(api.values.route_key)),
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

/** Whether API Gateway answers browsers that ask before a call; in words where that is not known. */
function corsOf({ address, values }: Resource, body: Body | undefined): boolean | string {
  const cors = body?.document?.cors ?? false;
  if (cors === true || blocksOf(values.cors_configuration).length > 0) return true;
  const unknown = unknownIn(values.cors_configuration) ?? cors;
  return unknown !== false && `the CORS configuration of ${address}, ${readable(unknown)}, answers it`;
}

/** What API Gateway answers by itself where CORS is configured. @param when Whether it is, or in words that it may be. */
function preflights(address: string, when: string | true): WrittenRoute {
  return {
    address,
    method: "OPTIONS",
    path: "/{proxy+}",
    auth: when === true ? { kind: "none" } : { kind: "unknown", text: when },
    apiKeyRequired: false,
    integration: { type: "MOCK", templates: [] },
  };
}
