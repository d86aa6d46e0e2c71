import { tmpdir } from "node:os";
import { join } from "node:path";
import { type LocalAws, startLocalAws } from "../../../src/local";
import { type Json } from "../../../src/local/call";
import { form, target, tell } from "../../support/aws-calls";

let aws: LocalAws;
beforeAll(async () => {
  aws = await startLocalAws({ accountId: "123456789012", cacheFolder: join(tmpdir(), "gatehouse-cache") });
});
afterAll(() => aws.stop());

describe("cognito-identity", () => {
  const provider = "cognito-idp.eu-west-1.amazonaws.com/eu-west-1_abc";
  const Roles = { authenticated: "arn:aws:iam::123456789012:role/general" };
  const token = { Type: "Token", AmbiguousRoleResolution: "Deny" };

  async function newPool(): Promise<string> {
    const { json } = await target(aws, "cognito-identity", "CreateIdentityPool", {
      IdentityPoolName: "members",
      AllowUnauthenticatedIdentities: false,
      AllowClassicFlow: true,
      CognitoIdentityProviders: [{ ProviderName: provider, ClientId: "client" }],
    });
    return json["IdentityPoolId"] as string;
  }

  test("roles and mappings are kept until the pool is deleted", async () => {
    const IdentityPoolId = await newPool();
    const get = () => target(aws, "cognito-identity", "GetIdentityPoolRoles", { IdentityPoolId });
    expect((await get()).json).toEqual({ IdentityPoolId });
    const wanted = { Roles, RoleMappings: { [`${provider}:client`]: token } };
    await target(aws, "cognito-identity", "SetIdentityPoolRoles", { IdentityPoolId, ...wanted });
    expect((await get()).json).toEqual({ IdentityPoolId, ...wanted });
    await target(aws, "cognito-identity", "DeleteIdentityPool", { IdentityPoolId });
    expect(await get()).toMatchObject({ status: 400, type: "ResourceNotFoundException" });
  });

  test("the classic flow and tags are remembered", async () => {
    const IdentityPoolId = await newPool();
    const ResourceArn = `arn:aws:cognito-identity:eu-west-1:123456789012:identitypool/${IdentityPoolId}`;
    await target(aws, "cognito-identity", "TagResource", { ResourceArn, Tags: { a: "1", b: "2" } });
    await target(aws, "cognito-identity", "UntagResource", { ResourceArn, TagKeys: ["a"] });
    const { json } = await target(aws, "cognito-identity", "DescribeIdentityPool", { IdentityPoolId });
    expect(json).toMatchObject({ AllowClassicFlow: true, IdentityPoolTags: { b: "2" } });
  });

  test("fails for a mapping of another client", async () => {
    const IdentityPoolId = await newPool();
    const RoleMappings = { [`${provider}:other`]: token };
    const told = await target(aws, "cognito-identity", "SetIdentityPoolRoles", { IdentityPoolId, RoleMappings });
    expect(told).toMatchObject({ status: 400, type: "InvalidParameterException" });
    expect(told.json["message"]).toContain("is not a valid RoleMapping ProviderName");
  });
});

