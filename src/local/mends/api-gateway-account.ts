import { type Refusal, restRefusal } from "../answers";
import { type AskMoto, type Call, type Handler, type Mend, jsonOf } from "../call";
import { type Patch } from "./rest-api-attributes";
import { findRole, mayDo, trusts } from "./roles";

/** Refuses a CloudWatch role with which API Gateway could not write logs. */
export function accountHandlers(): Mend["handlers"] {
  const update: Handler = async (call, ask) => {
    const patches = (jsonOf(call)["patchOperations"] ?? []) as Patch[];
    for (const { path, value = "" } of patches) {
      // Empty takes the role away.
      if (path !== "/cloudwatchRoleArn" || value === "") continue;
      const refusal = await refuseLogRole(call, ask, value);
      if (refusal) return restRefusal(refusal);
    }
    return ask(call);
  };
  return { "PATCH /account": update };
}

async function refuseLogRole(call: Call, ask: AskMoto, arn: string): Promise<Refusal | undefined> {
  const role = await findRole(call, ask, arn);
  const usable = role && trusts(role.trust, "apigateway.amazonaws.com") && (await mayDo(call, ask, role, isLogging));
  if (usable) return undefined;
  return {
    status: 400,
    type: "BadRequestException",
    message:
      "The role ARN does not have required permissions configured. Please grant trust permission for API Gateway and add the required role policy.",
  };
}

const isLogging = (action: string): boolean => action === "*" || action.startsWith("logs:");
