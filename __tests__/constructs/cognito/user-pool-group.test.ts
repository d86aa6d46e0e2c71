import { UserPoolGroup } from "../../../src/constructs/cognito/user-pool-group";
import { type PolicyStatement } from "../../../src/constructs/iam/policy-document";
import { group, identityPool } from "../../support/identity";
import { synthesized, testStack } from "../../support/synth";

const permission = (name: string): PolicyStatement => ({
  sid: name,
  actions: ["s3:GetObject"],
  resources: [`arn:aws:s3:::${name}/*`],
});

const groupWith = (props: { name?: string; description?: string; precedence?: number }) => {
  const stack = testStack();
  const pool = identityPool(stack, { mode: "token" });
  new UserPoolGroup(stack, "admin", { identityPool: pool, description: "Administrators", precedence: 1, ...props });
  return synthesized(stack);
};

test("a group has a role that trusts exactly its identity pool's signed-in users", () => {
  const json = groupWith({});
  expect(json.single("aws_cognito_user_group")).toEqual({
    name: "admin",
    user_pool_id: "${aws_cognito_user_pool.members-users.id}",
    description: "Administrators",
    precedence: 1,
    role_arn: "${aws_iam_role.admin_role.arn}",
  });
  expect(json.counts()).toMatchObject({ aws_iam_role: 2, aws_cognito_user_group: 1 });
  expect(json.all("aws_iam_role")).toMatchObject({ admin_role: { name: "members-cognito-authenticated-admin-role" } });
  expect(json.trusts().admin_role).toEqual({
    Version: "2012-10-17",
    Statement: [
      {
        Effect: "Allow",
        Principal: { Federated: "cognito-identity.amazonaws.com" },
        Action: "sts:AssumeRoleWithWebIdentity",
        Condition: {
          StringEquals: { "cognito-identity.amazonaws.com:aud": "${aws_cognito_identity_pool.members.id}" },
          "ForAnyValue:StringLike": { "cognito-identity.amazonaws.com:amr": "authenticated" },
        },
      },
    ],
  });
});

test("a group's role has what everyone signed in was granted, before and after the group was made", () => {
  const stack = testStack();
  const pool = identityPool(stack, { mode: "token" });
  pool.authenticated.grant(permission("Before"));
  const admin = group(stack, pool, "admin", 1);
  pool.authenticated.grant(permission("After"));
  admin.grant(permission("Own"));
  const statement = (name: string) => ({
    Sid: name,
    Effect: "Allow",
    Action: ["s3:GetObject"],
    Resource: [`arn:aws:s3:::${name}/*`],
  });
  expect(synthesized(stack).policies()).toEqual({
    "members_authenticated-role_permissions": {
      Version: "2012-10-17",
      Statement: [statement("After"), statement("Before")],
    },
    admin_role_permissions: {
      Version: "2012-10-17",
      Statement: [statement("After"), statement("Before"), statement("Own")],
    },
  });
});

test("fails for a precedence that another group has", () => {
  const stack = testStack();
  const pool = identityPool(stack, { mode: "token" });
  group(stack, pool, "admin", 1);
  expect(() => group(stack, pool, "general", 1)).toThrow(
    "test/general: group admin has this precedence already, and a user in both groups would have no preferred role\n" +
      "  got:     1\n",
  );
});

test("fails for a name that another group has", () => {
  const stack = testStack();
  const pool = identityPool(stack, { mode: "token" });
  group(stack, pool, "admin", 1);
  const namesake = { identityPool: pool, name: "admin", description: "Administrators as well", precedence: 2 };
  expect(() => new UserPoolGroup(stack, "other", namesake)).toThrow(
    'test/other: the user pool has a group of this name already\n  got:     "admin"\n' +
      "  allowed: a name that no other group of the pool has\n",
  );
});

test("groups of different pools may have one name and one precedence", () => {
  const stack = testStack();
  const others = identityPool(stack, { mode: "token" }, "refused", "others");
  group(stack, identityPool(stack, { mode: "token" }), "admin", 1);
  new UserPoolGroup(stack, "other", { identityPool: others, name: "admin", description: "Others", precedence: 1 });
  expect(synthesized(stack).counts()).toMatchObject({ aws_cognito_user_group: 2 });
});

test.each([0, -1, 1.5, 2 ** 31])("fails for the precedence %p", (precedence) => {
  expect(() => groupWith({ precedence })).toThrow("test/admin: precedence is out of range");
});

test.each(["", "a/b", "x".repeat(129)])("fails for the name %j, which Cognito refuses", (name) => {
  expect(() => groupWith({ name })).toThrow("test/admin: Cognito refuses this name");
});

test.each(["two words", "x".repeat(30)])("fails for the name %j, which IAM refuses in the role's", (name) => {
  expect(() => groupWith({ name })).toThrow("test/admin/role: IAM refuses this role name");
});

test("a name may fill the role's 64 characters", () => {
  const longest = 64 - "members-cognito-authenticated--role".length;
  expect(groupWith({ name: "x".repeat(longest) }).single("aws_cognito_user_group")).toMatchObject({
    name: "x".repeat(longest),
  });
});

test("fails for a description of more than 2048 characters", () => {
  expect(() => groupWith({ description: "x".repeat(2049) })).toThrow("the group's description is too long");
});

test("fails to compile on a pool that ignores groups", () => {
  const stack = testStack();
  const pool = identityPool(stack, { mode: "authenticated" });
  // @ts-expect-error A group's role does nothing unless the identity pool chooses roles by token.
  expect(new UserPoolGroup(stack, "admin", { identityPool: pool, description: "", precedence: 1 })).toBeDefined();
});
