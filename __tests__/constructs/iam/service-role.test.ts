import { type PolicyStatement } from "../../../src/constructs/iam/policy-document";
import { ServiceRole, type ServiceRoleProps } from "../../../src/constructs/iam/service-role";
import { synthesized, testStack } from "../../support/synth";

const read: PolicyStatement = { sid: "Read", actions: ["s3:GetObject"], resources: ["arn:aws:s3:::files/*"] };
const roleWith = (props: Partial<ServiceRoleProps>) => {
  const stack = testStack();
  new ServiceRole(stack, "reader", { name: "reader", service: "lambda.amazonaws.com", permissions: [read], ...props });
  return synthesized(stack);
};

test("a role trusts one service and may do what it was given", () => {
  const json = roleWith({});
  expect(json.counts()).toEqual({ aws_iam_role: 1, aws_iam_role_policy: 1 });
  expect(json.single("aws_iam_role")).toMatchObject({ name: "reader" });
  expect(json.trusts()).toEqual({
    reader: {
      Version: "2012-10-17",
      Statement: [{ Effect: "Allow", Principal: { Service: "lambda.amazonaws.com" }, Action: "sts:AssumeRole" }],
    },
  });
  expect(json.policies()).toEqual({
    reader_permissions: {
      Version: "2012-10-17",
      Statement: [{ Sid: "Read", Effect: "Allow", Action: ["s3:GetObject"], Resource: ["arn:aws:s3:::files/*"] }],
    },
  });
});

test("a role can have a name that is unique by itself", () => {
  const role = roleWith({ name: { prefix: "x".repeat(38) } }).single("aws_iam_role");
  expect(role).toMatchObject({ name_prefix: "x".repeat(38) });
  expect(role).not.toHaveProperty("name");
});

test.each([{ prefix: "x".repeat(39) }, "", "a role", "x".repeat(65)])("fails for the name %j", (name) => {
  expect(() => roleWith({ name })).toThrow("test/reader: IAM refuses this role name");
});

test("fails for permissions of one name with different actions", () => {
  const write: PolicyStatement = { ...read, actions: ["s3:PutObject"] };
  expect(() => roleWith({ permissions: [read, write] })).toThrow(
    "test/reader/permissions: two statements are named Read and allow different actions",
  );
});

test("fails for a permission whose name has a hyphen", () => {
  expect(() => roleWith({ permissions: [{ ...read, sid: "read-files" }] })).toThrow(
    'test/reader/permissions: the statement name "read-files" is not letters and digits',
  );
});

test("fails to compile for a role that may do nothing", () => {
  // @ts-expect-error A role that may do nothing has no use.
  const permissions: ServiceRoleProps["permissions"] = [];
  expect(permissions).toEqual([]);
});
