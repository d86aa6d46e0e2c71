import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { EncryptionKey } from "../../../src/constructs/kms/encryption-key";
import {
  type CloudFrontWebAclProps,
  type Protected,
  type RegionalWebAclProps,
  WebAcl,
} from "../../../src/constructs/waf/web-acl";
import { setUpHttp } from "../../support/http-api";
import { userPool } from "../../support/identity";
import { setUp } from "../../support/rest-api";
import { synthesized, testStack } from "../../support/synth";

const settings = { name: "test", loopbackRedirects: "blocked", logRetentionDays: 30 } as const;

const regional = (props: Partial<RegionalWebAclProps> = {}) => {
  const stack = testStack();
  const acl = new WebAcl(stack, "acl", { ...settings, ...props, scope: "REGIONAL" });
  return { stack, acl };
};
const usEast1 = (stack = testStack(), region = "us-east-1") =>
  new AwsProvider(stack, "us-east-1", { alias: "us-east-1", region });
const forCloudFront = (props: Partial<CloudFrontWebAclProps> = {}) => {
  const stack = testStack();
  new WebAcl(stack, "acl", { ...settings, provider: usEast1(stack), ...props, scope: "CLOUDFRONT" });
  return synthesized(stack);
};

const visibility = (metric_name: string) => ({
  cloudwatch_metrics_enabled: true,
  metric_name,
  sampled_requests_enabled: false,
});
const managed = (name: string, priority: number, more: object = {}) => ({
  name,
  priority,
  override_action: { none: {} },
  statement: { managed_rule_group_statement: { vendor_name: "AWS", name, ...more } },
  visibility_config: visibility(name),
});
const rate = (limit: number) => ({
  name: "rate-of-one-ip-address",
  priority: 0,
  action: { block: {} },
  statement: { rate_based_statement: { limit, aggregate_key_type: "IP", evaluation_window_sec: 300 } },
  visibility_config: visibility("rate-of-one-ip-address"),
});

test("everything may pass but floods and what AWS knows as malicious", () => {
  const json = synthesized(regional().stack);
  expect(json.counts()).toEqual({
    aws_cloudwatch_log_group: 1,
    aws_wafv2_web_acl: 1,
    aws_wafv2_web_acl_logging_configuration: 1,
  });
  expect(json.single("aws_wafv2_web_acl")).toEqual({
    name: "test",
    scope: "REGIONAL",
    default_action: { allow: {} },
    rule: [
      rate(2000),
      managed("AWSManagedRulesAmazonIpReputationList", 1),
      managed("AWSManagedRulesKnownBadInputsRuleSet", 2),
      managed("AWSManagedRulesCommonRuleSet", 3),
    ],
    visibility_config: visibility("test"),
  });
});

test("its log has WAF's name, is kept as long as was asked, and redacts what proves who calls", () => {
  const json = synthesized(regional().stack);
  expect(json.single("aws_cloudwatch_log_group")).toEqual({ name: "aws-waf-logs-test", retention_in_days: 30 });
  expect(json.single("aws_wafv2_web_acl_logging_configuration")).toEqual({
    resource_arn: "${aws_wafv2_web_acl.acl.arn}",
    log_destination_configs: ["${aws_cloudwatch_log_group.acl_log.arn}"],
    redacted_fields: [
      { single_header: { name: "authorization" } },
      { single_header: { name: "cookie" } },
      { single_header: { name: "x-amz-security-token" } },
      { query_string: {} },
    ],
  });
});

test("its log can be encrypted with a key", () => {
  const stack = testStack();
  const encryptionKey = new EncryptionKey(stack, "key", { name: "test", preventDestroy: false });
  new WebAcl(stack, "acl", { ...settings, scope: "REGIONAL", encryptionKey });
  expect(synthesized(stack).single("aws_cloudwatch_log_group")).toMatchObject({
    kms_key_id: "${aws_kms_key.key.arn}",
  });
});

test.each([10, 2_000_000_000])("one address may send %d requests", (rateLimit) => {
  const { rule } = synthesized(regional({ rateLimit }).stack).single("aws_wafv2_web_acl") as { rule: object[] };
  expect(rule[0]).toEqual(rate(rateLimit));
});

