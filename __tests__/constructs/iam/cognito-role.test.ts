import { CognitoRole, type CognitoRoleProps } from "../../../src/constructs/iam/cognito-role";
import { synthesized, testStack } from "../../support/synth";

const pool = "ap-northeast-1:00000000-0000-0000-0000-000000000000";
const roleIn = (stack = testStack(), props: Partial<CognitoRoleProps> = {}) =>
  new CognitoRole(stack, "members", { name: "members", identityPoolId: pool, identities: "authenticated", ...props });

test("signed-in users of one pool assume the role, and nobody else", () => {
  const stack = testStack();
  roleIn(stack);
  expect(synthesized(stack).trusts()).toEqual({
    members: {
      Version: "2012-10-17",
      Statement: [
        {
          Effect: "Allow",
          Principal: { Federated: "cognito-identity.amazonaws.com" },
          Action: "sts:AssumeRoleWithWebIdentity",
          Condition: {
            StringEquals: { "cognito-identity.amazonaws.com:aud": pool },
            "ForAnyValue:StringLike": { "cognito-identity.amazonaws.com:amr": "authenticated" },
          },
        },
      ],
    },
  });
});

test("guests of one pool assume the role, and nobody else", () => {
  const stack = testStack();
  roleIn(stack, { identities: "unauthenticated" });
  expect(synthesized(stack).trusts()).toEqual({
    members: {
      Version: "2012-10-17",
      Statement: [
        {
          Effect: "Allow",
          Principal: { Federated: "cognito-identity.amazonaws.com" },
          Action: "sts:AssumeRoleWithWebIdentity",
          Condition: {
            StringEquals: { "cognito-identity.amazonaws.com:aud": pool },
            "ForAnyValue:StringLike": { "cognito-identity.amazonaws.com:amr": "unauthenticated" },
          },
        },
      ],
    },
  });
});

test("a role that was granted nothing has no policy at all", () => {
  const stack = testStack();
  roleIn(stack);
  expect(synthesized(stack).counts()).toEqual({ aws_iam_role: 1 });
});

test("a role may do what it was granted, in one policy", () => {
  const stack = testStack();
  const role = roleIn(stack);
  role.grant({ sid: "Write", actions: ["s3:PutObject"], resources: ["arn:aws:s3:::files/*"] });
  role.grant({ sid: "Read", actions: ["s3:GetObject"], resources: ["arn:aws:s3:::files/*"] });
  const json = synthesized(stack);
  expect(json.single("aws_iam_role_policy")).toMatchObject({ role: "${aws_iam_role.members.name}" });
  expect(json.policies()).toEqual({
    members_permissions: {
      Version: "2012-10-17",
      Statement: [
        { Sid: "Read", Effect: "Allow", Action: ["s3:GetObject"], Resource: ["arn:aws:s3:::files/*"] },
        { Sid: "Write", Effect: "Allow", Action: ["s3:PutObject"], Resource: ["arn:aws:s3:::files/*"] },
      ],
    },
  });
});

test("a name of 64 characters is IAM's longest", () => {
  const stack = testStack();
  roleIn(stack, { name: "x".repeat(64) });
  expect(synthesized(stack).single("aws_iam_role")).toMatchObject({ name: "x".repeat(64) });
});

test.each(["", "two words", "a/b", "x".repeat(65)])("fails for the name %j", (name) => {
  expect(() => roleIn(testStack(), { name })).toThrow("test/members: IAM refuses this role name");
});
