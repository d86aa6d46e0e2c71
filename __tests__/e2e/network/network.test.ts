import { type VpcEndpoint as AwsVpcEndpoint } from "@cdktf/provider-aws/lib/vpc-endpoint";
import { type AwsStack } from "../../../src/constructs/aws-stack";
import { EncryptionKey } from "../../../src/constructs/kms/encryption-key";
import { ExecuteApiEndpoint } from "../../../src/constructs/network/execute-api-endpoint";
import { Network } from "../../../src/constructs/network/network";
import { type Json } from "../../../src/local/call";
import { elementsOf, innerAt, textAt } from "../../../src/local/xml";
import { AppliedStack, noChanges } from "../../support/applied-stack";
import { form, target, tell } from "../../support/aws-calls";
import { handlerOf } from "../../support/rest-api";

let applied: AppliedStack;
beforeAll(async () => {
  applied = await AppliedStack.start();
});
afterAll(async () => applied?.stop());

/** A network, an endpoint and a key, with a function that uses them and has every setting. */
const networkWith =
  (change: (endpoint: AwsVpcEndpoint) => void = () => {}) =>
  (stack: AwsStack) => {
    const zones = { cidr: "10.20.0.0/16", availabilityZones: ["a", "c"] } as const;
    const network = new Network(stack, "network", { name: "test", ...zones });
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
  };

async function ec2(Action: string, list: string): Promise<string[]> {
  const { text } = await form(applied.called, Action, {}, "ec2");
  return elementsOf(innerAt(elementsOf(text)[0]?.inner ?? "", list) ?? "").map(({ inner }) => inner);
}

const ours = async (Action: string, list: string) =>
  (await ec2(Action, list)).filter((item) => item.includes("<value>test</value>"));

const functionAt = async (path: string) => (await tell(applied.called, "lambda", "GET", path)).json;

test("network, endpoint, key and a function with everything are created, and a second plan is empty", async () => {
  await applied.plan(networkWith());
  await applied.apply();
  expect(await applied.plan(networkWith())).toEqual(noChanges);

  const [endpoint = ""] = await ours("DescribeVpcEndpoints", "vpcEndpointSet");
  expect(textAt(endpoint, "privateDnsEnabled")).toBe("true");
  const { VpcConfig, KMSKeyArn, TracingConfig } = await functionAt("/2015-03-31/functions/hello/configuration");
  expect(VpcConfig).toMatchObject({ SubnetIds: [expect.any(String), expect.any(String)] });
  expect(TracingConfig).toEqual({ Mode: "Active" });
  expect(await functionAt("/2019-09-25/functions/hello/event-invoke-config")).toMatchObject({
    MaximumRetryAttempts: 0,
  });
  const { logGroups } = (await target(applied.called, "logs", "DescribeLogGroups", {})).json;
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
      // The provider adds digits, which tell a group from the one that replaces it.
      textAt(group, "groupName").replace(/-\d+$/, ""),
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
  const changed = networkWith((endpoint) => {
    endpoint.policy = JSON.stringify(nobody);
  });
  expect(await applied.plan(changed)).toEqual({ ...noChanges, updated: ["aws_vpc_endpoint.endpoint"] });
  await applied.apply();
  const [endpoint = ""] = await ours("DescribeVpcEndpoints", "vpcEndpointSet");
  expect(JSON.parse(textAt(endpoint, "policyDocument"))).toEqual(nobody);
  expect(await applied.plan(changed)).toEqual(noChanges);
});

test("destroy leaves nothing but a key that waits for its deletion", async () => {
  await applied.destroy();
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
  expect((await target(applied.called, "logs", "DescribeLogGroups", {})).json).toMatchObject({ logGroups: [] });
  const { Keys } = (await target(applied.called, "kms", "ListKeys", {})).json as { Keys: { KeyId: string }[] };
  const states = await Promise.all(
    Keys.map(
      async ({ KeyId }) => (await target(applied.called, "kms", "DescribeKey", { KeyId })).json["KeyMetadata"] as Json,
    ),
  );
  expect(states).toMatchObject([{ KeyState: "PendingDeletion" }]);
  const days = (Number(states[0]?.["DeletionDate"]) * 1000 - Date.now()) / 86_400_000;
  expect(Math.round(days)).toBe(30);
});
