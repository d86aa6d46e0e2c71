import { allEnvironments, type Environment, environmentNamed } from "../../../environments";
import { IdentityPoolModes } from "../../../stacks/systems/identity-pool-modes";
import { type Synthesized, synthesized, testStack } from "../../support/synth";

const systemOf = (env: Environment): Synthesized => {
  const stack = testStack();
  new IdentityPoolModes(stack, "modes", env);
  return synthesized(stack);
};
const guestAddress = "modes-guest";
const withoutGuests = ["modes-authenticated", "modes-rules", "modes-token"];

test.each(allEnvironments().map((env): [string, Environment] => [env.name, env]))(
  "%s has a pool for each way, that for guests only where they are allowed",
  (_, env) => {
    const allowed = env.identityPoolModes.guests !== "refused";
    expect(Object.keys(systemOf(env).all("aws_cognito_identity_pool")).toSorted()).toEqual(
      allowed ? [guestAddress, ...withoutGuests].toSorted() : withoutGuests,
    );
  },
);

test("exactly these resources and roles", () => {
  const json = systemOf(environmentNamed("dev"));
  expect(json.counts()).toEqual({
    aws_cognito_identity_pool: 4,
    aws_cognito_identity_pool_roles_attachment: 4,
    aws_cognito_user_group: 1,
    aws_cognito_user_pool: 1,
    aws_cognito_user_pool_client: 1,
    aws_iam_role: 7, // each pool's authenticated role, the guests', the rule's and the group's
    aws_iam_role_policy: 4, // one for each way
    aws_s3_bucket: 1,
    aws_s3_bucket_ownership_controls: 1,
    aws_s3_bucket_policy: 1,
    aws_s3_bucket_public_access_block: 1,
    aws_s3_bucket_server_side_encryption_configuration: 1,
  });
});

test("only guests are let in without signing in, and the public files are all that they read", () => {
  const json = systemOf(environmentNamed("dev"));
  const open = Object.entries(json.all("aws_cognito_identity_pool")).filter(
    ([, pool]) => pool["allow_unauthenticated_identities"] === true,
  );
  expect(open.map(([address]) => address)).toEqual([guestAddress]);
  const bucket = "arn:aws:s3:::gatehouse-dev-modes-123456789012-ap-northeast-1";
  expect(json.policies()["modes_guest_unauthenticated-role_permissions"]).toEqual({
    Version: "2012-10-17",
    Statement: [
      {
        Sid: "ListFilesPublic",
        Effect: "Allow",
        Action: ["s3:ListBucket"],
        Resource: [bucket],
        Condition: { StringLike: { "s3:prefix": ["public/*"] } },
      },
      { Sid: "ReadObjects", Effect: "Allow", Action: ["s3:GetObject"], Resource: [`${bucket}/public/*`] },
    ],
  });
});

test("the rule's role and the group's read the reports, whichever way they were chosen", () => {
  const policies = systemOf(environmentNamed("prod")).policies();
  const bucket = "arn:aws:s3:::gatehouse-prod-modes-123456789012-ap-northeast-1";
  const readReports = {
    Version: "2012-10-17",
    Statement: [
      {
        Sid: "ListFilesReports",
        Effect: "Allow",
        Action: ["s3:ListBucket"],
        Resource: [bucket],
        Condition: { StringLike: { "s3:prefix": ["reports/*"] } },
      },
      { Sid: "ReadObjects", Effect: "Allow", Action: ["s3:GetObject"], Resource: [`${bucket}/reports/*`] },
    ],
  };
  expect(policies["modes_rules_rule-staff_permissions"]).toEqual(readReports);
  expect(policies["modes_s3-readers_role_permissions"]).toEqual(readReports);
  expect(Object.keys(policies)).toHaveLength(3);
});

test("what has users or files follows the environment's protections", () => {
  const json = systemOf(environmentNamed("prod"));
  const types = ["aws_cognito_user_pool", "aws_cognito_user_pool_client", "aws_cognito_identity_pool", "aws_s3_bucket"];
  for (const resource of types.flatMap((type) => Object.values(json.all(type)))) {
    expect(resource).toMatchObject({ lifecycle: { prevent_destroy: true } });
  }
});

test("fails for an environment whose name leaves too little room in the roles' names", () => {
  expect(() => systemOf({ ...environmentNamed("dev"), name: "long-environment" })).toThrow(
    "IAM refuses this role name",
  );
});