test("what CloudFront calls has no limit for each address", () => {
  const { rule } = synthesized(regional({ rateLimit: "none" }).stack).single("aws_wafv2_web_acl");
  expect(rule).toEqual([
    managed("AWSManagedRulesAmazonIpReputationList", 0),
    managed("AWSManagedRulesKnownBadInputsRuleSet", 1),
    managed("AWSManagedRulesCommonRuleSet", 2),
  ]);
});

test("requests that name localhost can be counted instead of blocked, and nothing else can", () => {
  const json = synthesized(regional({ loopbackRedirects: "counted" }).stack);
  const { rule } = json.single("aws_wafv2_web_acl") as { rule: object[] };
  const counted = (name: string) => ({ name, action_to_use: { count: {} } });
  const overrides = [counted("EC2MetaDataSSRF_QUERYARGUMENTS"), counted("EC2MetaDataSSRF_BODY")];
  expect(rule[3]).toEqual(managed("AWSManagedRulesCommonRuleSet", 3, { rule_action_override: overrides }));
});

test("it stands before stages and user pools, each by an association of its own", () => {
  const { stack, api, admin, handler } = setUp();
  api.route("GET /tech4all", { handler, allow: [admin] });
  const acl = new WebAcl(stack, "acl", { ...settings, scope: "REGIONAL" });
  acl.protect("admin", api);
  acl.protect("users", userPool(stack));
  expect(synthesized(stack).all("aws_wafv2_web_acl_association")).toEqual({
    "acl_before-admin": {
      web_acl_arn: "${aws_wafv2_web_acl.acl.arn}",
      resource_arn: "${aws_api_gateway_stage.api_stage.arn}",
    },
    "acl_before-users": {
      web_acl_arn: "${aws_wafv2_web_acl.acl.arn}",
      resource_arn: "${aws_cognito_user_pool.users.arn}",
    },
  });
});

test("everything of a web ACL for CloudFront is made through the provider of us-east-1", () => {
  const json = forCloudFront();
  expect(json.single("aws_wafv2_web_acl")).toMatchObject({ scope: "CLOUDFRONT" });
  for (const type of Object.keys(json.counts())) {
    expect(json.single(type)).toMatchObject({ provider: "aws.us-east-1" });
  }
});

test("fails for a provider of another region", () => {
  const stack = testStack();
  expect(() => forCloudFront({ provider: usEast1(stack, "eu-west-1") })).toThrow(
    /test\/acl: a web ACL for CloudFront can't be made through this provider\n {2}got: {5}"eu-west-1"/,
  );
});

test("fails to stand before one resource twice", () => {
  const { stack, acl } = regional();
  const users = userPool(stack);
  acl.protect("users", users);
  expect(() => acl.protect("again", users)).toThrow(
    'test/acl: this stands behind the web ACL already\n  got:     "test/users"\n',
  );
});

test.each<[change: Partial<RegionalWebAclProps>, message: string]>([
  [{ rateLimit: 9 }, "rateLimit is out of range"],
  [{ rateLimit: 2_000_000_001 }, "rateLimit is out of range"],
  [{ rateLimit: 10.5 }, "rateLimit is out of range"],
  [{ name: "" }, "WAF refuses this name"],
  [{ name: "a b" }, "WAF refuses this name"],
  [{ name: "x".repeat(129) }, "WAF refuses this name"],
])("fails for %j", (change, message) => {
  expect(() => regional(change)).toThrow(`test/acl: ${message}`);
});

test("fails to compile for a web ACL for CloudFront without a provider, and for its place before anything", () => {
  const stack = testStack();
  // @ts-expect-error It needs a provider of us-east-1.
  const props: CloudFrontWebAclProps = { ...settings, scope: "CLOUDFRONT" };
  const acl = new WebAcl(stack, "acl", { ...settings, scope: "CLOUDFRONT", provider: usEast1(stack) });
  // @ts-expect-error CloudFront's is named by the distribution.
  const place = () => acl.protect("users", userPool(stack));
  // @ts-expect-error There is no place before an HTTP API.
  const http: Protected = setUpHttp().api;
  expect([props, place, http]).toHaveLength(3);
});
