import { type Refusal } from "../answers";
import { isObject, type Json, objectIn } from "../call";

/** The statements of a policy, of which one may stand alone. Whatever is no object counts as an empty one. */
export function statementsOf(policy: Json): Json[] {
  return listOf(policy["Statement"]).map((statement) => (isObject(statement) ? statement : {}));
}

/** The members of an element of a policy, of which one may stand alone. */
export function listOf(value: unknown): unknown[] {
  if (value === undefined || value === null) return [];
  return Array.isArray(value) ? value : [value];
}

/** The statements of a policy that allow something; none where the text is no policy. */
export function allowances(text: string): Json[] {
  return statementsOf(objectIn(text) ?? {}).filter(({ Effect }) => Effect === "Allow");
}

/** The actions of a statement in lower case, wildcards and all. */
export function actionsOf({ Action }: Json): string[] {
  return listOf(Action).map((action) => String(action).toLowerCase());
}

/** Whether a statement's actions cover one, as in `kms:Encrypt*`. */
export function coversAction(statement: Json, action: string): boolean {
  return actionsOf(statement).some((pattern) => matches(pattern, action.toLowerCase()));
}

/** The principals of a kind that a statement is about; `*` for everybody. */
export function principalsOf({ Principal }: Json, kind: "AWS" | "Service" | "Federated"): string[] {
  if (Principal === "*") return ["*"];
  return isObject(Principal) ? listOf(Principal[kind]).map(String) : [];
}

/** Why IAM would not save a policy of whatever kind, by its statements; undefined when it would. */
export function refuseStatements(text: string): Refusal | undefined {
  const policy = objectIn(text);
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

function matches(pattern: string, text: string): boolean {
  const literal = pattern.replaceAll(/[.+^${}()|[\]\\]/g, String.raw`\$&`);
  return new RegExp(`^${literal.replaceAll("*", ".*").replaceAll("?", ".")}$`).test(text);
}
