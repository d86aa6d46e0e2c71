import { RolePolicy } from "../../../src/constructs/iam/role-policy";
import { synthesized, testStack } from "../../support/synth";

const policyOf = (characters: number) => {
  const stack = testStack();
  const policy = new RolePolicy(stack, "permissions", { role: "role" });
  const frame = '{"Version":"2012-10-17","Statement":[{"Sid":"S","Effect":"Allow","Action":"a:B","Resource":""}]}'
    .length;
  policy.add({ sid: "S", actions: ["a:B"], resources: ["x".repeat(characters - frame)] });
  return synthesized(stack);
};

test("a policy of 10,240 characters is IAM's most", () => {
  expect(policyOf(10_240).counts()).toEqual({ aws_iam_role_policy: 1 });
});

test("fails for a policy of 10,241 characters, with the limit and what to do", () => {
  expect(() => policyOf(10_241)).toThrow(
    /test\/permissions: the role's permissions have 10241 characters[^]*10240 characters of inline policy a role[^]*grant fewer routes/,
  );
});
