import { json11, json11Refusal, withJson } from "../answers";
import {
  type Answer,
  type AskMoto,
  type Call,
  type Handler,
  type Json,
  type Mend,
  jsonOf,
  succeeded,
  textOf,
} from "../call";
import { type PoolRoles, refusePoolRoles } from "./identity-pool-roles";
import { PrincipalTags } from "./principal-tags";
import { TagMemory } from "./tags";

/** What is remembered of identity pools: moto knows no roles, principal tags or classic flow, and can't change tags. */
interface Memory {
  readonly roles: Map<string, PoolRoles>;
  readonly classicFlow: Map<string, boolean>;
  readonly tags: TagMemory;
  readonly principalTags: PrincipalTags;
}

/** Adds the roles and principal tags of identity pools; remembers their tags and whether their classic flow is on. */
export function cognitoIdentity(): Mend {
  const memory: Memory = {
    roles: new Map(),
    classicFlow: new Map(),
    tags: new TagMemory(describing),
    principalTags: new PrincipalTags(),
  };
  const show: Handler = async (call, ask) => shown(memory, call, await ask(call));
  return {
    service: "cognito-identity",
    handlers: {
      SetIdentityPoolRoles: ofKnownPool((call, pool) => setRoles(memory, call, pool)),
      GetIdentityPoolRoles: ofKnownPool((call) => getRoles(memory, call)),
      SetPrincipalTagAttributeMap: ofKnownPool((call, pool) => memory.principalTags.set(call, pool)),
      GetPrincipalTagAttributeMap: ofKnownPool((call) => memory.principalTags.get(call)),
      CreateIdentityPool: show,
      DescribeIdentityPool: show,
      UpdateIdentityPool: ofKnownPool((call, _, ask) => show(call, ask)),
      DeleteIdentityPool: async (call, ask) => forgetting(memory, call, await ask(call)),
      ...memory.tags.handlers,
    },
  };
}

const describing = (IdentityPoolId: string) => ({
  target: "DescribeIdentityPool",
  body: JSON.stringify({ IdentityPoolId }),
});

function setRoles({ roles }: Memory, call: Call, pool: Json): Answer {
  const { IdentityPoolId, ...wanted } = jsonOf(call) as Json & PoolRoles;
  const refusal = refusePoolRoles(pool, wanted);
  if (refusal) return json11Refusal(refusal);
  roles.set(textOf(IdentityPoolId), wanted);
  return json11({});
}

function getRoles({ roles }: Memory, call: Call): Answer {
  const { Roles = {}, RoleMappings = {} } = roles.get(poolId(call)) ?? {};
  return json11({
    IdentityPoolId: poolId(call),
    ...(Object.keys(Roles).length > 0 && { Roles }),
    ...(Object.keys(RoleMappings).length > 0 && { RoleMappings }),
  });
}

function shown({ classicFlow, tags }: Memory, call: Call, answer: Answer): Answer {
  if (!succeeded(answer)) return answer;
  const pool = jsonOf(answer);
  const id = textOf(pool["IdentityPoolId"]);
  const { AllowClassicFlow, IdentityPoolTags } = jsonOf(call);
  if (typeof AllowClassicFlow === "boolean") classicFlow.set(id, AllowClassicFlow);
  tags.set(id, IdentityPoolTags);
  const kept = { AllowClassicFlow: classicFlow.get(id) ?? false, IdentityPoolTags: tags.of(id) };
  return withJson(answer, { ...pool, ...kept }, "application/x-amz-json-1.1");
}

function forgetting(memory: Memory, call: Call, answer: Answer): Answer {
  if (succeeded(answer)) for (const part of Object.values(memory)) part.delete(poolId(call));
  return answer;
}

function ofKnownPool(then: (call: Call, pool: Json, ask: AskMoto) => Answer | Promise<Answer>): Handler {
  return async (call, ask) => {
    const pool = await ask(call, { target: "DescribeIdentityPool" });
    if (succeeded(pool)) return then(call, jsonOf(pool), ask);
    const message = `IdentityPool '${poolId(call)}' not found.`;
    return json11Refusal({ status: 400, type: "ResourceNotFoundException", message });
  };
}

function poolId(call: Call): string {
  return textOf(jsonOf(call)["IdentityPoolId"]);
}
