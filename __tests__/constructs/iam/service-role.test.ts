import { ServiceRole } from "../../../src/constructs/iam/service-role";
import { synthesized, testStack } from "../../support/synth";

test("a role trusts one service and may do what it was given", () => {
  const stack = testStack();
  const permissions = [{ sid: "Read", actions: ["s3:GetObject"], resources: ["arn:aws:s3:::files/*"] }];
  new ServiceRole(stack, "reader", { name: "reader", service: "lambda.amazonaws.com", permissions });
  const json = synthesized(stack);
  expect(JSON.parse(String(json.only("aws_iam_role").assume_role_policy))).toEqual({
    Version: "2012-10-17",
    Statement: [{ Effect: "Allow", Principal: { Service: "lambda.amazonaws.com" }, Action: "sts:AssumeRole" }],
  });
  expect(json.policies()).toEqual({
    reader_permissions: {
      Version: "2012-10-17",
      Statement: [{ Sid: "Read", Effect: "Allow", Action: "s3:GetObject", Resource: "arn:aws:s3:::files/*" }],
    },
  });
});

test("a role can have a name that is unique by itself", () => {
  const stack = testStack();
  new ServiceRole(stack, "role", { name: { prefix: "reader-" }, service: "lambda.amazonaws.com", permissions: [] });
  expect(synthesized(stack).only("aws_iam_role")).toMatchObject({ name_prefix: "reader-" });
});

test.each([{ prefix: "x".repeat(39) }, "", "a role", "x".repeat(65)])("fails for the name %j", (name) => {
  expect(
    () => new ServiceRole(testStack(), "role", { name, service: "lambda.amazonaws.com", permissions: [] }),
  ).toThrow("test/role: IAM refuses this role name");
});
