import { type Api, type Route } from "../../access/api-gateway/api";
import { requestPath } from "../../access/api-gateway/path";
import { isServedElsewhere } from "../../access/api-gateway/routing";
import { type Formula } from "../../access/formula";
import { evaluate } from "../../access/iam/evaluate";
import { type Policy, type Statement } from "../../access/iam/policy";
import { type IamRequest } from "../../access/iam/request";
import { symbolic } from "../../access/symbols";

/** An API that a stage serves. */
export interface StagedApi extends Api {
  readonly stage: NonNullable<Api["stage"]>;
}

export function isStaged(api: Api): api is StagedApi {
  return api.stage !== undefined;
}

/** The ARN of any call of a route. */
export function callArn({ executionArn, stage }: StagedApi, { method, path }: Route): string {
  const verb = method === "ANY" ? symbolic({ kind: "segment", name: "{method}" }) : method;
  return `${executionArn}/${stage.name}/${verb}${requestPath(path)}`;
}

/** A call of a route as IAM sees it, of which nothing else is known. */
export function callOf(api: StagedApi, route: Route): IamRequest {
  return {
    action: "execute-api:Invoke",
    resource: callArn(api, route),
    caller: { kind: "anonymous" },
    keys: new Map(),
    isOther: isServedElsewhere(api, route),
  };
}

/** When the actions and resources of a statement are a request's, whoever asks and whatever its conditions say. */
export function isAbout({ version, address }: Policy, statement: Statement, request: IamRequest): Formula {
  const { name, actions, resources } = statement;
  const bare: Statement = { name, effect: "Allow", actions, resources, conditions: [] };
  return evaluate([{ version, address, statements: [bare] }], request).allowed;
}
