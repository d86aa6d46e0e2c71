import { IamRole } from "@cdktf/provider-aws/lib/iam-role";
import { Testing } from "cdktf";
import { Construct } from "constructs";
import { acknowledge } from "../../src/constructs/acknowledge";
import { type AwsStack } from "../../src/constructs/aws-stack";
import { UserError } from "../../src/errors";
import { type FindingId } from "../../src/finding-ids";
import { synthesized, testStack, written } from "../support/synth";

const because = "the tablets in the museum are shared by design";

function role(scope: Construct, id: string): IamRole {
  return new IamRole(scope, id, { assumeRolePolicy: "{}" });
}

/** What stands in the `//` of each role, as in cdk.tf.json: the tests' usual JSON lacks it. */
function notes(stack: AwsStack): Record<string, unknown> {
  const { resource } = written(stack) as { resource: { aws_iam_role: Record<string, { "//": unknown }> } };
  return Object.fromEntries(Object.entries(resource.aws_iam_role).map(([name, one]) => [name, one["//"]]));
}

test("an acknowledgement stands beside cdktf's own metadata", () => {
  const stack = testStack();
  acknowledge(role(stack, "one"), "trust-without-amr", because);
  role(stack, "two");
  expect(notes(stack)).toEqual({
    one: {
      metadata: expect.objectContaining({ path: "test/one" }),
      acknowledgements: [{ id: "trust-without-amr", reason: because, construct: "test/one" }],
    },
    two: { metadata: expect.objectContaining({ path: "test/two" }) },
  });
});

test("an acknowledgement of a construct is on all of its resources, also later ones, beside their own", () => {
  const stack = testStack();
  const both = new Construct(stack, "both");
  acknowledge(both, "trust-without-aud", because);
  acknowledge(role(both, "one"), "guest-role-trusts-users", because);
  role(both, "two");
  const ofBoth = { id: "trust-without-aud", reason: because, construct: "test/both" };
  const ofOne = { id: "guest-role-trusts-users", reason: because, construct: "test/both/one" };
  expect(notes(stack)).toMatchObject({
    both_one: { acknowledgements: [ofOne, ofBoth] },
    both_two: { acknowledgements: [ofBoth] },
  });
});

test("a stack that is synthesized twice has its acknowledgements once", () => {
  const stack = testStack();
  acknowledge(role(stack, "one"), "trust-without-amr", because);
  const once = JSON.stringify(notes(stack));
  Testing.synth(stack);
  expect(JSON.stringify(notes(stack))).toBe(once);
});

test("fails for an id that no finding has, and lists those that there are", () => {
  const wrong = () => acknowledge(role(testStack(), "one"), "trust-withot-amr" as FindingId, because);
  expect(wrong).toThrow(UserError);
  expect(wrong).toThrow(/test\/one.*\n.*trust-withot-amr.*\n.*trust-without-aud, /);
});

test("fails without a written reason", () => {
  expect(() => acknowledge(role(testStack(), "one"), "trust-without-amr", " because ")).toThrow(
    /without a written reason/,
  );
});

test("fails at a construct without resources", () => {
  const stack = testStack();
  acknowledge(new Construct(stack, "nothing"), "trust-without-amr", because);
  expect(() => synthesized(stack)).toThrow(/test\/nothing: it acknowledges the finding trust-without-amr/);
});
