import { DefaultGroup } from "../../../src/constructs/cognito/default-group";
import { group, identityPool } from "../../support/identity";
import { handlerOf } from "../../support/rest-api";
import { synthesized, testStack } from "../../support/synth";

const setUp = () => {
  const stack = testStack();
  const pool = identityPool(stack, { mode: "token" });
  const settings = {
    group: group(stack, pool, "general", 1),
    functionName: "add-to-group",
    tracing: false,
    logRetentionDays: 7,
  };
  return { stack, pool, settings };
};

test("the pool calls a function on confirmation, which may add users to its groups and do nothing else", () => {
  const { stack, settings } = setUp();
  new DefaultGroup(stack, "default-group", settings);
  const json = synthesized(stack);
  expect(json.single("aws_cognito_user_pool")).toMatchObject({
    lambda_config: {
      post_confirmation: "arn:aws:lambda:ap-northeast-1:123456789012:function:add-to-group",
    },
    depends_on: ["aws_lambda_function.default-group_function"],
  });
  expect(json.single("aws_lambda_function")).toMatchObject({
    function_name: "add-to-group",
    description: "Puts users who confirmed their account into the group general",
    environment: { variables: { DEFAULT_GROUP: "general" } },
    timeout: 5,
  });
  expect(json.single("aws_lambda_permission")).toMatchObject({
    principal: "cognito-idp.amazonaws.com",
    source_arn: "${aws_cognito_user_pool.members-users.arn}",
  });
  expect(json.policies()).toEqual({
    "default-group_function_role_permissions": {
      Version: "2012-10-17",
      Statement: [expect.objectContaining({ Sid: "WriteLog" })],
    },
    "default-group_function_role_grants": {
      Version: "2012-10-17",
      Statement: [
        {
          Sid: "AddToGroup",
          Effect: "Allow",
          Action: ["cognito-idp:AdminAddUserToGroup"],
          Resource: ["${aws_cognito_user_pool.members-users.arn}"],
        },
      ],
    },
  });
});

test("what the function waits for does not wait for the pool, which waits for the function", () => {
  const { stack, settings } = setUp();
  new DefaultGroup(stack, "default-group", settings);
  const json = synthesized(stack);
  const waitedFor = [
    json.single("aws_lambda_function"),
    json.all("aws_iam_role")["default-group_function_role"],
    json.all("aws_iam_role_policy")["default-group_function_role_permissions"],
  ];
  expect(JSON.stringify(waitedFor)).not.toContain("aws_cognito");
});

test("fails where the pool calls another function on confirmation", () => {
  const { stack, pool, settings } = setUp();
  pool.client.userPool.addTrigger("postConfirmation", handlerOf(stack, "mine", { timeoutSeconds: 5 }));
  expect(() => new DefaultGroup(stack, "default-group", settings)).toThrow(
    "test/members-users: the pool calls test/mine at postConfirmation already",
  );
});
