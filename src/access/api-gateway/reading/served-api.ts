import { onlyWhen } from "../../formula";
import { type Role } from "../../iam/role";
import { type Configuration, type Resource } from "../../terraform/configuration";
import { type Api, type StageFacts } from "../facts/api";
import { type Body, defaultEndpoint, isUnread } from "./body";
import { customDomainsOf } from "./custom-domains";
import { executionArnOf, ownerOf } from "./execution-arn";
import { type Functions } from "./lambda-functions";
import { routesOf, type WrittenRoute } from "./written-route";

/** What the integrations of APIs may refer to. */
export interface ApiContext {
  readonly functions: Functions;
  readonly roles: readonly Role[];
}

/** What is read of an API before it is known under which stages it is served. */
export interface WrittenApi extends Pick<Api, "kind" | "endpoint" | "vpcEndpointIds" | "resourcePolicy"> {
  readonly body: Body | undefined;
  readonly routes: readonly WrittenRoute[];
  readonly stages: readonly StageFacts[];
}

/** An API, once for each of its stages; without a stage where it has none. */
export function servedApis(
  configuration: Configuration,
  api: Resource,
  { body, routes, stages, ...written }: WrittenApi,
  context: ApiContext,
): readonly Api[] {
  const { address, label, accountId, region } = api;
  const owner = ownerOf(api);
  const facts = {
    ...written,
    address,
    label,
    id: owner.apiId,
    executionArn: executionArnOf(owner),
    accountId,
    defaultEndpoint: defaultEndpoint(api, body),
    bodyUnread: isUnread(body),
    ...onlyWhen(api.exists),
  };
  return (stages.length > 0 ? stages : [undefined]).map((stage) => ({
    ...facts,
    stage,
    ...customDomainsOf(configuration, api, stage?.name),
    routes: routesOf(routes, { ...context, region, accountId, stageVariables: stage?.variables ?? new Map() }),
  }));
}