describe("cognito-idp", () => {
  test("feature plan and tags of a pool are remembered", async () => {
    const created = await target(aws, "cognito-idp", "CreateUserPool", {
      PoolName: "p",
      UserPoolTier: "PLUS",
      UserPoolTags: { a: "1" },
    });
    const { Id: UserPoolId, Arn: ResourceArn } = created.json["UserPool"] as Json;
    await target(aws, "cognito-idp", "UpdateUserPool", { UserPoolId, UserPoolTier: "LITE" });
    await target(aws, "cognito-idp", "TagResource", { ResourceArn, Tags: { b: "2" } });
    const { json } = await target(aws, "cognito-idp", "DescribeUserPool", { UserPoolId });
    expect(json["UserPool"]).toMatchObject({ UserPoolTier: "LITE", UserPoolTags: { a: "1", b: "2" } });
  });

  test("an update leaves the way users are named", async () => {
    const named = { UsernameAttributes: ["email"], UsernameConfiguration: { CaseSensitive: false } };
    const created = await target(aws, "cognito-idp", "CreateUserPool", { PoolName: "p", ...named });
    const { Id: UserPoolId } = created.json["UserPool"] as Json;
    await target(aws, "cognito-idp", "UpdateUserPool", { UserPoolId, DeletionProtection: "INACTIVE" });
    expect((await target(aws, "cognito-idp", "DescribeUserPool", { UserPoolId })).json["UserPool"]).toMatchObject(
      named,
    );
  });

  test("fails to delete a protected pool", async () => {
    const created = await target(aws, "cognito-idp", "CreateUserPool", { PoolName: "p", DeletionProtection: "ACTIVE" });
    const { Id: UserPoolId } = created.json["UserPool"] as Json;
    const told = await target(aws, "cognito-idp", "DeleteUserPool", { UserPoolId });
    expect(told).toMatchObject({ status: 400, type: "InvalidParameterException" });
    expect((await target(aws, "cognito-idp", "DescribeUserPool", { UserPoolId })).status).toBe(200);
    await target(aws, "cognito-idp", "UpdateUserPool", { UserPoolId, DeletionProtection: "INACTIVE" });
    expect((await target(aws, "cognito-idp", "DeleteUserPool", { UserPoolId })).status).toBe(200);
  });

  test("fails at once, with the operation's name, where moto lacks an operation", async () => {
    const told = await target(aws, "cognito-idp", "GetUserPoolReplica", {});
    expect(told).toMatchObject({ status: 400, type: "NotImplemented" });
    expect(told.json["message"]).toContain("cognito-idp GetUserPoolReplica");
  });
});

describe("iam", () => {
  const trust = JSON.stringify({
    Version: "2012-10-17",
    Statement: [{ Effect: "Allow", Principal: { Service: "lambda.amazonaws.com" }, Action: "sts:AssumeRole" }],
  });

  test("fails for a role that any identity pool may assume", async () => {
    const open = trust
      .replace("Service", "Federated")
      .replace("lambda", "cognito-identity")
      .replace("AssumeRole", "AssumeRoleWithWebIdentity");
    const told = await form(aws, "CreateRole", { RoleName: "open", AssumeRolePolicyDocument: open });
    expect(told.status).toBe(400);
    expect(told.text).toContain("<Code>MalformedPolicyDocument</Code>");
  });

  test("fails when the inline policies of a role grow beyond the quota together, until one is deleted", async () => {
    await form(aws, "CreateRole", { RoleName: "big", AssumeRolePolicyDocument: trust });
    const statement = {
      Effect: "Allow",
      Action: "execute-api:Invoke",
      Resource: `arn:aws:execute-api:*:*:${"x".repeat(6000)}`,
    };
    const PolicyDocument = JSON.stringify({ Version: "2012-10-17", Statement: [statement] });
    const put = (PolicyName: string) => form(aws, "PutRolePolicy", { RoleName: "big", PolicyName, PolicyDocument });
    const both = await Promise.all([put("a"), put("b")]);
    expect(both.map(({ status }) => status)).toEqual([200, 409]);
    expect(both[1]?.text).toContain("Maximum policy size of 10240 bytes exceeded for role big");
    await form(aws, "DeleteRolePolicy", { RoleName: "big", PolicyName: "a" });
    expect((await put("b")).status).toBe(200);
  });

  test("policies that AWS manages can be attached", async () => {
    await form(aws, "CreateRole", { RoleName: "fn", AssumeRolePolicyDocument: trust });
    const PolicyArn = "arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole";
    expect((await form(aws, "AttachRolePolicy", { RoleName: "fn", PolicyArn })).status).toBe(200);
  });
});

