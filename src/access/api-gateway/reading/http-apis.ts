import { any, not, onlyWhen } from "../../formula";
import { readable } from "../../symbols";
import { blocksOf, type Configuration, type Resource, textIn, unknownIn } from "../../terraform/configuration";
import { type Api } from "../facts/api";
import { type Body, bodyOf, documentRoutes } from "./body";
import { httpRoutesOf, routeKeyIn } from "./http-routes";
import { type ApiContext, servedApis, type WrittenApi } from "./served-api";
import { httpStages } from "./stages";
import { type WrittenRoute } from "./written-route";

/** An HTTP API, once for each of its stages; without a stage where it has none. */
export function httpApi(configuration: Configuration, api: Resource, context: ApiContext): readonly Api[] {
  const { address } = api;
  const body = bodyOf(api, "ignore");
  const cors = corsOf(api, body);
  // HTTP APIs have no API keys, whatever their documents say.
  const documented = documentRoutes(address, body).map((route) => ({ ...route, apiKeyRequired: false }));
  const own = [...quickCreated(api), ...documented, ...httpRoutesOf(configuration, api)];
  const written: WrittenApi = {
    kind: "HTTP",
    body,
    routes: [...own, ...(cors === false ? [] : preflights(address, cors, own.filter(takesAllPreflights)))],
    stages: httpStages(configuration, api),
    endpoint: "regional",
    vpcEndpointIds: [],
  };
  return servedApis(configuration, api, written, context);
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

/**
 * Whether a route gets the questions of browsers for every path, with CORS configured or not.
 *
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-cors.html
 */
function takesAllPreflights({ method, path }: WrittenRoute): boolean {
  return path === "$default" || (/^\/\{[^{}]+\+\}$/.test(path) && (method === "ANY" || method === "OPTIONS"));
}

/** Whether API Gateway answers browsers that ask before a call; in words where that is not known. */
function corsOf({ address, values }: Resource, body: Body | undefined): boolean | string {
  const cors = body?.document?.cors ?? false;
  if (cors === true || blocksOf(values.cors_configuration).length > 0) return true;
  const unknown = unknownIn(values.cors_configuration) ?? cors;
  return unknown !== false && `the CORS configuration of ${address}, ${readable(unknown)}, answers it`;
}

/**
 * What API Gateway answers by itself where CORS is configured and no route takes `OPTIONS`.
 *
 * @param cors Whether it is, or in words that it may be.
 * @param others The routes that take all of it, where they exist.
 */
function preflights(address: string, cors: string | true, others: readonly WrittenRoute[]): readonly WrittenRoute[] {
  const taken = any(others.map(({ when = true }) => when));
  if (taken === true) return [];
  return [
    {
      address,
      method: "OPTIONS",
      path: "/{proxy+}",
      auth: cors === true ? { kind: "none" } : { kind: "unknown", text: cors },
      apiKeyRequired: false,
      integration: { type: "MOCK", templates: [] },
      ...onlyWhen(not(taken)),
    },
  ];
}
