import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { environmentNamed } from "../../../environments";
import { iamAuth } from "../../../src/constructs/apigateway/auth";
import { regional } from "../../../src/constructs/apigateway/endpoint";
import { HttpApi } from "../../../src/constructs/apigateway/http-api";
import { jwtAuth } from "../../../src/constructs/apigateway/jwt-auth";
import { RestApi } from "../../../src/constructs/apigateway/rest-api";
import { RestApiAccount } from "../../../src/constructs/apigateway/rest-api-account";
import { type AwsStack } from "../../../src/constructs/aws-stack";
import { EncryptionKey } from "../../../src/constructs/kms/encryption-key";
import { ClientSettings } from "../../../src/constructs/ssm/client-settings";
import { WebAcl } from "../../../src/constructs/waf/web-acl";
import { type Json } from "../../../src/local/call";
import { textsOf } from "../../../src/local/xml";
import { IdentitySystem } from "../../../stacks/systems/identity";
import { Safeguards } from "../../../stacks/systems/safeguards";
import { AppliedStack, noChanges } from "../../support/applied-stack";
import { form, target } from "../../support/aws-calls";
import { handlerOf } from "../../support/rest-api";

const dev = environmentNamed("dev");
let applied: AppliedStack;

/** dev's identity and an API of each kind with a route, dev's safeguards, and a web ACL for a front end. */
const safeguardedWith = (frontEndLimit: number) => (stack: AwsStack) => {
  new RestApiAccount(stack, "account", { roleNamePrefix: "api-logs-" });
  const identity = new IdentitySystem(stack, "identity", dev, {});
  const handler = handlerOf(stack);
  const api = new RestApi(stack, "api", {
    name: "gatehouse-dev-admin",
    auth: iamAuth(identity.identityPool),
    endpoint: regional(),
    stage: { stageName: "api", ...dev.api },
  });
  api.route("GET /tech4all", { handler, allow: [identity.groups.admin] });
  const hello = new HttpApi(stack, "hello-api", {
    name: "gatehouse-dev-hello",
    auth: jwtAuth(identity.client),
    stage: dev.api,
  });
  hello.route("GET /hello", { handler });
  const encryptionKey = new EncryptionKey(stack, "key", { name: "gatehouse-dev", preventDestroy: false });
  new Safeguards(stack, "safeguards", dev, {
    restApis: { direct: { admin: api }, behindCloudFront: {} },
    httpApis: { hello },
    userPools: { "user-pool": identity.userPool },
    clients: { web: identity.client },
    functions: { hello: handler },
    encryptionKey,
  });
  const provider = new AwsProvider(stack, "us-east-1", {
    alias: "us-east-1",
    region: "us-east-1",
    allowedAccountIds: [dev.accountId],
  });
  new WebAcl(stack, "front-end-acl", {
    scope: "CLOUDFRONT",
    provider,
    name: "gatehouse-dev-front-end",
    rateLimit: frontEndLimit,
    loopbackRedirects: "blocked",
    logRetentionDays: 7,
  });
  new ClientSettings(stack, "client-settings", {
    parameterName: "/gatehouse/dev/client-settings",
    settings: {
      userPoolId: { value: identity.userPool.id, description: "The user pool" },
      adminApiUrl: { value: api.url, description: "The admin API" },
    },
  });
};

beforeAll(async () => {
  applied = await AppliedStack.start(dev);
});
afterAll(async () => applied?.stop());

/** Asks a service of the local AWS in dev's region or, for CloudFront, in us-east-1. */
const ask = async (service: string, operation: string, body: object, region = dev.region): Promise<Json> => {
  const { status, json } = await target({ ...applied.called, region }, service, operation, body);
  expect([operation, status, json]).toEqual([operation, 200, json]);
  return json;
};
const list = async (service: string, operation: string, member: string, body: object, region?: string) =>
  ((await ask(service, operation, body, region))[member] ?? []) as Json[];
const query = async (Action: string, service: "monitoring" | "sns") =>
  (await form(applied.called, Action, {}, service)).text;
const inOrder = (names: readonly string[]) => names.toSorted((one, other) => one.localeCompare(other));
const outputs = async () => {
  const { user_pool_id: pool, admin_api_url: url } = await applied.outputs();
  return { userPoolId: String(pool), adminApiUrl: String(url) };
};
const regionalAcl = async () => (await list("wafv2", "ListWebACLs", "WebACLs", { Scope: "REGIONAL" }))[0] ?? {};

/** The limit of the front end's web ACL, as WAF has it. */
const frontEndLimit = async () => {
  const [acl] = await list("wafv2", "ListWebACLs", "WebACLs", { Scope: "CLOUDFRONT" }, "us-east-1");
  const asked = { Scope: "CLOUDFRONT", Name: acl?.["Name"], Id: acl?.["Id"] };
  const { Rules } = (await ask("wafv2", "GetWebACL", asked, "us-east-1"))["WebACL"] as { Rules: RateRule[] };
  return Rules.map(({ Statement }) => Statement.RateBasedStatement?.Limit).find((limit) => limit !== undefined);
};
interface RateRule {
  readonly Statement: { readonly RateBasedStatement?: { readonly Limit: number } };
}

