import { type Refusal, json11Refusal, withJson } from "../answers";
import { type Answer, type Call, type Handler, type Json, type Mend, jsonOf, succeeded, textOf } from "../call";
import { ResourceServers } from "./resource-servers";
import { TagMemory } from "./tags";
import { userPoolClientHandlers } from "./user-pool-clients";
import { UserPoolDomains } from "./user-pool-domains";

/**
 * Remembers the feature plan and the tags of user pools, which moto forgets, adds resource servers and domains, and refuses
 * what AWS refuses of pools and groups: to delete pools that are protected or have a domain, and settings out of range.
 */
export function cognitoIdp(accountId: string): Mend {
  const tiers = new Map<string, string>();
  const tags = new TagMemory((UserPoolId) => ({
    target: "DescribeUserPool",
    body: JSON.stringify({ UserPoolId }),
  }));
  const resourceServers = new ResourceServers();
  const domains = new UserPoolDomains(accountId);

  const shown = (answer: Answer): Answer => {
    const pool = jsonOf(answer)["UserPool"] as Json | undefined;
    if (!succeeded(answer) || !pool) return answer;
    const id = textOf(pool["Id"]);
    const kept = { UserPoolTier: tiers.get(id) ?? "ESSENTIALS", UserPoolTags: tags.of(id), ...domains.of(id) };
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
    if (succeeded(answer)) keep(poolId(call), jsonOf(call));
    return answer;
  };

  const deleteUserPool: Handler = async (call, ask) => {
    const pool = jsonOf(await ask(call, { target: "DescribeUserPool" }))["UserPool"] as Json | undefined;
    const refusal = refusePoolDeletion({ ...pool, ...domains.of(poolId(call)) });
    if (refusal) return json11Refusal(refusal);
    const answer = await ask(call);
    if (succeeded(answer)) for (const memory of [tiers, tags, resourceServers]) memory.delete(poolId(call));
    return answer;
  };

  return {
    service: "cognito-idp",
    handlers: {
      CreateUserPool: checking(refuseUserPool, createUserPool),
      DescribeUserPool: async (call, ask) => shown(await ask(call)),
      UpdateUserPool: checking(refuseUserPool, updateUserPool),
      DeleteUserPool: deleteUserPool,
      ...userPoolClientHandlers((pool) => resourceServers.scopesOf(pool)),
      ...domains.handlers,
      ...resourceServers.handlers,
      CreateGroup: checking(refuseGroup, forwarding),
      UpdateGroup: checking(refuseGroup, forwarding),
      ...tags.handlers,
    },
  };
}

/** Why Cognito would not delete a pool; undefined when it would. */
export function refusePoolDeletion({ DeletionProtection, Domain, CustomDomain }: Json): Refusal | undefined {
  if (DeletionProtection === "ACTIVE") {
    return invalid(
      "The user pool cannot be deleted because deletion protection is activated. Deletion protection must be inactivated first.",
    );
  }
  return Domain || CustomDomain
    ? invalid("User pool cannot be deleted. It has a domain configured that should be deleted first.")
    : undefined;
}

function poolId(call: Call): string {
  return textOf(jsonOf(call)["UserPoolId"]);
}

function invalid(message: string): Refusal {
  return { status: 400, type: "InvalidParameterException", message };
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
  return invalid(
    `1 validation error detected: Value '${got}' at '${at}' failed to satisfy constraint: Member must have value ${rule}`,
  );
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
