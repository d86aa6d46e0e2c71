import { type Refusal } from "../answers";
import { type Json, objectIn } from "../call";
import { actionsOf, malformed, principalsOf, refuseStatements, statementsOf } from "./policies";

const identityPools = "cognito-identity.amazonaws.com";

/** Why IAM would not save a trust policy, whatever its size; undefined when it would. */
export function refuseTrustStatements(text: string): Refusal | undefined {
  const policy = objectIn(text);
  if (!policy) return malformed("This policy contains invalid Json");
  const fault = refuseStatements(text);
  if (fault) return fault;
  if (statementsOf(policy).some(({ Principal, NotPrincipal }) => (Principal ?? NotPrincipal) === undefined)) {
    return malformed("Missing required field Principal");
  }
  const missing = missingTrustConditions(policy);
  return missing.length === 0
    ? undefined
    : malformed(
        `The trust in cognito-identity.amazonaws.com must be confined by conditions on ${missing.join(" and ")}.`,
      );
}

/**
 * What AWS misses in a trust policy that lets identity pools assume the role: the conditions that say which pool
 * (`aud`) and which of its users (`amr`). Empty when nothing is missing.
 *
 * AWS's guide asks for one of them on save and for both in the classic flow; both are asked for here, since a role
 * that lacks one is open to strangers either now or later.
 */
function missingTrustConditions(policy: Json): readonly string[] {
  const missing = new Set<string>();
  for (const statement of statementsOf(policy)) {
    if (statement["Effect"] !== "Allow" || !trustsIdentityPools(statement)) continue;
    const keys = conditionKeys(statement);
    for (const key of ["aud", "amr"].map((name) => `${identityPools}:${name}`)) {
      if (!keys.has(key)) missing.add(key);
    }
  }
  return [...missing];
}

function trustsIdentityPools(statement: Json): boolean {
  // A statement about sts:TagSession alone opens nothing.
  const assumes = actionsOf(statement).some(
    (action) => action === "sts:assumerolewithwebidentity" || action.includes("*"),
  );
  return assumes && principalsOf(statement, "Federated").includes(identityPools);
}

function conditionKeys({ Condition }: Json): Set<string> {
  const operators = Object.entries((Condition ?? {}) as Record<string, Json>);
  // These let a token without the key pass, so they confine nothing.
  const lenient = /^(Null$|ForAllValues:)|IfExists$/;
  const confining = operators.filter(([operator]) => !lenient.test(operator));
  return new Set(confining.flatMap(([, keys]) => Object.keys(keys)).map((key) => key.toLowerCase()));
}
