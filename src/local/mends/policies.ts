import { type Refusal } from "../answers";
import { type Json } from "../call";

/** A policy's document; undefined when the text is no JSON object. */
export function policyOf(text: string): Json | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return isObject(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

/** The statements of a policy, of which one may stand alone. Whatever is no object counts as an empty one. */
export function statementsOf(policy: Json): Json[] {
  return listOf(policy["Statement"]).map((statement) => (isObject(statement) ? statement : {}));
}

/** The members of an element of a policy, of which one may stand alone. */
export function listOf(value: unknown): unknown[] {
  if (value === undefined || value === null) return [];
  return Array.isArray(value) ? value : [value];
}

/** Whether a statement allows an action that `matches` accepts; it gets each in lower case. */
export function allows(statement: Json, matches: (action: string) => boolean): boolean {
  return (
    statement["Effect"] === "Allow" &&
    listOf(statement["Action"]).some((action) => matches(String(action).toLowerCase()))
  );
}

/** Why IAM would not save a policy of whatever kind, by its statements; undefined when it would. */
export function refuseStatements(text: string): Refusal | undefined {
  const policy = policyOf(text);
  const statements = policy ? statementsOf(policy) : [];
  const sids = statements.map(({ Sid }) => Sid).filter((sid) => sid !== undefined && sid !== "");
  const wellNamed = sids.every((sid) => typeof sid === "string" && /^[A-Za-z0-9]+$/.test(sid));
  if (statements.length === 0 || !wellNamed) return malformed("Syntax errors in policy.");
  return new Set(sids).size < sids.length
    ? malformed("Statement IDs (SID) in a single policy must be unique.")
    : undefined;
}

/** What IAM says of a document that it does not understand. */
export function malformed(message: string): Refusal {
  return { status: 400, type: "MalformedPolicyDocument", message };
}

function isObject(value: unknown): value is Json {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
