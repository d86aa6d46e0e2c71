import { type Wafv2WebAclRule } from "@cdktf/provider-aws/lib/wafv2-web-acl";

/** Most requests of one IP address in any 5 minutes, 10 to 2000000000; or `"none"` for no such limit. */
export type RateLimit = number | "none";

/**
 * What happens to requests that name `localhost` in a query or a body, which the common rule set takes for attempts to
 * reach a server's metadata. With `"blocked"`, Cognito's sign-in pages answer 403 to a front end on a developer's
 * machine, whatever callback URLs the client has. With `"counted"` they pass, and are counted.
 */
export type LoopbackRedirects = "blocked" | "counted";

/** What the rules of a web ACL depend on. */
export interface WebAclRulesProps {
  /** How many requests one IP address may send. @default - 2000 */
  readonly rateLimit?: RateLimit;
  /** What happens to requests that name `localhost`. */
  readonly loopbackRedirects: LoopbackRedirects;
}

/**
 * The rules of a web ACL, each with a metric of its name. Floods come first: a rate rule counts only what reaches it.
 *
 * @see https://docs.aws.amazon.com/waf/latest/developerguide/aws-managed-rule-groups-list.html
 */
export function webAclRules({ rateLimit = 2000, loopbackRedirects }: WebAclRulesProps): Wafv2WebAclRule[] {
  const loopback = ["EC2MetaDataSSRF_QUERYARGUMENTS", "EC2MetaDataSSRF_BODY"];
  const rules = [
    ...(rateLimit === "none" ? [] : [rateRule(rateLimit)]),
    managedGroup("AWSManagedRulesAmazonIpReputationList"),
    managedGroup("AWSManagedRulesKnownBadInputsRuleSet"),
    managedGroup("AWSManagedRulesCommonRuleSet", loopbackRedirects === "counted" ? loopback : []),
  ];
  return rules.map((rule, priority) => ({
    ...rule,
    priority,
    visibilityConfig: {
      cloudwatchMetricsEnabled: true,
      metricName: rule.name,
      sampledRequestsEnabled: false,
    },
  }));
}

// The binding leaves statements untyped and unconverted: their keys are Terraform's.
const rateRule = (limit: number) => ({
  name: "rate-of-one-ip-address",
  action: { block: {} },
  statement: { rate_based_statement: { limit, aggregate_key_type: "IP", evaluation_window_sec: 300 } },
});

const managedGroup = (name: string, counted: readonly string[] = []) => ({
  name,
  overrideAction: { none: {} },
  statement: {
    managed_rule_group_statement: {
      vendor_name: "AWS",
      name,
      ...(counted.length > 0 && {
        rule_action_override: counted.map((rule) => ({ name: rule, action_to_use: { count: {} } })),
      }),
    },
  },
});
