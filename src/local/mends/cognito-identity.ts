import { json11, json11Refusal, withJson } from "../answers";
import { type Call, type Handler, type Json, type Mend, jsonOf, succeeded, textOf } from "../call";
import { type PoolRoles, refusePoolRoles } from "./identity-pool-roles";

/** Adds the roles of identity pools and remembers whether their classic flow is on: moto knows neither. */
export function cognitoIdentity(): Mend {
  const roles = new Map<string, PoolRoles>();
  const classicFlow = new Map<string, boolean>();

  const setIdentityPoolRoles: Handler = async (call, ask) => {
    const pool = await ask(call, { target: "DescribeIdentityPool" });
    if (!succeeded(pool)) return unknownPool(call);
    const { IdentityPoolId, ...wanted } = jsonOf(call) as Json & PoolRoles;
    const refusal = refusePoolRoles(jsonOf(pool), wanted);
    if (refusal) return json11Refusal(refusal);
    roles.set(textOf(IdentityPoolId), wanted);
    return json11({});
  };

  const getIdentityPoolRoles: Handler = async (call, ask) => {
    const pool = await ask(call, { target: "DescribeIdentityPool" });
    if (!succeeded(pool)) return unknownPool(call);
    const id = poolId(call);
    const { Roles = {}, RoleMappings = {} } = roles.get(id) ?? {};
    return json11({
      IdentityPoolId: id,
      ...(Object.keys(Roles).length > 0 && { Roles }),
      ...(Object.keys(RoleMappings).length > 0 && { RoleMappings }),
    });
  };

  const deleteIdentityPool: Handler = async (call, ask) => {
    const answer = await ask(call);
    if (succeeded(answer)) {
      roles.delete(poolId(call));
      classicFlow.delete(poolId(call));
    }
    return answer;
  };

  const describePool: Handler = async (call, ask) => {
    const answer = await ask(call);
    if (!succeeded(answer)) return answer;
    const pool = jsonOf(answer);
    const id = textOf(pool["IdentityPoolId"]);
    const asked = jsonOf(call)["AllowClassicFlow"];
    if (typeof asked === "boolean") classicFlow.set(id, asked);
    return withJson(answer, { ...pool, AllowClassicFlow: classicFlow.get(id) ?? false }, "application/x-amz-json-1.1");
  };

  const updateIdentityPool: Handler = async (call, ask) => {
    const pool = await ask(call, { target: "DescribeIdentityPool" });
    return succeeded(pool) ? describePool(call, ask) : unknownPool(call);
  };

  return {
    service: "cognito-identity",
    handlers: {
      SetIdentityPoolRoles: setIdentityPoolRoles,
      GetIdentityPoolRoles: getIdentityPoolRoles,
      CreateIdentityPool: describePool,
      DescribeIdentityPool: describePool,
      UpdateIdentityPool: updateIdentityPool,
      DeleteIdentityPool: deleteIdentityPool,
    },
  };
}

function poolId(call: Call): string {
  return textOf(jsonOf(call)["IdentityPoolId"]);
}

function unknownPool(call: Call): ReturnType<typeof json11Refusal> {
  return json11Refusal({
    status: 400,
    type: "ResourceNotFoundException",
    message: `IdentityPool '${poolId(call)}' not found.`,
  });
}
