import { type Json } from "../call";

const identityPools = "cognito-identity.amazonaws.com";

/**
 * What AWS misses in a trust policy that lets identity pools assume the role: the conditions that say which pool
 * (`aud`) and which of its users (`amr`). Empty when nothing is missing; undefined when the text is no policy.
 *
 * AWS's guide asks for one of them on save and for both in the classic flow; both are asked for here, since a role
 * that lacks one is open to strangers either now or later.
 */
export function missingTrustConditions(text: string): readonly string[] | undefined {
  const policy = parsed(text);
  if (!policy) return undefined;
  const missing = new Set<string>();
  for (const statement of listOf(policy["Statement"]) as Json[]) {
    if (statement["Effect"] !== "Allow" || !trustsIdentityPools(statement)) continue;
    const keys = conditionKeys(statement);
    for (const key of ["aud", "amr"].map((name) => `${identityPools}:${name}`)) {
      if (!keys.has(key)) missing.add(key);
    }
  }
  return [...missing];
}

function parsed(text: string): Json | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === "object" && value !== null ? (value as Json) : undefined;
  } catch {
    return undefined;
  }
}

function trustsIdentityPools({ Principal, Action }: Json): boolean {
  const federated = typeof Principal === "object" && Principal !== null ? (Principal as Json)["Federated"] : undefined;
  const actions = listOf(Action).map((action) => String(action).toLowerCase());
  // A statement about sts:TagSession alone opens nothing.
  const assumes = actions.some((action) => action === "sts:assumerolewithwebidentity" || action.includes("*"));
  return assumes && listOf(federated).includes(identityPools);
}

function conditionKeys({ Condition }: Json): Set<string> {
  const operators = Object.entries((Condition ?? {}) as Record<string, Json>);
  // These let a token without the key pass, so they confine nothing.
  const lenient = /^(Null$|ForAllValues:)|IfExists$/;
  const confining = operators.filter(([operator]) => !lenient.test(operator));
  return new Set(confining.flatMap(([, keys]) => Object.keys(keys)).map((key) => key.toLowerCase()));
}

function listOf(value: unknown): unknown[] {
  if (value === undefined || value === null) return [];
  return Array.isArray(value) ? value : [value];
}
