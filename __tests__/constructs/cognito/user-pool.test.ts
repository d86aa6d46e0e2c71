import { userPool } from "../../support/identity";
import { synthesized, testStack } from "../../support/synth";
import { TypescriptFunction } from "../../../src/constructs/lambda/typescript-function";
import { type UserPoolProps } from "../../../src/constructs/cognito/user-pool";

const poolWith = (props: Partial<UserPoolProps>) => {
  const stack = testStack();
  userPool(stack, props);
  return synthesized(stack).only("aws_cognito_user_pool");
};

test("a pool by e-mail, whose address counts once it is verified", () => {
  expect(poolWith({})).toEqual({
    name: "users",
    username_attributes: ["email"],
    username_configuration: { case_sensitive: false },
    auto_verified_attributes: ["email"],
    user_attribute_update_settings: { attributes_require_verification_before_update: ["email"] },
    admin_create_user_config: { allow_admin_create_user_only: false },
    mfa_configuration: "OPTIONAL",
    software_token_mfa_configuration: { enabled: true },
    password_policy: {
      minimum_length: 12,
      require_lowercase: true,
      require_numbers: true,
      require_symbols: true,
      require_uppercase: true,
      temporary_password_validity_days: 7,
    },
    account_recovery_setting: { recovery_mechanism: [{ name: "verified_email", priority: 1 }] },
    user_pool_tier: "ESSENTIALS",
    deletion_protection: "INACTIVE",
    lifecycle: { prevent_destroy: false },
  });
});

test.each<[what: string, props: Partial<UserPoolProps>, expected: object]>([
  ["sign-in by username", { signIn: "username" }, { username_configuration: { case_sensitive: false } }],
  ["no self sign-up", { selfSignUp: false }, { admin_create_user_config: { allow_admin_create_user_only: true } }],
  [
    "MFA demanded",
    { mfa: "required" },
    { mfa_configuration: "ON", software_token_mfa_configuration: { enabled: true } },
  ],
  ["MFA off", { mfa: "off" }, { mfa_configuration: "OFF" }],
  [
    "recovery by an administrator",
    { recovery: "administrator" },
    { account_recovery_setting: { recovery_mechanism: [{ name: "admin_only", priority: 1 }] } },
  ],
  [
    "PLUS, with the threat protection that it is paid for",
    { featureTier: "PLUS" },
    { user_pool_tier: "PLUS", user_pool_add_ons: { advanced_security_mode: "ENFORCED" } },
  ],
  [
    "protections",
    { deletionProtection: true, preventDestroy: true },
    { deletion_protection: "ACTIVE", lifecycle: { prevent_destroy: true } },
  ],
])("%s", (_, props, expected) => {
  expect(poolWith(props)).toMatchObject(expected);
});

test("sign-in by username has no username attributes, MFA off no authenticator app", () => {
  expect(poolWith({ signIn: "username", mfa: "off" })).toEqual(
    expect.not.objectContaining({
      username_attributes: expect.anything(),
      software_token_mfa_configuration: expect.anything(),
    }),
  );
});

test("a trigger's function is named to the pool, and the pool alone may invoke it", () => {
  const stack = testStack();
  const trigger = new TypescriptFunction(stack, "confirmed", {
    name: "confirmed",
    source: "src/functions/get-tech4all.ts",
    description: "Called by the user pool",
    tracing: false,
    logRetentionDays: 7,
  });
  userPool(stack, { triggers: { postConfirmation: trigger, preSignUp: trigger } });
  const json = synthesized(stack);
  expect(json.only("aws_cognito_user_pool")).toMatchObject({
    lambda_config: {
      post_confirmation: "arn:aws:lambda:ap-northeast-1:123456789012:function:confirmed",
      pre_sign_up: "arn:aws:lambda:ap-northeast-1:123456789012:function:confirmed",
    },
    depends_on: ["aws_lambda_function.confirmed"],
  });
  expect(json.only("aws_lambda_permission")).toEqual({
    action: "lambda:InvokeFunction",
    function_name: "${aws_lambda_function.confirmed.function_name}",
    principal: "cognito-idp.amazonaws.com",
    source_arn: "${aws_cognito_user_pool.users.arn}",
    lifecycle: { create_before_destroy: true },
  });
});

test.each([5, 100, 8.5])("fails for a shortest password of %p characters", (minimumLength) => {
  expect(() => poolWith({ passwordPolicy: { minimumLength } })).toThrow(
    `test/users: passwordPolicy.minimumLength is out of range\n  got:     ${minimumLength}\n  allowed: a whole number of characters, 6 to 99`,
  );
});
