import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { App } from "cdktf";
import { type VpcEndpoint as AwsVpcEndpoint } from "@cdktf/provider-aws/lib/vpc-endpoint";
import { AwsStack } from "../../../src/constructs/aws-stack";
import { EncryptionKey } from "../../../src/constructs/kms/encryption-key";
import { ExecuteApiEndpoint } from "../../../src/constructs/network/execute-api-endpoint";
import { Network } from "../../../src/constructs/network/network";
import { synthesize } from "../../../src/constructs/synthesize";
import { type LocalAws, startLocalAws } from "../../../src/local";
import { type Json } from "../../../src/local/call";
import { elementsOf, innerAt, textAt } from "../../../src/local/xml";
import { alarming, findTerraform, providerSource, Terraform } from "../../../src/terraform";
import { target, tell } from "../../support/aws-calls";
import { handlerOf } from "../../support/rest-api";

const region = "ap-northeast-1";
const accountId = "123456789012";
const bucket = "network-state";
const folder = mkdtempSync(join(tmpdir(), "gatehouse-network-"));
const planFile = join(folder, "network.tfplan");
let local: LocalAws;
let terraform: Terraform;

beforeAll(async () => {
  local = await startLocalAws({ accountId, cacheFolder: join(tmpdir(), "gatehouse-cache") });
  await tell(
    aws(),
    "s3",
    "PUT",
    `/${bucket}`,
    `<CreateBucketConfiguration><LocationConstraint>${region}</LocationConstraint></CreateBucketConfiguration>`,
  );
  write();
  terraform = await terraformOfStack();
  await terraform.init();
});
afterAll(async () => {
  await local.stop();
  rmSync(folder, { recursive: true });
});

const aws = () => ({ endpoint: local.endpoint, region });

/** Writes a stack of a network, an endpoint and a key, with a function that uses them and has every setting. */
function write(change: (endpoint: AwsVpcEndpoint) => void = () => {}): void {
  const app = new App({ outdir: folder });
  const stack = new AwsStack(app, "network", {
    accountId,
    region,
    state: { bucket, key: "test/network.tfstate" },
    tags: { service: "test" },
  });
  const network = new Network(stack, "network", { name: "test", cidr: "10.20.0.0/16", availabilityZones: ["a", "c"] });
  const encryptionKey = new EncryptionKey(stack, "key", { name: "test", preventDestroy: false });
  const endpoint = new ExecuteApiEndpoint(stack, "endpoint", { network, privateDns: true });
  change(endpoint.node.findChild("resource") as AwsVpcEndpoint);
  handlerOf(stack, "hello", {
    environment: { GREETING: "hello" },
    tracing: true,
    network,
    encryptionKey,
    reservedConcurrency: 5,
    asynchronousRetries: 0,
  });
  synthesize(app);
}

async function terraformOfStack(): Promise<Terraform> {
  const stackFolder = join(folder, "stacks", "network");
  const { terraform: settings } = JSON.parse(readFileSync(join(stackFolder, "cdk.tf.json"), "utf8")) as {
    terraform: { required_providers: { aws: { version: string } } };
  };
  const { version } = settings.required_providers.aws;
  return new Terraform({
    binary: await findTerraform(),
    stack: "network",
    folder: stackFolder,
    logFolder: join(folder, "logs"),
    variables: { ...local.variables, ...providerSource({ version, cacheFolder: folder }).variables },
    advice: { planAgain: "plan again", applyAgain: "apply again", createBackend: "create the bucket" },
    onProgress: () => {},
  });
}

async function ec2(Action: string, list: string): Promise<string[]> {
  const body = new URLSearchParams({ Action, Version: "2016-11-15" }).toString();
  const { text } = await tell(aws(), "ec2", "POST", "/", body, { "content-type": "application/x-www-form-urlencoded" });
  return elementsOf(innerAt(elementsOf(text)[0]?.inner ?? "", list) ?? "").map(({ inner }) => inner);
}

const ours = async (Action: string, list: string) =>
  (await ec2(Action, list)).filter((item) => item.includes("<value>test</value>"));

const functionAt = async (path: string) => (await tell(aws(), "lambda", "GET", path)).json;

