import { type AwsStack } from "../../../src/constructs/aws-stack";
import { type UserPoolProps } from "../../../src/constructs/cognito/user-pool";
import { userPool } from "../../support/identity";
import { handlerOf } from "../../support/rest-api";
import { synthesized, testStack } from "../../support/synth";

const poolWith = (props: Partial<UserPoolProps>) => {
  const stack = testStack();
  userPool(stack, props);
  return synthesized(stack).single("aws_cognito_user_pool");
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

test("sign-in by username: users have an e-mail address all the same, for confirmation and recovery", () => {
  const { username_attributes: attributes, ...pool } = poolWith({ signIn: "username" });
  expect(attributes).toBeUndefined();
  expect(pool).toMatchObject({
    username_configuration: { case_sensitive: false },
    auto_verified_attributes: ["email"],
  });
  expect(pool.schema).toEqual([
    {
      name: "email",
      attribute_data_type: "String",
      required: true,
      mutable: true,
      string_attribute_constraints: { min_length: "0", max_length: "2048" },
    },
  ]);
});

test("MFA off has no authenticator app", () => {
  expect(poolWith({ mfa: "off" })).not.toHaveProperty("software_token_mfa_configuration");
});

describe("triggers", () => {
  const trigger = (stack: AwsStack, timeoutSeconds = 5) => handlerOf(stack, "confirmed", { timeoutSeconds });
  const arn = "arn:aws:lambda:ap-northeast-1:123456789012:function:confirmed";

  test("a trigger's function is named to the pool, and the pool alone may invoke it", () => {
    const stack = testStack();
    const confirmed = trigger(stack);
    const pool = userPool(stack);
    pool.addTrigger("postConfirmation", confirmed);
    pool.addTrigger("preSignUp", confirmed);
    const json = synthesized(stack);
    expect(json.single("aws_cognito_user_pool")).toMatchObject({
      lambda_config: { post_confirmation: arn, pre_sign_up: arn },
      depends_on: ["aws_lambda_function.confirmed"],
    });
    expect(json.all("aws_lambda_permission")).toEqual({
      "users_invoke-confirmed": {
        action: "lambda:InvokeFunction",
        function_name: "${aws_lambda_function.confirmed.function_name}",
        principal: "cognito-idp.amazonaws.com",
        source_arn: "${aws_cognito_user_pool.users.arn}",
        lifecycle: { create_before_destroy: true },
      },
    });
  });

  test("each moment may have a function of its own", () => {
    const stack = testStack();
    const first = handlerOf(stack, "first", { timeoutSeconds: 5 });
    const pool = userPool(stack);
    pool.addTrigger("preSignUp", first);
    pool.addTrigger("postConfirmation", trigger(stack));
    const json = synthesized(stack);
    expect(json.single("aws_cognito_user_pool")).toMatchObject({
      lambda_config: { pre_sign_up: expect.stringMatching(/:first$/), post_confirmation: arn },
      depends_on: ["aws_lambda_function.first", "aws_lambda_function.confirmed"],
    });
    expect(json.counts()).toMatchObject({ aws_lambda_permission: 2 });
  });

  test("fails for a second function at one moment, naming both", () => {
    const stack = testStack();
    const pool = userPool(stack);
    pool.addTrigger("postConfirmation", trigger(stack));
    const second = handlerOf(stack, "second", { timeoutSeconds: 5 });
    expect(() => pool.addTrigger("postConfirmation", second)).toThrow(
      'test/users: the pool calls test/confirmed at postConfirmation already\n  got:     "test/second"\n',
    );
  });

  test("fails for a trigger slower than Cognito waits", () => {
    const stack = testStack();
    expect(() => userPool(stack).addTrigger("preSignUp", trigger(stack, 6))).toThrow(
      "test/confirmed: timeoutSeconds of a user pool's trigger is out of range\n" +
        "  got:     6\n  allowed: a whole number of seconds, 1 to 5\n",
    );
  });
});

test.each([1, 365])("a temporary password may be good for %p days", (temporaryPasswordDays) => {
  expect(poolWith({ passwordPolicy: { minimumLength: 12, temporaryPasswordDays } })).toMatchObject({
    password_policy: { temporary_password_validity_days: temporaryPasswordDays },
  });
});

test.each([0, 366, 1.5])("fails for a temporary password that is good for %p days", (temporaryPasswordDays) => {
  expect(() => poolWith({ passwordPolicy: { minimumLength: 12, temporaryPasswordDays } })).toThrow(
    `test/users: passwordPolicy.temporaryPasswordDays is out of range\n  got:     ${temporaryPasswordDays}\n  allowed: a whole number of days, 1 to 365`,
  );
});

test.each([5, 100, 8.5])("fails for a shortest password of %p characters", (minimumLength) => {
  expect(() => poolWith({ passwordPolicy: { minimumLength } })).toThrow(
    `test/users: passwordPolicy.minimumLength is out of range\n  got:     ${minimumLength}\n  allowed: a whole number of characters, 6 to 99`,
  );
});
