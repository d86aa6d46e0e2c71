import { refuseBucketPolicy } from "../../../src/local/mends/bucket-policy";

const policy = (...Resource: string[]) => JSON.stringify({ Statement: [{ Effect: "Deny", Resource }] });

test("the bucket and what is in it are resources of its policy", () => {
  expect(refuseBucketPolicy(policy("arn:aws:s3:::state", "arn:aws:s3:::state/*"), "state")).toBeUndefined();
  expect(refuseBucketPolicy(policy("arn:aws-cn:s3:::state*"), "state")).toBeUndefined();
});

test.each([
  ["no JSON", "no", "first byte must be '{'"],
  ["no object", "[]", "first byte must be '{'"],
  ["no Statement", '{"Version":"2012-10-17"}', "Missing required field Statement"],
  ["no statements", '{"Statement":[]}', "Statement is empty"],
  ["no Resource", '{"Statement":[{"Effect":"Deny"}]}', "Missing required field Resource"],
  ["another bucket", policy("arn:aws:s3:::state", "arn:aws:s3:::states/*"), "Policy has invalid resource"],
  ["every bucket", policy("*"), "Policy has invalid resource"],
])("fails for a bucket policy with %s", (_, text, message) => {
  const refusal = refuseBucketPolicy(text, "state");
  expect(refusal).toMatchObject({ status: 400, type: "MalformedPolicy" });
  expect(refusal?.message).toContain(message);
});
