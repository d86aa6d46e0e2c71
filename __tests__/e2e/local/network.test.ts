import { tmpdir } from "node:os";
import { join } from "node:path";
import { type LocalAws, startLocalAws } from "../../../src/local";
import { elementsOf, textAt } from "../../../src/local/xml";
import { target, tell } from "../../support/aws-calls";

let aws: LocalAws;
beforeAll(async () => {
  aws = await startLocalAws({ accountId: "123456789012", cacheFolder: join(tmpdir(), "gatehouse-cache") });
});
afterAll(() => aws.stop());

async function ec2(Action: string, fields: Record<string, string>) {
  const body = new URLSearchParams({ Action, Version: "2016-11-15", ...fields }).toString();
  const { status, text } = await tell(aws, "ec2", "POST", "/", body, {
    "content-type": "application/x-www-form-urlencoded",
  });
  return { status, inner: elementsOf(text)[0]?.inner ?? "" };
}

test("fails for an endpoint with private DNS where the VPC has no host names, or has such an endpoint", async () => {
  const VpcId = textAt((await ec2("CreateVpc", { CidrBlock: "10.0.0.0/16" })).inner, "vpc", "vpcId");
  const subnet = async (CidrBlock: string, AvailabilityZone: string) => {
    const { inner } = await ec2("CreateSubnet", { VpcId, CidrBlock, AvailabilityZone });
    return textAt(inner, "subnet", "subnetId");
  };
  const [a, alsoA, b] = [
    await subnet("10.0.0.0/24", "eu-west-1a"),
    await subnet("10.0.1.0/24", "eu-west-1a"),
    await subnet("10.0.2.0/24", "eu-west-1b"),
  ];
  const endpoint = async (first: string, second: string) => {
    const ServiceName = "com.amazonaws.eu-west-1.execute-api";
    const type = { VpcEndpointType: "Interface", PrivateDnsEnabled: "true" };
    const told = await ec2("CreateVpcEndpoint", {
      VpcId,
      ServiceName,
      ...type,
      "SubnetId.1": first,
      "SubnetId.2": second,
    });
    return textAt(told.inner, "Errors", "Error", "Message") || told.status;
  };
  expect(await endpoint(a, b)).toContain("enableDnsHostnames");
  await ec2("ModifyVpcAttribute", { VpcId, "EnableDnsHostnames.Value": "true" });
  expect(await endpoint(a, alsoA)).toContain("availability zone");
  expect(await endpoint(a, b)).toBe(200);
  expect(await endpoint(a, b)).toContain("conflicting DNS domain");
});

test("fails for a web ACL of CloudFront's outside us-east-1", async () => {
  const acl = {
    Name: "web",
    Scope: "CLOUDFRONT",
    DefaultAction: { Allow: {} },
    VisibilityConfig: { SampledRequestsEnabled: true, CloudWatchMetricsEnabled: true, MetricName: "web" },
  };
  expect((await target(aws, "wafv2", "CreateWebACL", acl)).type).toBe("WAFInvalidParameterException");
  const inVirginia = { endpoint: aws.endpoint, region: "us-east-1" };
  expect((await target(inVirginia, "wafv2", "CreateWebACL", acl)).status).toBe(200);
});
