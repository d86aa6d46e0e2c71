import { type Refusal, json11Refusal } from "../answers";
import { type AskMoto, type Call, type Handler, type Json, type Mend, jsonOf, textOf } from "../call";
import { WebAclAssociations } from "./web-acl-associations";

/**
 * Refuses the web ACLs, the places before resources, and the logs that WAF refuses.
 *
 * @param ofDistributions The ARNs of the web ACLs that distributions name.
 */
export function wafv2(ofDistributions: () => readonly string[]): Mend {
  const checkingAcl: Handler = async (call, ask) => {
    const refusal = refuseWebAcl(jsonOf(call), call.region);
    return refusal ? json11Refusal(refusal) : ask(call);
  };
  const putLogging: Handler = async (call, ask) => {
    const configuration = (jsonOf(call)["LoggingConfiguration"] ?? {}) as Json;
    const refusal = refuseLogging(configuration, call.region) ?? (await refuseDestination(configuration, call, ask));
    return refusal ? json11Refusal(refusal) : ask(call);
  };
  return {
    service: "wafv2",
    handlers: {
      CreateWebACL: checkingAcl,
      UpdateWebACL: checkingAcl,
      ...new WebAclAssociations(ofDistributions).handlers,
      PutLoggingConfiguration: putLogging,
    },
  };
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
  if (wrong) {
    return invalid(`A rule group has an OverrideAction, any other rule an Action: ${textOf(wrong["Name"])}`);
  }
  return rules.map(refuseRule).find((refusal) => refusal !== undefined);
}

function isGroup(rule: Json): boolean {
  const statement = statementOf(rule);
  return "ManagedRuleGroupStatement" in statement || "RuleGroupReferenceStatement" in statement;
}

const statementOf = ({ Statement }: Json) => (Statement ?? {}) as Record<string, Json | undefined>;

function refuseRule(rule: Json): Refusal | undefined {
  const { RateBasedStatement: rate, ManagedRuleGroupStatement: group } = statementOf(rule);
  if (rate && !(Number(rate["Limit"]) >= 10 && Number(rate["Limit"]) <= 2_000_000_000)) {
    return invalid(`The limit of rule ${textOf(rule["Name"])} is not between 10 and 2000000000.`);
  }
  if (!group || group["VendorName"] !== "AWS" || groupsOfAws.has(textOf(group["Name"]))) return undefined;
  const message = `AWS has no managed rule group ${textOf(group["Name"])}.`;
  return { status: 400, type: "WAFNonexistentItemException", message };
}

const groupsOfAws = new Set(
  "CommonRuleSet AdminProtectionRuleSet KnownBadInputsRuleSet SQLiRuleSet LinuxRuleSet UnixRuleSet WindowsRuleSet PHPRuleSet WordPressRuleSet AmazonIpReputationList AnonymousIpList ATPRuleSet ACFPRuleSet BotControlRuleSet AntiDDoSRuleSet"
    .split(" ")
    .map((name) => `AWSManagedRules${name}`),
);

/** Why WAF would not write a web ACL's log; undefined when it would, as far as names tell. */
export function refuseLogging(configuration: Json, region: string): Refusal | undefined {
  const destinations = (configuration["LogDestinationConfigs"] ?? []) as string[];
  if (destinations.length !== 1) return invalid("A web ACL has one log destination.");
  const [destination = ""] = destinations;
  const [, , service, place, , ...rest] = destination.split(":");
  const name = { s3: rest[0], logs: rest[1], firehose: rest[0]?.replace("deliverystream/", "") }[service ?? ""];
  if (name?.startsWith("aws-waf-logs-") !== true) {
    return invalid(`The name of a log destination begins with aws-waf-logs-: ${destination}`);
  }
  return service === "s3" || place === region
    ? undefined
    : invalid(`The log destination of a web ACL of ${region} is in that region: ${destination}`);
}

async function refuseDestination(configuration: Json, call: Call, ask: AskMoto): Promise<Refusal | undefined> {
  const [destination = ""] = configuration["LogDestinationConfigs"] as string[];
  const name = /^arn:aws:logs:[^:]+:\d{12}:log-group:([^:]+)/.exec(destination)?.[1];
  if (name === undefined) return undefined;
  const target = "Logs_20140328.DescribeLogGroups";
  const { logGroups = [] } = jsonOf(
    await ask(call, { elsewhere: { service: "logs", target, input: { logGroupNamePrefix: name } } }),
  );
  if ((logGroups as Json[]).some(({ logGroupName }) => logGroupName === name)) return undefined;
  const message = `Unable to deliver logs to the configured destination: there is no log group ${name}.`;
  return { status: 400, type: "WAFLogDestinationPermissionIssueException", message };
}

function invalid(message: string): Refusal {
  return { status: 400, type: "WAFInvalidParameterException", message };
}
