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

function trustIn(Service: string): string {
  const Statement = [{ Effect: "Allow", Principal: { Service }, Action: "sts:AssumeRole" }];
  return JSON.stringify({ Version: "2012-10-17", Statement });
}

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

  test("fails to tag a pool that is not there", async () => {
    const ResourceArn = "arn:aws:cognito-identity:eu-west-1:123456789012:identitypool/eu-west-1:none";
    const told = await target(aws, "cognito-identity", "TagResource", { ResourceArn, Tags: {} });
    expect(told).toMatchObject({ status: 400, type: "ResourceNotFoundException" });
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

  test.each(["TagResource", "UntagResource", "ListTagsForResource"])(
    "fails for %s of a pool that is not there",
    async (operation) => {
      const ResourceArn = "arn:aws:cognito-idp:eu-west-1:123456789012:userpool/eu-west-1_none";
      const told = await target(aws, "cognito-idp", operation, { ResourceArn, Tags: {}, TagKeys: [] });
      expect(told).toMatchObject({ status: 400, type: "ResourceNotFoundException" });
    },
  );

  test("fails for short passwords, and for groups below zero or of one name", async () => {
    const Policies = { PasswordPolicy: { MinimumLength: 5 } };
    const invalid = { status: 400, type: "InvalidParameterException" };
    expect(await target(aws, "cognito-idp", "CreateUserPool", { PoolName: "p", Policies })).toMatchObject(invalid);
    const created = await target(aws, "cognito-idp", "CreateUserPool", { PoolName: "p" });
    const group = { UserPoolId: (created.json["UserPool"] as Json)["Id"], GroupName: "admin" };
    expect(await target(aws, "cognito-idp", "CreateGroup", { ...group, Precedence: -1 })).toMatchObject(invalid);
    expect((await target(aws, "cognito-idp", "CreateGroup", { ...group, Precedence: 0 })).status).toBe(200);
    expect(await target(aws, "cognito-idp", "UpdateGroup", { ...group, Precedence: -1 })).toMatchObject(invalid);
    const again = await target(aws, "cognito-idp", "CreateGroup", group);
    expect([again.status, again.json["__type"]]).toEqual([400, "GroupExistsException"]);
  });

  test("fails at once, with the operation's name, where moto lacks an operation", async () => {
    const told = await target(aws, "cognito-idp", "GetUserPoolReplica", {});
    expect(told).toMatchObject({ status: 400, type: "NotImplemented" });
    expect(told.json["message"]).toContain("cognito-idp GetUserPoolReplica");
  });
});

describe("iam", () => {
  const trust = trustIn("lambda.amazonaws.com");

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

  test("fails for a name too long and for policies that say nothing or repeat a name", async () => {
    const long = await form(aws, "CreateRole", { RoleName: "r".repeat(65), AssumeRolePolicyDocument: trust });
    expect(long.text).toContain("<Code>ValidationError</Code>");
    await form(aws, "CreateRole", { RoleName: "named", AssumeRolePolicyDocument: trust });
    const statement = { Sid: "One", Effect: "Allow", Action: "s3:*", Resource: "*" };
    for (const Statement of [[], [statement, statement]]) {
      const PolicyDocument = JSON.stringify({ Version: "2012-10-17", Statement });
      const told = await form(aws, "PutRolePolicy", { RoleName: "named", PolicyName: "p", PolicyDocument });
      expect(told.text).toContain("<Code>MalformedPolicyDocument</Code>");
    }
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
    await form(aws, "CreateRole", { RoleName: "lambda", AssumeRolePolicyDocument: trustIn("lambda.amazonaws.com") });
    await form(aws, "CreateRole", { RoleName: "other", AssumeRolePolicyDocument: trustIn("s3.amazonaws.com") });
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

  test.each(["none", "other"])("fails for a role that Lambda may not assume: %s", async (name) => {
    const Role = `arn:aws:iam::123456789012:role/${name}`;
    const refused = {
      status: 400,
      type: "InvalidParameterValueException",
      json: { message: "The role defined for the function cannot be assumed by Lambda." },
    };
    expect(await create("refused", { Role })).toMatchObject(refused);
    await create("changed", {});
    const path = `${functions}/changed/configuration`;
    expect(await tell(aws, "lambda", "PUT", path, { Role })).toMatchObject(refused);
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

describe("s3", () => {
  const put = (bucket: string) =>
    tell(aws, "s3", "PUT", "/policies?policy", {
      Statement: [{ Effect: "Deny", Principal: "*", Action: "s3:*", Resource: `arn:aws:s3:::${bucket}/*` }],
    });

  test("fails for a policy of another bucket, and keeps the one before", async () => {
    const location = "<LocationConstraint>eu-west-1</LocationConstraint>";
    const configuration = `<CreateBucketConfiguration>${location}</CreateBucketConfiguration>`;
    expect((await tell(aws, "s3", "PUT", "/policies", configuration)).status).toBe(200);
    expect((await put("policies")).status).toBe(204);
    const told = await put("others");
    expect(told.status).toBe(400);
    expect(told.text).toContain("<Error><Code>MalformedPolicy</Code>");
    expect((await tell(aws, "s3", "GET", "/policies?policy")).text).toContain("arn:aws:s3:::policies/*");
  });
});
