import { type Api, type Route } from "../../access/api-gateway/facts/api";
import { calledOf, requestOf } from "../../access/api-gateway/decision/called";
import { type Situation } from "../../access/api-gateway/decision/situation";
import { type Formula } from "../../access/formula";
import { evaluate } from "../../access/iam/evaluate";
import { type Policy, type Statement } from "../../access/iam/policy";
import { type IamRequest } from "../../access/iam/request";

/** An API that a stage serves. */
export interface StagedApi extends Api {
  readonly stage: NonNullable<Api["stage"]>;
}

/** Whether an API is served at all. */
export function isStaged(api: Api): api is StagedApi {
  return api.stage !== undefined;
}

/** Somebody of whom nothing is known. */
export const anybody: Situation = { caller: { kind: "anonymous" }, user: "anonymous", keys: new Map(), reach: [] };

/** A call of a route as IAM sees it, of which nothing else is known. */
export function callOf(api: StagedApi, route: Route): IamRequest {
  return requestOf(calledOf(api, route), anybody);
}

/** When the actions and resources of a statement are a request's, whoever asks and whatever its conditions say. */
export function isAbout({ version, address }: Policy, statement: Statement, request: IamRequest): Formula {
  const { name, actions, resources } = statement;
  const bare: Statement = { name, effect: "Allow", actions, resources, conditions: [] };
  return evaluate([{ version, address, statements: [bare] }], request).allowed;
}