test("the first apply settles: a second plan is empty", async () => {
  await applied.plan(safeguardedWith(1000));
  await applied.apply();
  expect(await applied.plan(safeguardedWith(1000))).toEqual(noChanges);
});

test("one web ACL stands before the stage and the user pool, and writes its log", async () => {
  const { userPoolId, adminApiUrl } = await outputs();
  const apiId = /\/\/(\w+)\./.exec(adminApiUrl)?.[1];
  const { ARN } = await regionalAcl();
  for (const ResourceArn of [
    `arn:aws:apigateway:${dev.region}::/restapis/${apiId}/stages/api`,
    `arn:aws:cognito-idp:${dev.region}:${dev.accountId}:userpool/${userPoolId}`,
  ]) {
    expect(await ask("wafv2", "GetWebACLForResource", { ResourceArn })).toMatchObject({ WebACL: { ARN } });
  }
  expect(await ask("wafv2", "GetLoggingConfiguration", { ResourceArn: ARN })).toMatchObject({
    LoggingConfiguration: {
      LogDestinationConfigs: [`arn:aws:logs:${dev.region}:${dev.accountId}:log-group:aws-waf-logs-gatehouse-dev`],
    },
  });
  const inVirginia = await list("logs", "DescribeLogGroups", "logGroups", {}, "us-east-1");
  expect(inVirginia.map(({ logGroupName }) => logGroupName)).toEqual(["aws-waf-logs-gatehouse-dev-front-end"]);
});

test("the alarms are there, on metrics that the access logs feed", async () => {
  const alarms = await query("DescribeAlarms", "monitoring");
  expect(inOrder(textsOf(alarms, "AlarmName"))).toEqual([
    "gatehouse-dev-admin-5xx",
    "gatehouse-dev-admin-denied",
    "gatehouse-dev-admin-throttled",
    "gatehouse-dev-hello-5xx",
    "gatehouse-dev-hello-denied",
    "gatehouse-dev-hello-throttled",
    "gatehouse-dev-web-sign-ins-failed",
    "gatehouse-dev-web-sign-ins-throttled",
    "gatehouse-dev-web-token-refreshes-throttled",
    "hello-throttled",
  ]);
  const filters = await list("logs", "DescribeMetricFilters", "metricFilters", {});
  expect(inOrder(filters.map((filter) => `${String(filter["logGroupName"])} ${String(filter["filterName"])}`))).toEqual(
    [
      "/aws/apigateway/gatehouse-dev-admin/api denied",
      "/aws/apigateway/gatehouse-dev-admin/api throttled",
      "/aws/apigateway/gatehouse-dev-hello/default denied",
      "/aws/apigateway/gatehouse-dev-hello/default throttled",
    ],
  );
  const subscriptions = await query("ListSubscriptions", "sns");
  expect(textsOf(subscriptions, "Endpoint")).toEqual(["dev-alarms@gatehouse.example"]);
});

test("a front end reads the outputs' values from one parameter", async () => {
  const { Parameter } = await ask("ssm", "GetParameter", { Name: "/gatehouse/dev/client-settings" });
  const { Value, Type } = Parameter as { Value: string; Type: string };
  expect([Type, JSON.parse(Value)]).toEqual(["String", await outputs()]);
});

test("a changed rate limit arrives", async () => {
  expect(await frontEndLimit()).toBe(1000);
  expect(await applied.plan(safeguardedWith(500))).toEqual({
    ...noChanges,
    updated: ["aws_wafv2_web_acl.front-end-acl"],
  });
  await applied.apply();
  expect(await frontEndLimit()).toBe(500);
  expect(await applied.plan(safeguardedWith(500))).toEqual(noChanges);
});

test("fails to put a web ACL before an HTTP API's stage, and to log where there is no log group", async () => {
  const { ARN } = await regionalAcl();
  const told = (operation: string, body: object) => target(applied.called, "wafv2", operation, body);
  const ResourceArn = `arn:aws:apigateway:${dev.region}::/apis/abc123/stages/api`;
  const associated = await told("AssociateWebACL", { WebACLArn: ARN, ResourceArn });
  expect(associated.type).toBe("WAFInvalidParameterException");
  const group = `arn:aws:logs:${dev.region}:${dev.accountId}:log-group:aws-waf-logs-none`;
  const LoggingConfiguration = { ResourceArn: ARN, LogDestinationConfigs: [group] };
  const logged = await told("PutLoggingConfiguration", { LoggingConfiguration });
  expect(logged.type).toBe("WAFLogDestinationPermissionIssueException");
});

test("destroy leaves nothing", async () => {
  await applied.destroy();
  const left = [
    await list("wafv2", "ListWebACLs", "WebACLs", { Scope: "REGIONAL" }),
    await list("wafv2", "ListWebACLs", "WebACLs", { Scope: "CLOUDFRONT" }, "us-east-1"),
    await list("logs", "DescribeLogGroups", "logGroups", {}),
    await list("logs", "DescribeLogGroups", "logGroups", {}, "us-east-1"),
    await list("ssm", "DescribeParameters", "Parameters", {}),
    textsOf(await query("DescribeAlarms", "monitoring"), "AlarmName"),
    textsOf(await query("ListTopics", "sns"), "TopicArn"),
    textsOf(await query("ListSubscriptions", "sns"), "Endpoint"),
  ];
  expect(left).toEqual(left.map(() => []));
});
