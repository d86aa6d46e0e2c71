import { RestApiAccount } from "../../../src/constructs/apigateway/rest-api-account";
import { synthesized, testStack } from "../../support/synth";

const account = (roleNamePrefix = "gatehouse-api-logs-") => {
  const stack = testStack();
  new RestApiAccount(stack, "account", { roleNamePrefix });
  return synthesized(stack);
};

test("API Gateway, and nobody else, may write logs, and do nothing else", () => {
  const json = account();
  expect(json.counts()).toEqual({ aws_api_gateway_account: 1, aws_iam_role: 1, aws_iam_role_policy: 1 });
  expect(json.single("aws_iam_role")).toMatchObject({ name_prefix: "gatehouse-api-logs-" });
  expect(json.trusts()).toEqual({
    account_role: {
      Version: "2012-10-17",
      Statement: [{ Effect: "Allow", Principal: { Service: "apigateway.amazonaws.com" }, Action: "sts:AssumeRole" }],
    },
  });
  expect(json.policies()).toEqual({
    account_role_permissions: {
      Version: "2012-10-17",
      Statement: [
        {
          Sid: "WriteLogs",
          Effect: "Allow",
          Action: [
            "logs:CreateLogGroup",
            "logs:CreateLogStream",
            "logs:DescribeLogGroups",
            "logs:DescribeLogStreams",
            "logs:FilterLogEvents",
            "logs:GetLogEvents",
            "logs:PutLogEvents",
          ],
          Resource: ["*"],
        },
      ],
    },
  });
});

test("the account is set once the role may write", () => {
  expect(account().single("aws_api_gateway_account")).toEqual({
    cloudwatch_role_arn: "${aws_iam_role.account_role.arn}",
    depends_on: ["aws_iam_role_policy.account_role_permissions"],
  });
});

test("fails for a prefix that leaves no room for the provider's own part", () => {
  expect(() => account("x".repeat(39))).toThrow("test/account/role: IAM refuses this role name");
});
