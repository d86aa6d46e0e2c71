import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type ApiGatewayStage } from "@cdktf/provider-aws/lib/api-gateway-stage";
import { CloudwatchLogGroup } from "@cdktf/provider-aws/lib/cloudwatch-log-group";
import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { App } from "cdktf";
import { environmentNamed } from "../../../environments";
import { iamAuth } from "../../../src/constructs/apigateway/auth";
import { RestApi } from "../../../src/constructs/apigateway/rest-api";
import { RestApiAccount } from "../../../src/constructs/apigateway/rest-api-account";
import { AwsStack } from "../../../src/constructs/aws-stack";
import { ClientSettings } from "../../../src/constructs/settings/client-settings";
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

/** dev's identity and an API with a route, an HTTP API's log, dev's safeguards, and a web ACL for a front end. */
function synth(frontEndLimit: number): void {
  const app = new App({ outdir: folder });
  const stack = new AwsStack(app, "safe", {
    accountId: dev.accountId,
    region: dev.region,
    state: { bucket: dev.state.bucket, key: "safe/environment.tfstate" },
    tags: { service: dev.service },
  });
  new RestApiAccount(stack, "account", { roleNamePrefix: "api-logs-" });
  const identity = new IdentitySystem(stack, "identity", dev);
  const handler = handlerOf(stack);
  const api = new RestApi(stack, "api", {
    name: "gatehouse-dev-admin",
    auth: iamAuth(identity.identityPool),
    stage: { stageName: "api", ...dev.api },
  });
  api.route("GET /tech4all", { handler, allow: [identity.groups.admin] });
  const stage = api.node.findChild("stage");
  const accessLog = stage.node.findChild("access-log") as CloudwatchLogGroup;
  const httpLog = new CloudwatchLogGroup(stack, "http-log", { name: "/aws/apigateway/gatehouse-dev-hello/api" });
  new Safeguards(stack, "safeguards", dev, {
    restStages: {
      direct: { admin: { stageArn: (stage.node.findChild("resource") as ApiGatewayStage).arn } },
      behindCloudFront: {},
    },
    apis: {
      admin: {
        kind: "REST",
        api: { name: "gatehouse-dev-admin", stageName: "api", accessLogGroupName: accessLog.name },
      },
      hello: {
        kind: "HTTP",
        api: { id: "abc123", name: "gatehouse-dev-hello", stageName: "api", accessLogGroupName: httpLog.name },
      },
    },
    userPool: { id: identity.userPool.id, arn: identity.userPool.arn, clients: { web: identity.client } },
    functions: { hello: { name: "hello" } },
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

const inRegion = () => ({ endpoint: aws.endpoint, region: dev.region });
const inVirginia = () => ({ endpoint: aws.endpoint, region: "us-east-1" });
const apply = async () => {
  await terraform.plan(planFile);
  return await terraform.apply(planFile);
};

test("the first apply settles: a second plan is empty", async () => {
  synth(1000);
  await terraform.init();
  await apply();
  expect(await terraform.plan(planFile)).toBe(false);
});

test("destroy leaves nothing", async () => {
  await terraform.plan(planFile, "-destroy");
  await terraform.apply(planFile);
});
