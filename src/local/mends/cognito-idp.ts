import { json11Refusal, withJson } from "../answers";
import { type Answer, type Handler, type Json, type Mend, jsonOf, succeeded, textOf } from "../call";

/** Remembers the feature plan of user pools, which moto forgets, and keeps protected pools from being deleted. */
export function cognitoIdp(): Mend {
  const tiers = new Map<string, string>();

  const shown = (answer: Answer): Answer => {
    const pool = jsonOf(answer)["UserPool"] as Json | undefined;
    if (!succeeded(answer) || !pool) return answer;
    const UserPoolTier = tiers.get(textOf(pool["Id"])) ?? "ESSENTIALS";
    return withJson(answer, { UserPool: { ...pool, UserPoolTier } }, "application/x-amz-json-1.1");
  };

  const createUserPool: Handler = async (call, ask) => {
    const answer = await ask(call);
    const tier = jsonOf(call)["UserPoolTier"];
    const pool = jsonOf(answer)["UserPool"] as Json | undefined;
    if (succeeded(answer) && typeof tier === "string") tiers.set(textOf(pool?.["Id"]), tier);
    return shown(answer);
  };

  const updateUserPool: Handler = async (call, ask) => {
    const answer = await ask(call);
    const { UserPoolId, UserPoolTier } = jsonOf(call);
    if (succeeded(answer) && typeof UserPoolTier === "string") tiers.set(textOf(UserPoolId), UserPoolTier);
    return answer;
  };

  const deleteUserPool: Handler = async (call, ask) => {
    const pool = jsonOf(await ask(call, { target: "DescribeUserPool" }))["UserPool"] as Json | undefined;
    if (pool?.["DeletionProtection"] === "ACTIVE") {
      return json11Refusal({
        status: 400,
        type: "InvalidParameterException",
        message:
          "The user pool cannot be deleted because deletion protection is activated. Deletion protection must be inactivated first.",
      });
    }
    const answer = await ask(call);
    if (succeeded(answer)) tiers.delete(textOf(jsonOf(call)["UserPoolId"]));
    return answer;
  };

  return {
    service: "cognito-idp",
    handlers: {
      CreateUserPool: createUserPool,
      DescribeUserPool: async (call, ask) => shown(await ask(call)),
      UpdateUserPool: updateUserPool,
      DeleteUserPool: deleteUserPool,
    },
  };
}
