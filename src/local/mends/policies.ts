import { type Json } from "../call";

/** The statements of a policy that allow something; none where the text is no policy. */
export function allowances(policy: string): Json[] {
  try {
    const value: unknown = JSON.parse(policy);
    if (typeof value !== "object" || value === null) return [];
    return (listOf((value as Json)["Statement"]) as Json[]).filter(({ Effect }) => Effect === "Allow");
  } catch {
    return [];
  }
}

/** Whether a statement's actions cover one, as in `kms:Encrypt*`. */
export function coversAction({ Action }: Json, action: string): boolean {
  return listOf(Action).some((pattern) => matches(String(pattern), action));
}

/** The principals of a kind that a statement is about; `*` for everybody. */
export function principalsOf({ Principal }: Json, kind: "AWS" | "Service"): string[] {
  if (Principal === "*") return ["*"];
  if (typeof Principal !== "object" || Principal === null) return [];
  return listOf((Principal as Json)[kind]).map(String);
}

function matches(pattern: string, text: string): boolean {
  const literal = pattern.replaceAll(/[.+^${}()|[\]\\]/g, String.raw`\$&`);
  return new RegExp(`^${literal.replaceAll("*", ".*").replaceAll("?", ".")}$`, "i").test(text);
}

function listOf(value: unknown): unknown[] {
  if (value === undefined || value === null) return [];
  return Array.isArray(value) ? value : [value];
}
