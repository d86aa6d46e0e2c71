import { environmentNamed, type Environment } from "../../../environments";
import { iamAuth } from "../../../src/constructs/apigateway/auth";
import { regional } from "../../../src/constructs/apigateway/endpoint";
import { RestApi } from "../../../src/constructs/apigateway/rest-api";
import { EncryptionKey } from "../../../src/constructs/kms/encryption-key";
import { type Safeguarded, Safeguards } from "../../../stacks/systems/safeguards";
import { setUpHttp } from "../../support/http-api";
import { appClient, userPool } from "../../support/identity";
import { setUp, stage } from "../../support/rest-api";
import { type Synthesized, synthesized } from "../../support/synth";

const dev = environmentNamed("dev");
/** dev's safeguards before two REST APIs and a user pool, watching a client and a function too. */
const safeguards = (env: Partial<Environment> = {}, change: Partial<Safeguarded> = {}, withKey = false) => {
  const { stack, pool, admin, api, handler } = setUp();
  const general = new RestApi(stack, "general-api", {
    name: "general",
    auth: iamAuth(pool),
    endpoint: regional(),
    stage,
  });
  for (const each of [api, general]) each.route("GET /hello", { handler, allow: [admin] });
  const guarded: Safeguarded = {
    restApis: { direct: { admin: api }, behindCloudFront: { general } },
    httpApis: {},
    userPools: { "user-pool": pool.client.userPool },
    clients: { web: pool.client },
    functions: { hello: handler },
    ...(withKey && { encryptionKey: new EncryptionKey(stack, "key", { name: "test", preventDestroy: false }) }),
    ...change,
  };
  new Safeguards(stack, "safeguards", { ...dev, ...env }, guarded);
  return synthesized(stack);
};
/** The safeguards' own resources. */
const own = (json: Synthesized) =>
  Object.entries(json.terraform.resource ?? {}).flatMap(([type, byName]) =>
    Object.entries(byName)
      .filter(([name]) => name.startsWith("safeguards_"))
      .map(([, resource]) => ({ type, resource })),
  );
const countsOf = (json: Synthesized) => {
  const counts: Record<string, number> = {};
  for (const { type } of own(json)) counts[type] = (counts[type] ?? 0) + 1;
  return counts;
};

test("dev has web ACLs and alarms", () => {
  const json = safeguards();
  expect(countsOf(json)).toEqual({
    aws_cloudwatch_log_group: 2,
    aws_cloudwatch_log_metric_filter: 4, // two for each API
    aws_cloudwatch_metric_alarm: 10, // three for each API and the client, one for the function
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
  const restApis = { direct: {}, behindCloudFront: {} };
  expect(countsOf(safeguards({}, { restApis }))).toMatchObject({
    aws_wafv2_web_acl: 1,
    aws_wafv2_web_acl_association: 1,
  });
});

const local = environmentNamed("local");
test("local has neither", () => {
  expect(own(safeguards({ security: local.security, alarms: local.alarms }))).toEqual([]);
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

test("every user pool stands behind the ACL, and every client and HTTP API is watched", () => {
  const { stack, pool, client, api, handler } = setUpHttp();
  api.route("GET /hello", { handler });
  const others = userPool(stack, {}, "others");
  new Safeguards(stack, "safeguards", dev, {
    restApis: { direct: {}, behindCloudFront: {} },
    httpApis: { hello: api },
    userPools: { users: pool, others },
    clients: { web: client, other: appClient(stack, others, "other") },
    functions: {},
  });
  const json = synthesized(stack);
  expect(Object.values(json.all("aws_wafv2_web_acl_association")).map((each) => each.resource_arn)).toEqual([
    "${aws_cognito_user_pool.others.arn}",
    "${aws_cognito_user_pool.users.arn}",
  ]);
  const alarms = Object.values(json.all("aws_cloudwatch_metric_alarm")).map((alarm) => String(alarm.alarm_name));
  expect(alarms.toSorted()).toEqual([
    ...["other", "web"].flatMap((name) =>
      ["sign-ins-failed", "sign-ins-throttled", "token-refreshes-throttled"].map(
        (what) => `gatehouse-dev-${name}-${what}`,
      ),
    ),
    ...["5xx", "denied", "throttled"].map((what) => `test-api-${what}`),
  ]);
});

test("the environment's key encrypts messages and the web ACLs' logs", () => {
  const json = safeguards({}, {}, true);
  const logs = own(json).filter(({ type }) => type === "aws_cloudwatch_log_group");
  expect(logs.map(({ resource }) => resource.kms_key_id)).toEqual(Array(2).fill("${aws_kms_key.key.arn}"));
  expect(json.single("aws_sns_topic")).toMatchObject({ kms_master_key_id: "${aws_kms_key.key.arn}" });
});
