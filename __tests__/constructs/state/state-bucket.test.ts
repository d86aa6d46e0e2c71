import { StateBucket } from "../../../src/constructs/state/state-bucket";
import { synthesized, testStack } from "../../support/synth";

const bucket = "${aws_s3_bucket.state.id}";

test("the bucket is imported, versioned, encrypted, private, reached over TLS only, and never destroyed", () => {
  const stack = testStack();
  new StateBucket(stack, "state-bucket", { address: "state", bucketName: "test-state" });
  const json = synthesized(stack);
  expect(json.counts()).toEqual({
    aws_s3_bucket: 1,
    aws_s3_bucket_ownership_controls: 1,
    aws_s3_bucket_policy: 1,
    aws_s3_bucket_public_access_block: 1,
    aws_s3_bucket_server_side_encryption_configuration: 1,
    aws_s3_bucket_versioning: 1,
  });
  expect(json.terraform.import).toEqual([{ id: "test-state", to: "aws_s3_bucket.state" }]);
  expect(json.all("aws_s3_bucket")).toEqual({ state: { bucket: "test-state", lifecycle: { prevent_destroy: true } } });
  expect(json.single("aws_s3_bucket_versioning")).toEqual({ bucket, versioning_configuration: { status: "Enabled" } });
  expect(json.single("aws_s3_bucket_server_side_encryption_configuration")).toEqual({
    bucket,
    rule: [{ apply_server_side_encryption_by_default: { sse_algorithm: "AES256" } }],
  });
  expect(json.single("aws_s3_bucket_ownership_controls")).toEqual({
    bucket,
    rule: { object_ownership: "BucketOwnerEnforced" },
  });
  expect(json.single("aws_s3_bucket_public_access_block")).toEqual({
    bucket,
    block_public_acls: true,
    block_public_policy: true,
    ignore_public_acls: true,
    restrict_public_buckets: true,
  });
  const { policy, ...attached } = json.single("aws_s3_bucket_policy");
  // S3 refuses to change both at once.
  expect(attached).toEqual({
    bucket,
    depends_on: ["aws_s3_bucket_public_access_block.state-bucket_public-access"],
  });
  expect(JSON.parse(String(policy))).toEqual({
    Version: "2012-10-17",
    Statement: [
      {
        Sid: "TlsOnly",
        Effect: "Deny",
        Principal: "*",
        Action: "s3:*",
        Resource: ["arn:aws:s3:::test-state", "arn:aws:s3:::test-state/*"],
        Condition: { Bool: { "aws:SecureTransport": "false" } },
      },
    ],
  });
});
