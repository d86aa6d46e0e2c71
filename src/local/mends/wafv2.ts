import { type Refusal, json11Refusal } from "../answers";
import { type Handler, type Json, type Mend, jsonOf, textOf } from "../call";

/** Refuses the web ACLs that WAF refuses. */
export function wafv2(): Mend {
  const checking: Handler = async (call, ask) => {
    const refusal = refuseWebAcl(jsonOf(call), call.region);
    return refusal ? json11Refusal(refusal) : ask(call);
  };
  return { service: "wafv2", handlers: { CreateWebACL: checking, UpdateWebACL: checking } };
}

/** Why WAF would not have a web ACL in a region; undefined when it would. */
export function refuseWebAcl({ Scope, Rules }: Json, region: string): Refusal | undefined {
  if (Scope === "CLOUDFRONT" && region !== "us-east-1") {
    return invalid("The scope is not valid: web ACLs of scope CLOUDFRONT are made in us-east-1.");
  }
  const rules = (Rules ?? []) as Json[];
  for (const member of ["Priority", "Name"]) {
    const values = rules.map((rule) => textOf(rule[member]));
    const repeated = values.find((value, index) => values.indexOf(value) < index);
    if (repeated !== undefined) return invalid(`Two rules have the ${member.toLowerCase()} ${repeated}.`);
  }
  const wrong = rules.find((rule) => isGroup(rule) === "Action" in rule || isGroup(rule) !== "OverrideAction" in rule);
  return wrong === undefined
    ? undefined
    : invalid(`A rule group has an OverrideAction, any other rule an Action: ${textOf(wrong["Name"])}`);
}

function isGroup({ Statement }: Json): boolean {
  const statement = (Statement ?? {}) as Json;
  return "ManagedRuleGroupStatement" in statement || "RuleGroupReferenceStatement" in statement;
}

function invalid(message: string): Refusal {
  return { status: 400, type: "WAFInvalidParameterException", message };
}
