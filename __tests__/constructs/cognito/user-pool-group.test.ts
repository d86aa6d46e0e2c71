import { UserPoolGroup } from "../../../src/constructs/cognito/user-pool-group";
import { group, identityPool } from "../../support/identity";
import { synthesized, testStack } from "../../support/synth";

const permission = (name: string) => ({ sid: name, actions: ["s3:GetObject"], resources: [`arn:aws:s3:::${name}/*`] });

const groupWith = (props: { name?: string; description?: string; precedence?: number }) => {
  const stack = testStack();
  const pool = identityPool(stack, { mode: "token" });
  new UserPoolGroup(stack, "admin", { identityPool: pool, description: "Administrators", precedence: 1, ...props });
  return synthesized(stack);
};

test("a group has a role that trusts exactly its identity pool's signed-in users", () => {
  const json = groupWith({});
  expect(json.only("aws_cognito_user_group")).toEqual({
    name: "admin",
    user_pool_id: "${aws_cognito_user_pool.members-users.id}",
    description: "Administrators",
    precedence: 1,
    role_arn: "${aws_iam_role.admin_role.arn}",
  });
  const { assume_role_policy: trust, ...role } = json.all("aws_iam_role")["admin_role"] ?? {};
  expect(role).toEqual({ name: "members-cognito-authenticated-admin-role" });
  expect(JSON.parse(String(trust))).toEqual({
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
    Action: "s3:GetObject",
    Resource: `arn:aws:s3:::${name}/*`,
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

test("groups of different pools may have one precedence", () => {
  const stack = testStack();
  group(stack, identityPool(stack, { mode: "token" }), "admin", 1);
  group(stack, identityPool(stack, { mode: "token" }, "refused", "others"), "admin-of-others", 1);
  expect(synthesized(stack).counts()).toMatchObject({ aws_cognito_user_group: 2 });
});

test.each([0, -1, 1.5, 2 ** 31])("fails for the precedence %p", (precedence) => {
  expect(() => groupWith({ precedence })).toThrow("test/admin: precedence is out of range");
});

test.each(["", "two words", "x".repeat(129)])("fails for the name %j", (name) => {
  expect(() => groupWith({ name })).toThrow("test/admin: Cognito refuses this group name");
});

test("fails for a name that makes the role's name too long", () => {
  expect(() => groupWith({ name: "x".repeat(60) })).toThrow("IAM refuses this role name");
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
