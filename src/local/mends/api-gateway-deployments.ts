import { type Refusal, restRefusal } from "../answers";
import { type Handler, type Json, type Mend, jsonOf, succeeded } from "../call";
import { type Patch, type RestApiAttributes } from "./rest-api-attributes";

/** Refuses the deployments and stages of REST APIs that AWS refuses. */
export function deploymentHandlers(attributesOf: (api: string) => RestApiAttributes | undefined): Mend["handlers"] {
  const create: Handler = async (call, ask) => {
    const refusal = refuseDeployment(attributesOf(call.parameters["api"] ?? ""));
    return refusal ? restRefusal(refusal) : ask(call);
  };

  const remove: Handler = async (call, ask) => {
    const { api = "", deployment = "" } = call.parameters;
    const stages = jsonOf(await ask(call, { method: "GET", url: `/restapis/${api}/stages`, body: "" }))["item"];
    const refusal = refuseDeletion(deployment, (stages ?? []) as Json[]);
    return refusal ? restRefusal(refusal) : ask(call);
  };

  const updateStage: Handler = async (call, ask) => {
    const patches = (jsonOf(call)["patchOperations"] ?? []) as Patch[];
    if (!patches.some(wantsLogs)) return ask(call);
    const account = await ask(call, { method: "GET", url: "/account", body: "" });
    const refusal = refuseLogging(succeeded(account) ? jsonOf(account)["cloudwatchRoleArn"] : undefined);
    return refusal ? restRefusal(refusal) : ask(call);
  };

  return {
    "POST /restapis/{api}/deployments": create,
    "DELETE /restapis/{api}/deployments/{deployment}": remove,
    "PATCH /restapis/{api}/stages/{stage}": updateStage,
  };
}

/** Why AWS would not deploy an API; undefined when it would. */
export function refuseDeployment(api: Pick<RestApiAttributes, "types" | "policy"> | undefined): Refusal | undefined {
  return api?.types.includes("PRIVATE") && api.policy === ""
    ? badRequest("Private REST API doesn't have a resource policy attached to it")
    : undefined;
}

/** Why AWS would not delete a deployment; undefined when it would. */
export function refuseDeletion(deployment: string, stages: readonly Json[]): Refusal | undefined {
  return stages.some(({ deploymentId }) => deploymentId === deployment)
    ? badRequest("Active stages pointing to this deployment must be moved or deleted")
    : undefined;
}

function refuseLogging(cloudwatchRoleArn: unknown): Refusal | undefined {
  return typeof cloudwatchRoleArn === "string" && cloudwatchRoleArn !== ""
    ? undefined
    : badRequest("CloudWatch Logs role ARN must be set in account settings to enable logging");
}

/** Whether a change of a stage turns logs on, which API Gateway writes with the account's role. */
export function wantsLogs({ op, path, value }: Patch): boolean {
  if (op === "remove") return false;
  return path.startsWith("/accessLogSettings/") || (path.endsWith("/logging/loglevel") && value !== "OFF");
}

function badRequest(message: string): Refusal {
  return { status: 400, type: "BadRequestException", message };
}
