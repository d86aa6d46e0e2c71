import { environmentNamed, type Environment } from "../../../environments";
import { type Safeguarded, Safeguards } from "../../../stacks/systems/safeguards";
import { synthesized, testStack } from "../../support/synth";

const dev = environmentNamed("dev");
const admin = { name: "gatehouse-dev-admin", stageName: "api", accessLogGroupName: "/aws/apigateway/admin" };
const guarded: Safeguarded = {
  restStages: {
    direct: { admin: { stageArn: "arn:aws:apigateway:ap-northeast-1::/restapis/a/stages/api" } },
    behindCloudFront: { general: { stageArn: "arn:aws:apigateway:ap-northeast-1::/restapis/g/stages/api" } },
  },
  apis: { admin: { kind: "REST", api: admin } },
  userPool: { id: "pool", arn: "arn:aws:cognito-idp:ap-northeast-1:1:userpool/pool", clients: { web: { id: "web" } } },
  functions: { hello: { name: "gatehouse-dev-hello" } },
};
const safeguards = (env: Partial<Environment> = {}, change: Partial<Safeguarded> = {}) => {
  const stack = testStack();
  new Safeguards(stack, "safeguards", { ...dev, ...env }, { ...guarded, ...change });
  return synthesized(stack);
};

test("dev has web ACLs and alarms", () => {
  const json = safeguards();
  expect(json.counts()).toEqual({
    aws_cloudwatch_log_group: 2,
    aws_cloudwatch_log_metric_filter: 2,
    aws_cloudwatch_metric_alarm: 7,
    aws_sns_topic: 1,
    aws_sns_topic_policy: 1,
    aws_sns_topic_subscription: 1,
    aws_wafv2_web_acl: 2,
    aws_wafv2_web_acl_association: 3,
    aws_wafv2_web_acl_logging_configuration: 2,
  });
});

test("what is called through CloudFront stands behind an ACL that does not count addresses", () => {
  const json = safeguards();
  const place = (association: string) => json.all("aws_wafv2_web_acl_association")[association]?.web_acl_arn;
  expect(place("safeguards_web-acl_before-admin")).toBe("${aws_wafv2_web_acl.safeguards_web-acl.arn}");
  expect(place("safeguards_web-acl_before-user-pool")).toBe("${aws_wafv2_web_acl.safeguards_web-acl.arn}");
  expect(place("safeguards_web-acl-behind-cloudfront_before-general")).toBe(
    "${aws_wafv2_web_acl.safeguards_web-acl-behind-cloudfront.arn}",
  );
  const rules = (acl: string) => JSON.stringify(json.all("aws_wafv2_web_acl")[acl]?.rule);
  expect(rules("safeguards_web-acl")).toContain("rate_based_statement");
  expect(rules("safeguards_web-acl-behind-cloudfront")).not.toContain("rate_based_statement");
});

test("without APIs behind CloudFront there is one web ACL", () => {
  const restStages = { direct: {}, behindCloudFront: {} };
  expect(safeguards({}, { restStages }).counts()).toMatchObject({
    aws_wafv2_web_acl: 1,
    aws_wafv2_web_acl_association: 1,
  });
});

const local = environmentNamed("local");
test("local has neither", () => {
  expect(safeguards({ security: local.security, alarms: local.alarms }).counts()).toEqual({});
});

const hosted = (callbackUrl: string): Partial<Environment> => ({
  identity: {
    ...dev.identity,
    hostedSignIn: { domainPrefix: "gatehouse-dev", callbackUrls: [callbackUrl], logoutUrls: [] },
  },
});
test.each([
  ["counted", "http://localhost:5173/signed-in", true],
  ["blocked", "https://localhost.example.com/signed-in", false],
])("requests that name localhost are %s where sign-in may lead to %s", (_, url, counted) => {
  expect(safeguards(hosted(url)).text.includes("EC2MetaDataSSRF")).toBe(counted);
});

test("the environment's key encrypts messages and the web ACLs' logs", () => {
  const json = safeguards({}, { encryptionKey: { arn: "arn:aws:kms:ap-northeast-1:1:key/k" } });
  const encrypted = { kms_key_id: "arn:aws:kms:ap-northeast-1:1:key/k" };
  expect(Object.values(json.all("aws_cloudwatch_log_group"))).toEqual(
    Array(2).fill(expect.objectContaining(encrypted)),
  );
  expect(json.single("aws_sns_topic")).toMatchObject({ kms_master_key_id: encrypted.kms_key_id });
});
