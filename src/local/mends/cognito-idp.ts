import { type Refusal, json11Refusal, withJson } from "../answers";
import { type Answer, type Call, type Handler, type Json, type Mend, jsonOf, succeeded, textOf } from "../call";
import { ResourceServers } from "./resource-servers";
import { TagMemory } from "./tags";
import { refuseClient } from "./user-pool-clients";
import { UserPoolDomains } from "./user-pool-domains";

/**
 * Remembers the feature plan and the tags of user pools, which moto forgets, adds resource servers and domains, and refuses to
 * delete pools that are protected or have a domain, and OAuth settings that Cognito would not take.
 */
export function cognitoIdp(accountId: string): Mend {
  const tiers = new Map<string, string>();
  const tags = new TagMemory();
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

  const putClient: Handler = async (call, ask) => {
    const refusal = refuseClient(jsonOf(call), resourceServers.scopesOf(poolId(call)));
    return refusal ? json11Refusal(refusal) : ask(call);
  };

  return {
    service: "cognito-idp",
    handlers: {
      CreateUserPool: createUserPool,
      DescribeUserPool: async (call, ask) => shown(await ask(call)),
      UpdateUserPool: updateUserPool,
      DeleteUserPool: deleteUserPool,
      CreateUserPoolClient: putClient,
      UpdateUserPoolClient: putClient,
      ...domains.handlers,
      ...resourceServers.handlers,
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

/** How users are named is settled when a pool is created, but moto forgets it with every update. */
function settledOnCreation({ AliasAttributes, UsernameAttributes, UsernameConfiguration }: Json): Json {
  return { AliasAttributes, UsernameAttributes, UsernameConfiguration };
}
