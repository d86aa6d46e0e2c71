import { createHash } from "node:crypto";
import { bundleFunction } from "../../../src/constructs/lambda/bundle";
import { TypescriptFunction, type TypescriptFunctionProps } from "../../../src/constructs/lambda/typescript-function";
import { EncryptionKey } from "../../../src/constructs/kms/encryption-key";
import { Network } from "../../../src/constructs/network/network";
import { synthesized, testStack } from "../../support/synth";

const functionWith = (props: Partial<TypescriptFunctionProps>, stack = testStack()) => {
  new TypescriptFunction(stack, "hello", {
    name: "hello",
    source: "src/functions/get-tech4all.ts",
    description: "Says hello",
    tracing: true,
    logRetentionDays: 7,
    ...props,
  });
  return synthesized(stack);
};

test("a function with a log of its own and a role that may write it", () => {
  const json = functionWith({ environment: { GREETING: "hello" } });
  const { zip, sha256 } = bundleFunction("src/functions/get-tech4all.ts", "test");
  const hash = createHash("sha256").update(zip).digest("hex");
  expect(json.counts()).toEqual({
    aws_cloudwatch_log_group: 1,
    aws_iam_role: 1,
    aws_iam_role_policy: 1,
    aws_lambda_function: 1,
  });
  expect(json.single("aws_lambda_function")).toEqual({
    function_name: "hello",
    description: "Says hello",
    filename: `assets/hello_code/${hash}/get-tech4all.zip`,
    source_code_hash: sha256,
    handler: "index.handler",
    runtime: "nodejs22.x",
    architectures: ["arm64"],
    memory_size: 256,
    timeout: 27,
    role: "${aws_iam_role.hello_role.arn}",
    environment: { variables: { GREETING: "hello" } },
    tracing_config: { mode: "Active" },
    logging_config: { log_format: "JSON", log_group: "${aws_cloudwatch_log_group.hello_log.name}" },
    depends_on: ["aws_iam_role_policy.hello_role_permissions"],
  });
  expect(json.single("aws_cloudwatch_log_group")).toEqual({ name: "/aws/lambda/hello", retention_in_days: 7 });
  expect(json.all("aws_iam_role")).toMatchObject({ hello_role: { name: "hello-role" } });
  expect(json.trusts()).toEqual({
    hello_role: {
      Version: "2012-10-17",
      Statement: [{ Effect: "Allow", Principal: { Service: "lambda.amazonaws.com" }, Action: "sts:AssumeRole" }],
    },
  });
  expect(json.policies()).toEqual({
    hello_role_permissions: {
      Version: "2012-10-17",
      Statement: [
        {
          Sid: "WriteLog",
          Effect: "Allow",
          Action: ["logs:CreateLogStream", "logs:PutLogEvents"],
          Resource: ["arn:aws:logs:ap-northeast-1:123456789012:log-group:${aws_cloudwatch_log_group.hello_log.name}:*"],
        },
        {
          Sid: "WriteTraces",
          Effect: "Allow",
          Action: ["xray:PutTelemetryRecords", "xray:PutTraceSegments"],
          Resource: ["*"],
        },
      ],
    },
  });
});

test("without tracing the role may write no traces", () => {
  const json = functionWith({ tracing: false });
  expect(json.single("aws_lambda_function")).toMatchObject({ tracing_config: { mode: "PassThrough" } });
  expect(JSON.stringify(json.policies())).not.toContain("xray");
});

test("what it is granted is a policy of its own, which the function does not wait for", () => {
  const stack = testStack();
  const hello = new TypescriptFunction(stack, "hello", {
    name: "hello",
    source: "src/functions/get-tech4all.ts",
    description: "Says hello",
    tracing: false,
    logRetentionDays: 7,
  });
  hello.grant({ sid: "Read", actions: ["s3:GetObject"], resources: ["arn:aws:s3:::a/*"] });
  hello.grant({ sid: "Read", actions: ["s3:GetObject"], resources: ["arn:aws:s3:::b/*"] });
  const json = synthesized(stack);
  expect(json.policies()).toEqual({
    hello_role_permissions: expect.anything(),
    hello_role_grants: {
      Version: "2012-10-17",
      Statement: [
        { Sid: "Read", Effect: "Allow", Action: ["s3:GetObject"], Resource: ["arn:aws:s3:::a/*", "arn:aws:s3:::b/*"] },
      ],
    },
  });
  expect(json.all("aws_iam_role_policy").hello_role_grants).toMatchObject({
    name: "grants",
    role: "${aws_iam_role.hello_role.name}",
  });
  expect(json.single("aws_lambda_function").depends_on).toEqual(["aws_iam_role_policy.hello_role_permissions"]);
});