test("network, endpoint, key and a function with everything are created, and a second plan is empty", async () => {
  await terraform.plan(planFile);
  await terraform.apply(planFile);
  expect(await terraform.plan(planFile)).toBe(false);

  const [endpoint = ""] = await ours("DescribeVpcEndpoints", "vpcEndpointSet");
  expect(textAt(endpoint, "privateDnsEnabled")).toBe("true");
  const { VpcConfig, KMSKeyArn, TracingConfig } = await functionAt("/2015-03-31/functions/hello/configuration");
  expect(VpcConfig).toMatchObject({ SubnetIds: [expect.any(String), expect.any(String)] });
  expect(TracingConfig).toEqual({ Mode: "Active" });
  expect(await functionAt("/2019-09-25/functions/hello/event-invoke-config")).toMatchObject({
    MaximumRetryAttempts: 0,
  });
  const { logGroups } = (await target(aws(), "logs", "DescribeLogGroups", {})).json;
  expect(logGroups).toMatchObject([{ logGroupName: "/aws/lambda/hello", kmsKeyId: KMSKeyArn }]);
});

test("no security group of the network lets anything in or out but port 443 of the network", async () => {
  const groups = await ec2("DescribeSecurityGroups", "securityGroupInfo");
  const rules = (group: string, list: string) =>
    elementsOf(innerAt(group, list) ?? "").map(({ inner }) => [
      textAt(inner, "fromPort"),
      textAt(inner, "toPort"),
      textAt(inner, "ipRanges", "item", "cidrIp"),
    ]);
  const found = groups
    .filter((group) => group.includes("<value>test</value>"))
    .map((group): [string, object] => [
      textAt(group, "groupName"),
      { in: rules(group, "ipPermissions"), out: rules(group, "ipPermissionsEgress") },
    ]);
  const https = [["443", "443", "10.20.0.0/16"]];
  expect(Object.fromEntries(found)).toEqual({
    default: { in: [], out: [] },
    "test-functions": { in: [], out: https },
    "test-endpoints": { in: https, out: [] },
  });
});

test("a change of the endpoint's policy arrives, in place and alone", async () => {
  const nobody = { Version: "2012-10-17", Statement: [{ Effect: "Deny", Principal: "*", Action: "*", Resource: "*" }] };
  write((endpoint) => {
    endpoint.policy = JSON.stringify(nobody);
  });
  await terraform.plan(planFile);
  const plan = await terraform.summarize(planFile);
  expect(alarming(plan)).toEqual([]);
  expect([...plan.created, ...plan.updated].map(({ address }) => address)).toEqual(["aws_vpc_endpoint.endpoint"]);
  await terraform.apply(planFile);
  const [endpoint = ""] = await ours("DescribeVpcEndpoints", "vpcEndpointSet");
  expect(JSON.parse(textAt(endpoint, "policyDocument"))).toEqual(nobody);
  expect(await terraform.plan(planFile)).toBe(false);
});

test("destroy leaves nothing but a key that waits for its deletion", async () => {
  await terraform.plan(planFile, "-destroy");
  await terraform.apply(planFile);
  const lists = [
    ["DescribeVpcs", "vpcSet"],
    ["DescribeSubnets", "subnetSet"],
    ["DescribeSecurityGroups", "securityGroupInfo"],
    ["DescribeRouteTables", "routeTableSet"],
  ] as const;
  const left = await Promise.all(lists.map(([Action, list]) => ours(Action, list)));
  expect(left).toEqual(lists.map(() => []));
  // EC2 tells of an endpoint for a while after it was deleted.
  const endpoints = await ours("DescribeVpcEndpoints", "vpcEndpointSet");
  expect(endpoints.map((endpoint) => textAt(endpoint, "state"))).toEqual(["deleted"]);
  expect(await functionAt("/2015-03-31/functions/")).toMatchObject({ Functions: [] });
  expect((await target(aws(), "logs", "DescribeLogGroups", {})).json).toMatchObject({ logGroups: [] });
  const { Keys } = (await target(aws(), "kms", "ListKeys", {})).json as { Keys: { KeyId: string }[] };
  const states = await Promise.all(
    Keys.map(async ({ KeyId }) => (await target(aws(), "kms", "DescribeKey", { KeyId })).json["KeyMetadata"] as Json),
  );
  expect(states).toMatchObject([{ KeyState: "PendingDeletion" }]);
  const days = (Number(states[0]?.["DeletionDate"]) * 1000 - Date.now()) / 86_400_000;
  expect(Math.round(days)).toBe(30);
});
