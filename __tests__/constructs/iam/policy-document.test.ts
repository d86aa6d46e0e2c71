import fc from "fast-check";
import { policyDocument } from "../../../src/constructs/iam/policy-document";

test("one statement for each name, sorted, a single value as a string", () => {
  expect(
    JSON.parse(
      policyDocument([
        { sid: "Read", actions: ["s3:GetObject"], resources: ["arn:aws:s3:::b/*"] },
        { sid: "List", actions: ["s3:ListBucketVersions", "s3:ListBucket"], resources: ["arn:aws:s3:::b"] },
        { sid: "Read", actions: ["s3:GetObject"], resources: ["arn:aws:s3:::a/*", "arn:aws:s3:::b/*"] },
      ]),
    ),
  ).toEqual({
    Version: "2012-10-17",
    Statement: [
      { Sid: "List", Effect: "Allow", Action: ["s3:ListBucket", "s3:ListBucketVersions"], Resource: "arn:aws:s3:::b" },
      { Sid: "Read", Effect: "Allow", Action: "s3:GetObject", Resource: ["arn:aws:s3:::a/*", "arn:aws:s3:::b/*"] },
    ],
  });
});

test("the order of grants changes nothing", () => {
  const statement = fc.record({
    sid: fc.constantFrom("A", "B"),
    actions: fc.array(fc.constantFrom("x:One", "x:Two"), { minLength: 1, maxLength: 2 }),
    resources: fc.array(fc.constantFrom("arn:1", "arn:2", "arn:3"), { minLength: 1 }),
  });
  fc.assert(
    fc.property(fc.array(statement), (statements) => {
      expect(policyDocument(statements.toReversed())).toBe(policyDocument(statements));
    }),
  );
});
