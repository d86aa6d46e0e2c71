import { S3Bucket } from "@cdktf/provider-aws/lib/s3-bucket";
import { type PolicyStatement } from "../../../src/constructs/iam/policy-document";
import { callersIdentityId } from "../../../src/constructs/iam/policy-variables";
import { RolePolicy } from "../../../src/constructs/iam/role-policy";
import { synthesized, testStack } from "../../support/synth";

/** The names of an S3 bucket's references, or text that only looks like one; and what each counts for. */
type Reference = "arn" | "id" | typeof callersIdentityId;
const frame = '{"Version":"2012-10-17","Statement":[{"Sid":"S","Effect":"Allow","Action":["a:B"],"Resource":[""]}]}'
  .length;

/** A policy of so many characters as IAM will count them. */
const policyOf = (characters: number, { reference, counts = 0 }: { reference?: Reference; counts?: number } = {}) => {
  const stack = testStack();
  const bucket = new S3Bucket(stack, "files", { bucket: "files" });
  const unknown = reference === "arn" || reference === "id" ? bucket[reference] : (reference ?? "");
  const resource = unknown + "x".repeat(characters - frame - counts);
  new RolePolicy(stack, "permissions", { role: "role" }).add({ sid: "S", actions: ["a:B"], resources: [resource] });
  return synthesized(stack);
};

const policyWith = (...statements: PolicyStatement[]) => {
  const stack = testStack();
  const policy = new RolePolicy(stack, "permissions", { role: "reader" });
  for (const statement of statements) policy.add(statement);
  return synthesized(stack);
};

test("a role's permissions are one inline policy, which grows with each grant", () => {
  const json = policyWith(
    { sid: "Read", actions: ["s3:GetObject"], resources: ["arn:aws:s3:::b/*"] },
    { sid: "Read", actions: ["s3:GetObject"], resources: ["arn:aws:s3:::a/*"] },
  );
  expect(json.counts()).toEqual({ aws_iam_role_policy: 1 });
  expect(json.single("aws_iam_role_policy")).toMatchObject({ name: "permissions", role: "reader" });
  expect(json.policies()).toEqual({
    permissions: {
      Version: "2012-10-17",
      Statement: [
        { Sid: "Read", Effect: "Allow", Action: ["s3:GetObject"], Resource: ["arn:aws:s3:::a/*", "arn:aws:s3:::b/*"] },
      ],
    },
  });
});

const limits: [what: string, counted: { reference?: Reference; counts?: number }][] = [
  ["known text, as it is", {}],
  ["a reference to an ARN, as 150", { reference: "arn", counts: 150 }],
  ["any other reference, as 64", { reference: "id", counts: 64 }],
  ["a variable of IAM's, as it is there", { reference: callersIdentityId, counts: 37 }],
];

test.each(limits)("a policy of 10,240 characters is IAM's most, counting %s", (_, counted) => {
  expect(policyOf(10_240, counted).counts()).toMatchObject({ aws_iam_role_policy: 1 });
});

test.each(limits)("fails for 10,241 characters with the limit and what to do, counting %s", (_, counted) => {
  expect(() => policyOf(10_241, counted)).toThrow(
    /test\/permissions: the role's permissions have 10241 characters[^]*10240 characters of inline policy a role[^]*grant fewer routes/,
  );
});

test("fails where two policies of one role exceed its limit together", () => {
  const stack = testStack();
  const long = (sid: string): PolicyStatement => ({ sid, actions: ["s3:GetObject"], resources: ["x".repeat(6000)] });
  const first = new RolePolicy(stack, "first", { role: "role" });
  const second = new RolePolicy(stack, "second", { role: "role", beside: first });
  first.add(long("First"));
  second.add(long("Second"));
  expect(() => synthesized(stack)).toThrow(/test\/second: the role's permissions have 12\d{3} characters/);
});

test("a variable of IAM's is escaped, so that Terraform leaves it alone", () => {
  const json = policyWith({
    sid: "Own",
    actions: ["s3:GetObject"],
    resources: [`arn:aws:s3:::b/${callersIdentityId}/*`],
  });
  expect(json.text).toContain("arn:aws:s3:::b/$${cognito-identity.amazonaws.com:sub}/*");
});

test("fails for one name with different actions, naming the policy", () => {
  expect(() =>
    policyWith(
      { sid: "Files", actions: ["s3:GetObject"], resources: ["arn:aws:s3:::public/*"] },
      { sid: "Files", actions: ["s3:DeleteObject"], resources: ["arn:aws:s3:::trash/*"] },
    ),
  ).toThrow("test/permissions: two statements are named Files and allow different actions");
});

test("fails for a name that IAM refuses", () => {
  expect(() => policyWith({ sid: "read-files", actions: ["s3:GetObject"], resources: ["*"] })).toThrow(
    'test/permissions: the statement name "read-files" is not letters and digits',
  );
});

test("fails to compile for a statement of no action, and of no resource", () => {
  // @ts-expect-error A statement names at least one action.
  const noAction: PolicyStatement = { sid: "S", actions: [], resources: ["*"] };
  // @ts-expect-error A statement names at least one resource.
  const noResource: PolicyStatement = { sid: "S", actions: ["s3:GetObject"], resources: [] };
  expect([noAction, noResource]).toHaveLength(2);
});
