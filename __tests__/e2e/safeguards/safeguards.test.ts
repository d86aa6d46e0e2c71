import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { App } from "cdktf";
import { environmentNamed } from "../../../environments";
import { iamAuth } from "../../../src/constructs/apigateway/auth";
import { regional } from "../../../src/constructs/apigateway/endpoint";
import { HttpApi } from "../../../src/constructs/apigateway/http-api";
import { jwtAuth } from "../../../src/constructs/apigateway/jwt-auth";
import { RestApi } from "../../../src/constructs/apigateway/rest-api";
import { RestApiAccount } from "../../../src/constructs/apigateway/rest-api-account";
import { AwsStack } from "../../../src/constructs/aws-stack";
import { EncryptionKey } from "../../../src/constructs/kms/encryption-key";
import { ClientSettings } from "../../../src/constructs/ssm/client-settings";
import { synthesize } from "../../../src/constructs/synthesize";
import { WebAcl } from "../../../src/constructs/waf/web-acl";
import { type LocalAws, startLocalAws } from "../../../src/local";
import { type Json } from "../../../src/local/call";
import { findTerraform, providerSource, Terraform } from "../../../src/terraform";
import { Safeguards } from "../../../stacks/systems/safeguards";
import { target, tell } from "../../support/aws-calls";
import { handlerOf } from "../../support/rest-api";
import { IdentitySystem } from "../../../stacks/systems/identity";

const dev = environmentNamed("dev");
const folder = mkdtempSync(join(tmpdir(), "gatehouse-safeguards-"));
const planFile = join(folder, "plan");
let aws: LocalAws;
let terraform: Terraform;

/** dev's identity and an API of each kind with a route, dev's safeguards, and a web ACL for a front end. */
function synth(frontEndLimit: number): void {
  const app = new App({ outdir: folder });
  const stack = new AwsStack(app, "safe", {
    accountId: dev.accountId,
    region: dev.region,
    state: { bucket: dev.state.bucket, key: "safe/environment.tfstate" },
    tags: { service: dev.service },
  });
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
  synthesize(app);
}

beforeAll(async () => {
  aws = await startLocalAws({ accountId: dev.accountId, cacheFolder: join(tmpdir(), "gatehouse-cache") });
  const here = { endpoint: aws.endpoint, region: dev.region };
  const configuration = `<CreateBucketConfiguration><LocationConstraint>${dev.region}</LocationConstraint></CreateBucketConfiguration>`;
  expect((await tell(here, "s3", "PUT", `/${dev.state.bucket}`, configuration)).status).toBe(200);
  terraform = new Terraform({
    binary: await findTerraform(),
    stack: "safe",
    folder: join(folder, "stacks", "safe"),
    logFolder: join(folder, "logs"),
    variables: { ...aws.variables, ...providerSource({ version: "5.100.0", cacheFolder: folder }).variables },
    advice: { planAgain: "", applyAgain: "", createBackend: "" },
    onProgress: () => undefined,
  });
});
afterAll(async () => {
  await aws.stop();
  rmSync(folder, { recursive: true });
});

const apply = async () => {
  await terraform.plan(planFile);
  return await terraform.apply(planFile);
};

/** Asks a service of the local AWS in dev's region or, for CloudFront, in us-east-1. */
const ask = async (service: string, operation: string, body: object, region = dev.region): Promise<Json> => {
  const { status, json } = await target({ endpoint: aws.endpoint, region }, service, operation, body);
  expect([operation, status, json]).toEqual([operation, 200, json]);
  return json;
};
const list = async (service: string, operation: string, member: string, body: object, region?: string) =>
  ((await ask(service, operation, body, region))[member] ?? []) as Json[];
const query = async (service: string, Action: string, Version: string) => {
  const body = new URLSearchParams({ Action, Version }).toString();
  const headers = { "content-type": "application/x-www-form-urlencoded" };
  return (await tell({ endpoint: aws.endpoint, region: dev.region }, service, "POST", "/", body, headers)).text;
};
const texts = (xml: string, element: string) =>
  [...xml.matchAll(new RegExp(`<${element}>(.*?)</${element}>`, "g"))].map(([, text = ""]) => text);
const inOrder = (names: readonly string[]) => names.toSorted((one, other) => one.localeCompare(other));
const outputs = async () => {
  const { user_pool_id: pool, admin_api_url: url } = await terraform.outputs();
  return { userPoolId: String(pool?.value), adminApiUrl: String(url?.value) };
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
  synth(1000);
  await terraform.init();
  await apply();
  expect(await terraform.plan(planFile)).toBe(false);
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
  const alarms = await query("monitoring", "DescribeAlarms", "2010-08-01");
  expect(inOrder(texts(alarms, "AlarmName"))).toEqual([
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
  const subscriptions = await query("sns", "ListSubscriptions", "2010-03-31");
  expect(texts(subscriptions, "Endpoint")).toEqual(["dev-alarms@gatehouse.example"]);
});

test("a front end reads the outputs' values from one parameter", async () => {
  const { Parameter } = await ask("ssm", "GetParameter", { Name: "/gatehouse/dev/client-settings" });
  const { Value, Type } = Parameter as { Value: string; Type: string };
  expect([Type, JSON.parse(Value)]).toEqual(["String", await outputs()]);
});

test("a changed rate limit arrives", async () => {
  expect(await frontEndLimit()).toBe(1000);
  synth(500);
  expect(await apply()).toMatchObject({ add: 0, change: 1, remove: 0 });
  expect(await frontEndLimit()).toBe(500);
  expect(await terraform.plan(planFile)).toBe(false);
});

test("fails to put a web ACL before an HTTP API's stage, and to log where there is no log group", async () => {
  const { ARN } = await regionalAcl();
  const told = (operation: string, body: object) =>
    target({ endpoint: aws.endpoint, region: dev.region }, "wafv2", operation, body);
  const ResourceArn = `arn:aws:apigateway:${dev.region}::/apis/abc123/stages/api`;
  const associated = await told("AssociateWebACL", { WebACLArn: ARN, ResourceArn });
  expect(associated.type).toBe("WAFInvalidParameterException");
  const group = `arn:aws:logs:${dev.region}:${dev.accountId}:log-group:aws-waf-logs-none`;
  const LoggingConfiguration = { ResourceArn: ARN, LogDestinationConfigs: [group] };
  const logged = await told("PutLoggingConfiguration", { LoggingConfiguration });
  expect(logged.type).toBe("WAFLogDestinationPermissionIssueException");
});

test("destroy leaves nothing", async () => {
  await terraform.plan(planFile, "-destroy");
  await terraform.apply(planFile);
  const left = [
    await list("wafv2", "ListWebACLs", "WebACLs", { Scope: "REGIONAL" }),
    await list("wafv2", "ListWebACLs", "WebACLs", { Scope: "CLOUDFRONT" }, "us-east-1"),
    await list("logs", "DescribeLogGroups", "logGroups", {}),
    await list("logs", "DescribeLogGroups", "logGroups", {}, "us-east-1"),
    await list("ssm", "DescribeParameters", "Parameters", {}),
    texts(await query("monitoring", "DescribeAlarms", "2010-08-01"), "AlarmName"),
    texts(await query("sns", "ListTopics", "2010-03-31"), "TopicArn"),
    texts(await query("sns", "ListSubscriptions", "2010-03-31"), "Endpoint"),
  ];
  expect(left).toEqual(left.map(() => []));
});
