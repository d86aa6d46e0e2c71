import { type Environment, environmentNamed } from "../../../environments";
import { type Json } from "../../../src/local/call";
import { IdentityPoolModes } from "../../../stacks/systems/identity-pool-modes";
import { form, target, tell } from "../../support/aws-calls";
import { AppliedStack, noChanges } from "../../support/applied-stack";

const dev = environmentNamed("dev");
const withDomain = (emailDomain: string): Environment => ({
  ...dev,
  identityPoolModes: { ...dev.identityPoolModes, emailDomain },
});
const build = (env: Environment) => (stack: ConstructorParameters<typeof IdentityPoolModes>[0]) =>
  new IdentityPoolModes(stack, "identity-pool-modes", env);

describe("the four identity pools of dev", () => {
  let stack: AppliedStack;
  beforeAll(async () => {
    stack = await AppliedStack.start(dev);
  });
  afterAll(async () => {
    await stack?.stop();
  });

  const identity = (operation: string, body: object) => target(stack.called, "cognito-identity", operation, body);
  const poolIds = async () => {
    const { json } = await identity("ListIdentityPools", { MaxResults: 60 });
    const pools = json.IdentityPools as { IdentityPoolName: string; IdentityPoolId: string }[];
    return new Map(pools.map(({ IdentityPoolName, IdentityPoolId }) => [IdentityPoolName, IdentityPoolId]));
  };
  const rolesOf = async (pool: string) => {
    const { json } = await identity("GetIdentityPoolRoles", { IdentityPoolId: (await poolIds()).get(pool) });
    return json;
  };
  const role = (name: string) => `arn:aws:iam::${dev.accountId}:role/gatehouse-dev-${name}-role`;
  const policyOf = async (name: string): Promise<Json> => {
    const { text } = await form(stack.called, "GetRolePolicy", {
      RoleName: `gatehouse-dev-${name}-role`,
      PolicyName: "permissions",
    });
    const document = /<PolicyDocument>(.*?)<\/PolicyDocument>/s.exec(text)?.[1] ?? "";
    return JSON.parse(decodeURIComponent(document)) as Json;
  };

  test("apply, and then a plan that changes nothing", async () => {
    const { created } = await stack.plan(build(dev));
    expect(created.filter((address) => address.startsWith("aws_cognito_identity_pool."))).toEqual([
      "aws_cognito_identity_pool.modes-authenticated",
      "aws_cognito_identity_pool.modes-guest",
      "aws_cognito_identity_pool.modes-rules",
      "aws_cognito_identity_pool.modes-token",
    ]);
    await stack.apply();
    expect(await stack.plan(build(dev))).toEqual(noChanges);
  });

  test("each pool chooses roles in its own way", async () => {
    expect(await rolesOf("gatehouse-dev-guest")).toEqual({
      IdentityPoolId: expect.any(String),
      Roles: {
        authenticated: role("guest-cognito-authenticated"),
        unauthenticated: role("guest-cognito-unauthenticated"),
      },
    });
    expect(await rolesOf("gatehouse-dev-authenticated")).toEqual({
      IdentityPoolId: expect.any(String),
      Roles: { authenticated: role("authenticated-cognito-authenticated") },
    });
    const rules = await rolesOf("gatehouse-dev-rules");
    expect(Object.values(rules.RoleMappings as Json)).toEqual([
      {
        Type: "Rules",
        AmbiguousRoleResolution: "Deny",
        RulesConfiguration: {
          Rules: [
            {
              Claim: "email",
              MatchType: "Contains",
              Value: "@gatehouse.example",
              RoleARN: role("rules-cognito-authenticated-staff"),
            },
          ],
        },
      },
    ]);
    const token = await rolesOf("gatehouse-dev-token");
    expect(Object.values(token.RoleMappings as Json)).toEqual([{ Type: "Token", AmbiguousRoleResolution: "Deny" }]);
  });

  test("the group's role is the one that its members' tokens name", async () => {
    const { json } = await target(stack.called, "cognito-idp", "ListUserPools", { MaxResults: 60 });
    const [{ Id: UserPoolId } = { Id: "" }] = json.UserPools as { Id: string }[];
    const groups = await target(stack.called, "cognito-idp", "ListGroups", { UserPoolId });
    expect(groups.json.Groups).toMatchObject([
      { GroupName: "s3-readers", Precedence: 1, RoleArn: role("token-cognito-authenticated-s3-readers") },
    ]);
  });

  test("in IAM the caller's own files are named by IAM's variable, without Terraform's escape", async () => {
    const bucket = "arn:aws:s3:::gatehouse-dev-modes-111111111111-ap-northeast-1";
    expect(await policyOf("authenticated-cognito-authenticated")).toEqual({
      Version: "2012-10-17",
      Statement: [
        {
          Sid: "ListFilesPrivateOwn",
          Effect: "Allow",
          Action: ["s3:ListBucket"],
          Resource: [bucket],
          Condition: { StringLike: { "s3:prefix": ["private/${cognito-identity.amazonaws.com:sub}/*"] } },
        },
        {
          Sid: "ReadAndWriteOwnObjects",
          Effect: "Allow",
          Action: ["s3:DeleteObject", "s3:GetObject", "s3:PutObject"],
          Resource: [`${bucket}/private/\${cognito-identity.amazonaws.com:sub}/*`],
        },
      ],
    });
  });

  test("another domain changes the rule, and nothing else", async () => {
    const { updated, created, replaced, destroyed } = await stack.plan(build(withDomain("others.example")));
    expect(updated).toEqual(["aws_cognito_identity_pool_roles_attachment.identity-pool-modes_rules_roles"]);
    expect([created, replaced, destroyed]).toEqual([[], [], []]);
    await stack.apply();
    const { RoleMappings } = await rolesOf("gatehouse-dev-rules");
    expect(JSON.stringify(RoleMappings)).toContain('"Value":"@others.example"');
    expect(await stack.plan(build(withDomain("others.example")))).toEqual(noChanges);
  });

  test("an environment that refuses guests has no pool for them", async () => {
    const { destroyed, created, updated, replaced } = await stack.plan(
      build({ ...dev, identityPoolModes: { guests: "refused", emailDomain: "others.example" } }),
    );
    expect(destroyed).toEqual([
      "aws_cognito_identity_pool.modes-guest",
      "aws_cognito_identity_pool_roles_attachment.identity-pool-modes_guest_roles",
      "aws_iam_role.identity-pool-modes_guest_authenticated-role",
      "aws_iam_role.identity-pool-modes_guest_unauthenticated-role",
      "aws_iam_role_policy.identity-pool-modes_guest_unauthenticated-role_permissions",
    ]);
    expect([created, updated, replaced]).toEqual([[], [], []]);
    await stack.apply();
    expect([...(await poolIds()).keys()].toSorted()).toEqual([
      "gatehouse-dev-authenticated",
      "gatehouse-dev-rules",
      "gatehouse-dev-token",
    ]);
  });

  test("destroy leaves nothing", async () => {
    await stack.destroy();
    expect(await poolIds()).toEqual(new Map());
    const users = await target(stack.called, "cognito-idp", "ListUserPools", { MaxResults: 60 });
    expect(users.json.UserPools).toEqual([]);
    expect((await form(stack.called, "ListRoles", {})).text).not.toContain("<RoleName>");
    const buckets = await tell({ ...stack.called, region: "us-east-1" }, "s3", "GET", "/");
    expect([...buckets.text.matchAll(/<Name>(.*?)<\/Name>/g)].map(([, name]) => name)).toEqual(["test-state"]);
  });
});
