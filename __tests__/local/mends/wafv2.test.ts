import { refuseAssociation } from "../../../src/local/mends/web-acl-associations";
import { refuseLogging, refuseWebAcl } from "../../../src/local/mends/wafv2";

const rate = { Name: "rate", Priority: 1, Action: { Block: {} }, Statement: { RateBasedStatement: { Limit: 10 } } };
const limit = (Limit: number) => ({ Rules: [{ ...rate, Statement: { RateBasedStatement: { Limit } } }] });
const group = {
  Name: "common",
  Priority: 0,
  OverrideAction: { None: {} },
  Statement: { ManagedRuleGroupStatement: { VendorName: "AWS", Name: "AWSManagedRulesCommonRuleSet" } },
};
const groupOf = (VendorName: string, Name: string) => ({
  Rules: [{ ...group, Statement: { ManagedRuleGroupStatement: { VendorName, Name } } }],
});

test("web ACLs that WAF takes", () => {
  expect(refuseWebAcl({ Scope: "REGIONAL", Rules: [group, rate] }, "eu-west-1")).toBeUndefined();
  expect(refuseWebAcl({ Scope: "CLOUDFRONT" }, "us-east-1")).toBeUndefined();
  expect(refuseWebAcl(limit(2_000_000_000), "eu-west-1")).toBeUndefined();
  expect(refuseWebAcl(groupOf("Seller", "Rules"), "eu-west-1")).toBeUndefined();
});

test.each([
  ["CloudFront's scope elsewhere", { Scope: "CLOUDFRONT" }, "us-east-1"],
  ["one priority twice", { Rules: [group, { ...rate, Priority: 0 }] }, "the priority 0"],
  ["one name twice", { Rules: [group, { ...rate, Name: "common" }] }, "the name common"],
  ["a rule group with an action", { Rules: [{ ...group, Action: { Block: {} } }] }, "OverrideAction"],
  ["a limit below 10", limit(9), "limit of rule rate"],
  ["a limit beyond 2,000,000,000", limit(2_000_000_001), "limit of rule rate"],
  ["a rule without action", { Rules: [{ ...rate, Action: undefined, OverrideAction: {} }] }, "OverrideAction"],
])("fails for %s", (_, acl, message) => {
  const refusal = refuseWebAcl(JSON.parse(JSON.stringify(acl)) as object as Record<string, unknown>, "eu-west-1");
  expect(refusal?.type).toBe("WAFInvalidParameterException");
  expect(refusal?.message).toContain(message);
});

test("fails for a rule group that AWS does not have", () => {
  expect(refuseWebAcl(groupOf("AWS", "CommonRuleSet"), "eu-west-1")).toMatchObject({
    type: "WAFNonexistentItemException",
    message: expect.stringContaining("CommonRuleSet"),
  });
});

const regional = "arn:aws:wafv2:eu-west-1:123456789012:regional/webacl/a/1";
const stage = "arn:aws:apigateway:eu-west-1::/restapis/abc/stages/api";

test.each([stage, "arn:aws:cognito-idp:eu-west-1:123456789012:userpool/eu-west-1_abc"])(
  "a regional web ACL before %s",
  (ResourceArn) => {
    expect(refuseAssociation({ WebACLArn: regional, ResourceArn }, "eu-west-1")).toBeUndefined();
  },
);

test.each([
  ["an HTTP API's stage", regional, "arn:aws:apigateway:eu-west-1::/apis/abc/stages/api"],
  ["a REST API without a stage", regional, "arn:aws:apigateway:eu-west-1::/restapis/abc"],
  ["another region's stage", regional, stage.replace("eu-west-1", "us-east-1")],
  ["a function", regional, "arn:aws:lambda:eu-west-1:123456789012:function:f"],
  ["a web ACL for CloudFront", regional.replace("regional", "global"), stage],
])("fails to put a web ACL before a resource: %s", (_, WebACLArn, ResourceArn) => {
  expect(refuseAssociation({ WebACLArn, ResourceArn }, "eu-west-1")?.type).toBe("WAFInvalidParameterException");
});

const logsTo = (...LogDestinationConfigs: string[]) => refuseLogging({ LogDestinationConfigs }, "eu-west-1");
const logGroup = "arn:aws:logs:eu-west-1:123456789012:log-group:aws-waf-logs-a";

test("logs that WAF writes", () => {
  expect(logsTo(logGroup)).toBeUndefined();
  expect(logsTo("arn:aws:s3:::aws-waf-logs-a")).toBeUndefined();
  expect(logsTo("arn:aws:firehose:eu-west-1:123456789012:deliverystream/aws-waf-logs-a")).toBeUndefined();
});

test.each([
  ["a log group of another name", logGroup.replace("aws-waf-logs-a", "waf"), "begins with aws-waf-logs-"],
  ["a bucket of another name", "arn:aws:s3:::waf", "begins with aws-waf-logs-"],
  ["a log group elsewhere", logGroup.replace("eu-west-1", "us-east-1"), "in that region"],
])("fails to write logs to %s", (_, destination, message) => {
  expect(logsTo(destination)).toMatchObject({
    type: "WAFInvalidParameterException",
    message: expect.stringContaining(message),
  });
});

test("fails for two log destinations and for none", () => {
  expect([logsTo(), logsTo(logGroup, logGroup)].map((refusal) => refusal?.message)).toEqual(
    Array(2).fill("A web ACL has one log destination."),
  );
});
