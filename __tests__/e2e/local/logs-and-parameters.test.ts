import { tmpdir } from "node:os";
import { join } from "node:path";
import { type LocalAws, startLocalAws } from "../../../src/local";
import { type Json } from "../../../src/local/call";
import { target } from "../../support/aws-calls";

let aws: LocalAws;
beforeAll(async () => {
  aws = await startLocalAws({ accountId: "123456789012", cacheFolder: join(tmpdir(), "gatehouse-cache") });
});
afterAll(() => aws.stop());

describe("logs", () => {
  const filter = {
    logGroupName: "/api",
    filterName: "denied",
    metricTransformations: [{ metricName: "Denied", metricNamespace: "test", metricValue: "1" }],
  };
  const patterns = async () => {
    const { json } = await target(aws, "logs", "DescribeMetricFilters", { logGroupName: "/api" });
    return (json["metricFilters"] as Json[]).map(({ filterPattern }) => filterPattern);
  };

  test("a metric filter can be changed; a change that is refused leaves it as it was", async () => {
    await target(aws, "logs", "CreateLogGroup", { logGroupName: "/api" });
    await target(aws, "logs", "PutMetricFilter", { ...filter, filterPattern: "401" });
    await target(aws, "logs", "PutMetricFilter", { ...filter, filterPattern: "403" });
    expect(await patterns()).toEqual(["403"]);
    const told = await target(aws, "logs", "PutMetricFilter", { ...filter, filterPattern: "x".repeat(1025) });
    expect(told.status).toBe(400);
    expect(await patterns()).toEqual(["403"]);
  });

  test("fails for a key that CloudWatch Logs may not use", async () => {
    const created = await target(aws, "kms", "CreateKey", {});
    const { KeyId, Arn: kmsKeyId } = created.json["KeyMetadata"] as Json;
    const group = { logGroupName: "/encrypted", kmsKeyId };
    expect((await target(aws, "logs", "CreateLogGroup", group)).type).toBe("AccessDeniedException");
    const root = { AWS: "arn:aws:iam::123456789012:root" };
    const own = { Effect: "Allow", Principal: root, Action: "kms:*", Resource: "*" };
    const Principal = { Service: "logs.eu-west-1.amazonaws.com" };
    const uses = { ...own, Principal, Action: ["kms:Encrypt", "kms:Decrypt"] };
    const put = (...Statement: object[]) => {
      const Policy = JSON.stringify({ Version: "2012-10-17", Statement });
      return target(aws, "kms", "PutKeyPolicy", { KeyId, PolicyName: "default", Policy });
    };
    expect((await put(uses)).type).toBe("MalformedPolicyDocumentException");
    expect((await put(own, uses)).status).toBe(200);
    expect((await target(aws, "logs", "CreateLogGroup", group)).status).toBe(200);
  });

  test("fails for a metric filter of a log group that is not there", async () => {
    const told = await target(aws, "logs", "PutMetricFilter", { ...filter, logGroupName: "/ap", filterPattern: "" });
    expect(told).toMatchObject({ status: 400, type: "ResourceNotFoundException" });
  });
});

test("fails for a standard parameter of more than 4,096 characters", async () => {
  const parameter = { Name: "/settings", Type: "String", Value: "x".repeat(4097) };
  expect(await target(aws, "ssm", "PutParameter", parameter)).toMatchObject({
    status: 400,
    type: "ValidationException",
  });
  expect((await target(aws, "ssm", "PutParameter", { ...parameter, Tier: "Advanced" })).status).toBe(200);
});
