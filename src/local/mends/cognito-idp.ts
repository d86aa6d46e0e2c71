import { type Refusal, json11Refusal, withJson } from "../answers";
import { type Answer, type Handler, type Json, type Mend, jsonOf, succeeded, textOf } from "../call";
import { TagMemory } from "./tags";

/** Remembers the feature plan and the tags of user pools, which moto forgets, and refuses what AWS refuses of pools and groups. */
export function cognitoIdp(): Mend {
  const tiers = new Map<string, string>();
  const tags = new TagMemory((UserPoolId) => ({
    target: "DescribeUserPool",
    body: JSON.stringify({ UserPoolId }),
  }));

  const shown = (answer: Answer): Answer => {
    const pool = jsonOf(answer)["UserPool"] as Json | undefined;
    if (!succeeded(answer) || !pool) return answer;
    const id = textOf(pool["Id"]);
    const kept = { UserPoolTier: tiers.get(id) ?? "ESSENTIALS", UserPoolTags: tags.of(id) };
    return withJson(answer, { UserPool: { ...pool, ...kept } }, "application/x-amz-json-1.1");
  };

  const keep = (id: string, { UserPoolTier, UserPoolTags }: Json): void => {
    if (typeof UserPoolTier === "string") tiers.set(id, UserPoolTier);
    tags.set(id, UserPoolTags);
  };

  const createUserPool: Handler = async (call, ask) => {
    const answer = await ask(call);
    const pool = jsonOf(answer)["UserPool"] as Json | undefined;
    if (succeeded(answer)) keep(textOf(pool?.["Id"]), jsonOf(call));
    return shown(answer);
  };

  const updateUserPool: Handler = async (call, ask) => {
    const pool = jsonOf(await ask(call, { target: "DescribeUserPool" }))["UserPool"] as Json | undefined;
    const answer = await ask(call, { body: JSON.stringify({ ...settledOnCreation(pool ?? {}), ...jsonOf(call) }) });
    if (succeeded(answer)) keep(textOf(jsonOf(call)["UserPoolId"]), jsonOf(call));
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
    const id = textOf(jsonOf(call)["UserPoolId"]);
    if (succeeded(answer)) {
      tiers.delete(id);
      tags.delete(id);
    }
    return answer;
  };

  return {
    service: "cognito-idp",
    handlers: {
      CreateUserPool: checking(refuseUserPool, createUserPool),
      DescribeUserPool: async (call, ask) => shown(await ask(call)),
      UpdateUserPool: checking(refuseUserPool, updateUserPool),
      DeleteUserPool: deleteUserPool,
      CreateGroup: checking(refuseGroup, forwarding),
      UpdateGroup: checking(refuseGroup, forwarding),
      ...tags.handlers,
    },
  };
}

/** Why AWS would not take a user pool's password policy; undefined when it would. */
export function refuseUserPool({ Policies }: Json): Refusal | undefined {
  const { PasswordPolicy = {} } = (Policies ?? {}) as { PasswordPolicy?: Json };
  const { MinimumLength } = PasswordPolicy;
  const at = "policies.passwordPolicy.minimumLength";
  if (typeof MinimumLength !== "number") return undefined;
  if (MinimumLength < 6) return outside(at, MinimumLength, "greater than or equal to 6");
  return MinimumLength > 99 ? outside(at, MinimumLength, "less than or equal to 99") : undefined;
}

/** Why AWS would not take a group's precedence; undefined when it would. */
export function refuseGroup({ Precedence }: Json): Refusal | undefined {
  return typeof Precedence === "number" && Precedence < 0
    ? outside("precedence", Precedence, "greater than or equal to 0")
    : undefined;
}

function outside(at: string, got: number, rule: string): Refusal {
  return {
    status: 400,
    type: "InvalidParameterException",
    message: `1 validation error detected: Value '${got}' at '${at}' failed to satisfy constraint: Member must have value ${rule}`,
  };
}

const forwarding: Handler = (call, ask) => ask(call);

function checking(refuse: (input: Json) => Refusal | undefined, then: Handler): Handler {
  return async (call, ask) => {
    const refusal = refuse(jsonOf(call));
    return refusal ? json11Refusal(refusal) : then(call, ask);
  };
}

/** How users are named is settled when a pool is created, but moto forgets it with every update. */
function settledOnCreation({ AliasAttributes, UsernameAttributes, UsernameConfiguration }: Json): Json {
  return { AliasAttributes, UsernameAttributes, UsernameConfiguration };
}
