import { type IamRequest } from "../../iam/request";
import { symbolic } from "../../symbols";
import { type Api, type Route } from "../facts/api";
import { requestPath } from "../routing/path";
import { resourceIn } from "./refusals";
import { isServedElsewhere } from "../routing/routing";
import { type Situation } from "./situation";

/** A route under a stage, as policies name it. */
export interface Called {
  readonly api: Api;
  readonly route: Route;
  /** The method of any request that the route serves. */
  readonly method: string;
  /** The ARN of any request that the route serves. */
  readonly resource: string;
  readonly isOther: (resource: string) => boolean;
  /** The ARN in a refusal. */
  readonly masked: string;
}

/** A route as policies name it. */
export function calledOf(api: Api, route: Route): Called {
  const method = route.method === "ANY" ? symbolic({ kind: "segment", name: "{method}" }) : route.method;
  const resource = `${api.executionArn}/${api.stage?.name}/${method}${requestPath(route.path)}`;
  return { api, route, method, resource, isOther: isServedElsewhere(api, route), masked: resourceIn(resource) };
}

/** What IAM is asked. */
export function requestOf({ resource, isOther }: Called, { caller, keys }: Situation): IamRequest {
  return { action: "execute-api:Invoke", resource, caller, keys, isOther };
}
