import { type IamRequest } from "../../iam/request";
import { symbolic } from "../../symbols";
import { type Api, type Route } from "../facts/api";
import { requestPath } from "../routing/path";
import { resourceIn } from "./refusals";
import { isServedElsewhere } from "../routing/elsewhere";
import { verbs } from "../routing/routing";
import { type Situation } from "./situation";

/** A route under a stage, as policies name it. */
export interface Called {
  readonly api: Api;
  readonly route: Route;
  /** The method of any request that the route serves. */
  readonly method: string;
  /** The ARN of any request that the route serves. */
  readonly resource: string;
  /** The same for the root path, where the route serves it and `resource`, whose path is not empty, leaves it out. */
  readonly root?: string;
  readonly isOther: (resource: string) => boolean;
  /** The ARN in a refusal. */
  readonly masked: string;
}

/** A route as policies name it. */
export function calledOf(api: Api, route: Route): Called {
  const method = route.method === "ANY" ? symbolic({ kind: "segment", name: "{method}" }) : route.method;
  const start = `${api.executionArn}/${api.stage?.name}`;
  const resource = `${start}/${method}${requestPath(route.path)}`;
  const isOther = isServedElsewhere(api, route);
  const servesRoot = route.path === "$default" && verbs.some((verb) => !isOther(`${start}/${verb}/`));
  const root = servesRoot ? { root: `${start}/${method}/` } : {};
  return { api, route, method, resource, ...root, isOther, masked: resourceIn(resource) };
}

/** What IAM is asked. */
export function requestOf({ resource, isOther }: Called, { caller, keys }: Situation): IamRequest {
  return { action: "execute-api:Invoke", resource, caller, keys, isOther };
}

/** What IAM is asked about the paths of a route: any but the root, and the root where the route serves that as well. */
export type Requests = readonly [IamRequest] | readonly [others: IamRequest, root: IamRequest];

/** All that IAM is asked of a signed call. */
export function requestsOf(called: Called, situation: Situation): Requests {
  const request = requestOf(called, situation);
  return called.root === undefined ? [request] : [request, { ...request, resource: called.root }];
}