describe("in a network", () => {
  const json = () => {
    const stack = testStack();
    const network = new Network(stack, "network", {
      name: "test",
      cidr: "10.0.0.0/16",
      availabilityZones: ["a", "c"],
    });
    return functionWith({ network, tracing: false }, stack);
  };

  test("it lies in both subnets, behind the security group of functions", () => {
    expect(json().single("aws_lambda_function")).toMatchObject({
      vpc_config: {
        subnet_ids: ["${aws_subnet.network_subnet-a.id}", "${aws_subnet.network_subnet-c.id}"],
        security_group_ids: ["${aws_security_group.network_functions.id}"],
      },
      depends_on: ["aws_iam_role_policy.hello_role_permissions"],
    });
  });

  test("its role may join the network and leave it", () => {
    expect(json().policies()).toEqual({
      hello_role_permissions: {
        Version: "2012-10-17",
        Statement: [
          {
            Sid: "DescribeNetwork",
            Effect: "Allow",
            Action: ["ec2:DescribeNetworkInterfaces", "ec2:DescribeSubnets"],
            Resource: ["*"],
          },
          {
            Sid: "JoinNetwork",
            Effect: "Allow",
            Action: [
              "ec2:AssignPrivateIpAddresses",
              "ec2:CreateNetworkInterface",
              "ec2:DeleteNetworkInterface",
              "ec2:UnassignPrivateIpAddresses",
            ],
            Resource: ["arn:aws:ec2:ap-northeast-1:123456789012:*/*"],
          },
          expect.objectContaining({ Sid: "WriteLog" }),
        ],
      },
    });
  });
});

describe("with a key", () => {
  const json = (props: Partial<TypescriptFunctionProps>) => {
    const stack = testStack();
    const encryptionKey = new EncryptionKey(stack, "key", { name: "test", preventDestroy: false });
    return functionWith({ encryptionKey, tracing: false, ...props }, stack);
  };
  const key = "${aws_kms_key.key.arn}";

  test("log and variables are encrypted with it, and the role may decrypt the variables", () => {
    const encrypted = json({ environment: { GREETING: "hello" } });
    expect(encrypted.single("aws_cloudwatch_log_group")).toEqual({
      name: "/aws/lambda/hello",
      retention_in_days: 7,
      kms_key_id: key,
    });
    expect(encrypted.single("aws_lambda_function")).toMatchObject({
      kms_key_arn: key,
      depends_on: ["aws_iam_role_policy.hello_role_permissions"],
    });
    expect(encrypted.policies()).toEqual({
      hello_role_permissions: {
        Version: "2012-10-17",
        Statement: [
          { Sid: "DecryptVariables", Effect: "Allow", Action: ["kms:Decrypt"], Resource: [key] },
          expect.objectContaining({ Sid: "WriteLog" }),
        ],
      },
    });
  });

  // Lambda would not keep the key, so that every plan would add it again.
  test.each([undefined, {}])("a function with the variables %j has its log alone encrypted", (environment) => {
    const encrypted = json({ environment });
    expect(encrypted.single("aws_cloudwatch_log_group")).toMatchObject({ kms_key_id: key });
    expect(encrypted.single("aws_lambda_function")).not.toHaveProperty("kms_key_arn");
    expect(JSON.stringify(encrypted.policies())).not.toContain("kms");
  });
});

test.each([0, 1, 1000])("%p runs may be kept for it", (reservedConcurrency) => {
  expect(functionWith({ reservedConcurrency }).single("aws_lambda_function")).toMatchObject({
    reserved_concurrent_executions: reservedConcurrency,
  });
});

test.each([0, 1, 2] as const)("an asynchronous run may be tried again %p times", (asynchronousRetries) => {
  expect(functionWith({ asynchronousRetries }).all("aws_lambda_function_event_invoke_config")).toEqual({
    "hello_asynchronous-runs": {
      function_name: "${aws_lambda_function.hello.function_name}",
      maximum_retry_attempts: asynchronousRetries,
    },
  });
});

test("fails to compile for more asynchronous retries than Lambda has", () => {
  // @ts-expect-error Lambda tries twice again at most.
  const asynchronousRetries: TypescriptFunctionProps["asynchronousRetries"] = 3;
  expect(asynchronousRetries).toBe(3);
});

test("fails for a source that is missing, naming the function", () => {
  expect(() => functionWith({ source: "src/functions/none.ts" })).toThrow(
    'test/hello: the function\'s source is missing\n  got:     "src/functions/none.ts"',
  );
});

test.each<[string, Partial<TypescriptFunctionProps>, string]>([
  ["64 MB", { memoryMegabytes: 64 }, "a whole number of MB, 128 to 10240"],
  ["16 minutes", { timeoutSeconds: 960 }, "a whole number of seconds, 1 to 900"],
  ["-1 runs kept for it", { reservedConcurrency: -1 }, "a whole number of runs, 0 to 1000"],
  ["half a run kept for it", { reservedConcurrency: 0.5 }, "a whole number of runs, 0 to 1000"],
  ["a name with a dot", { name: "hello.world" }, "1 to 64 letters, digits, hyphens and underscores"],
])("fails for %s", (_, props, allowed) => {
  expect(() => functionWith(props)).toThrow(allowed);
});