describe("lambda", () => {
  const functions = "/2015-03-31/functions";
  const code = { ZipFile: "UEsFBgAAAAAAAAAAAAAAAAAAAAAAAA==" };

  beforeAll(async () => {
    const AssumeRolePolicyDocument = '{"Version":"2012-10-17","Statement":[]}';
    await form(aws, "CreateRole", { RoleName: "lambda", AssumeRolePolicyDocument });
  });

  function create(FunctionName: string, more: object) {
    const Role = "arn:aws:iam::123456789012:role/lambda";
    return tell(aws, "lambda", "POST", functions, {
      FunctionName,
      Role,
      Runtime: "nodejs22.x",
      Handler: "i.h",
      Code: code,
      ...more,
    });
  }

  test("key and logging are remembered and shown everywhere", async () => {
    const LoggingConfig = { LogFormat: "JSON", LogGroup: "/x" };
    const created = await create("kept", { KMSKeyArn: "key", LoggingConfig });
    expect(created.json).toMatchObject({ KMSKeyArn: "key", LoggingConfig });
    expect((await tell(aws, "lambda", "GET", `${functions}/kept`)).json["Configuration"]).toMatchObject({
      KMSKeyArn: "key",
      LoggingConfig,
    });
    const arn = encodeURIComponent("arn:aws:lambda:eu-west-1:123456789012:function:kept");
    const updated = await tell(aws, "lambda", "PUT", `${functions}/${arn}/configuration`, {
      KMSKeyArn: "",
      Timeout: 9,
    });
    expect(updated.json).toMatchObject({ LoggingConfig, Timeout: 9 });
    expect(updated.json).not.toHaveProperty("KMSKeyArn");
  });

  test("the configuration of asynchronous calls can be changed", async () => {
    await create("quiet", {});
    const path = "/2019-09-25/functions/quiet/event-invoke-config";
    await tell(aws, "lambda", "PUT", path, { MaximumRetryAttempts: 2 });
    await tell(aws, "lambda", "PUT", path, { MaximumRetryAttempts: 0 });
    expect((await tell(aws, "lambda", "GET", path)).json).toMatchObject({ MaximumRetryAttempts: 0 });
  });

  test("fails for a function in a VPC whose role can't make network interfaces, until it can", async () => {
    const VpcConfig = { SubnetIds: ["subnet-1"], SecurityGroupIds: ["sg-1"] };
    const told = await create("inside", { VpcConfig });
    expect(told).toMatchObject({ status: 400, type: "InvalidParameterValueException" });
    expect(told.json["message"]).toContain("CreateNetworkInterface on EC2");
    const PolicyArn = "arn:aws:iam::aws:policy/service-role/AWSLambdaVPCAccessExecutionRole";
    await form(aws, "AttachRolePolicy", { RoleName: "lambda", PolicyArn });
    expect((await create("inside", { VpcConfig })).json["message"] ?? "").not.toContain("permissions");
    await form(aws, "DetachRolePolicy", { RoleName: "lambda", PolicyArn });
    const Statement = { Effect: "Allow", Action: "ec2:*NetworkInterface*", Resource: "*" };
    const PolicyDocument = JSON.stringify({ Version: "2012-10-17", Statement });
    await form(aws, "PutRolePolicy", { RoleName: "lambda", PolicyName: "vpc", PolicyDocument });
    expect((await create("within", { VpcConfig })).json["message"] ?? "").not.toContain("permissions");
  });

  test("fails beyond 20 KB of resource policy", async () => {
    await create("crowded", {});
    const path = `${functions}/crowded/policy`;
    const results = await Promise.all(
      Array.from({ length: 8 }, (_, index) =>
        tell(aws, "lambda", "POST", path, {
          StatementId: `s${index}`,
          Action: "lambda:InvokeFunction",
          Principal: "apigateway.amazonaws.com",
          SourceArn: `arn:aws:execute-api:eu-west-1:123456789012:${"x".repeat(2700)}`,
        }),
      ),
    );
    const refused = results.filter(({ status }) => status === 400);
    expect(refused.map(({ type }) => type)).toEqual(["PolicyLengthExceededException", "PolicyLengthExceededException"]);
  });
});

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
