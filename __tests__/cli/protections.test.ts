import { environmentNamed } from "../../environments";
import { protectionsOf, refuseIfProtected, refuseIfStillProtected } from "../../src/cli/protections";

const dev = environmentNamed("dev");
const prod = environmentNamed("prod");
const stack = {
  resource: {
    aws_cognito_user_pool: {
      main: { deletion_protection: "ACTIVE", lifecycle: { prevent_destroy: true } },
      other: { deletion_protection: "INACTIVE" },
    },
    aws_s3_bucket: {
      state: { lifecycle: [{ create_before_destroy: true }, { prevent_destroy: true }] },
      open: { lifecycle: { prevent_destroy: false } },
    },
  },
};

test("finds what Terraform and Cognito protect", () => {
  expect(protectionsOf(stack)).toEqual([
    "aws_cognito_user_pool.main: lifecycle.prevent_destroy",
    "aws_cognito_user_pool.main: deletion_protection = ACTIVE",
    "aws_s3_bucket.state: lifecycle.prevent_destroy",
  ]);
  expect(protectionsOf({ resource: {} })).toEqual([]);
});

test("an unprotected environment passes", () => {
  expect(() => refuseIfProtected(dev, { resource: { aws_iam_role: { a: {} } } })).not.toThrow();
});

test("fails for a protected one, naming each protection and the fields that ask for it", () => {
  expect(() => refuseIfProtected(prod, stack))
    .toThrow(`destroy of prod: the environment is protected, so nothing was destroyed:
    aws_cognito_user_pool.main: lifecycle.prevent_destroy
    aws_cognito_user_pool.main: deletion_protection = ACTIVE
    aws_s3_bucket.state: lifecycle.prevent_destroy
    environments/prod.ts: protections.deletionProtection = true
    environments/prod.ts: protections.preventDestroy = true`);
  expect(() => refuseIfProtected(dev, stack)).toThrow("the environment is protected");
  expect(() => refuseIfProtected(prod, { resource: {} })).toThrow("protections.preventDestroy = true");
});

test("fails for what AWS still protects, whatever the file says", () => {
  const loss = { address: "aws_cognito_user_pool.users", type: "aws_cognito_user_pool", stateful: true, because: [] };
  const plan = (deletionProtected: boolean) => ({ destroyed: [{ ...loss, deletionProtected }] });
  expect(() => refuseIfStillProtected("prod", plan(false))).not.toThrow();
  expect(() => refuseIfStillProtected("prod", plan(true))).toThrow(
    "still protected on AWS, so nothing was destroyed:\n    aws_cognito_user_pool.users: deletion protection is on",
  );
});
