import { PrivateBucket } from "../../../src/constructs/s3/private-bucket";
import { synthesized, testStack } from "../../support/synth";

const bucketNamed = (bucketName: string, onDestroy: "refuse" | "empty" = "empty") => {
  const stack = testStack();
  const bucket = new PrivateBucket(stack, "files", { bucketName, onDestroy });
  return { stack, bucket };
};

test("nobody may read its objects but whom it lets, each for one resource", () => {
  const { stack, bucket } = bucketNamed("test-files");
  bucket.letRead({ sid: "ReadByA", service: "a.amazonaws.com", sourceArn: "arn:aws:a:::one" });
  const json = synthesized(stack);
  expect(json.counts()).toEqual({
    aws_s3_bucket: 1,
    aws_s3_bucket_ownership_controls: 1,
    aws_s3_bucket_policy: 1,
    aws_s3_bucket_public_access_block: 1,
    aws_s3_bucket_server_side_encryption_configuration: 1,
    aws_s3_bucket_versioning: 1,
  });
  expect(JSON.parse(String(json.single("aws_s3_bucket_policy").policy))).toEqual({
    Version: "2012-10-17",
    Statement: [
      {
        Sid: "TlsOnly",
        Effect: "Deny",
        Principal: "*",
        Action: "s3:*",
        Resource: ["arn:aws:s3:::test-files", "arn:aws:s3:::test-files/*"],
        Condition: { Bool: { "aws:SecureTransport": "false" } },
      },
      {
        Sid: "ReadByA",
        Effect: "Allow",
        Principal: { Service: "a.amazonaws.com" },
        Action: "s3:GetObject",
        Resource: "arn:aws:s3:::test-files/*",
        Condition: { StringEquals: { "aws:SourceArn": "arn:aws:a:::one" } },
      },
    ],
  });
});

test("it is emptied when it is destroyed, or never destroyed", () => {
  const bucketOf = (onDestroy: "refuse" | "empty") =>
    synthesized(bucketNamed("test-files", onDestroy).stack).single("aws_s3_bucket");
  expect(bucketOf("empty")).toEqual({ bucket: "test-files", force_destroy: true });
  expect(bucketOf("refuse")).toEqual({ bucket: "test-files", lifecycle: { prevent_destroy: true } });
});

test.each(["Files", "a", "-files", "files-", "my_files", "a".repeat(64), "xn--files", "files-s3alias"])(
  "fails for the name %j",
  (name) => expect(() => bucketNamed(name)).toThrow("test/files: S3 refuses this bucket name"),
);
