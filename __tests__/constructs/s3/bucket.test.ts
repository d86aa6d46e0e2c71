import { type IdentityPool } from "../../../src/constructs/cognito/identity-pool";
import { Bucket, type BucketProps } from "../../../src/constructs/s3/bucket";
import { identityPool } from "../../support/identity";
import { synthesized, testStack } from "../../support/synth";

const setUp = (props: Partial<BucketProps> = {}) => {
  const stack = testStack();
  const settings: BucketProps = {
    address: "team-files",
    bucketName: "team-files-1",
    versioned: false,
    onDestroy: "let-s3-refuse",
    ...props,
  };
  return { stack, bucket: new Bucket(stack, "files", settings) };
};
const members = (stack: ReturnType<typeof testStack>): IdentityPool =>
  identityPool(stack, { mode: "authenticated" }, { allowedBecause: "The start page shows public files" });

test("a bucket is private, encrypted and reached over TLS only", () => {
  const { stack } = setUp();
  const json = synthesized(stack);
  const bucket = "${aws_s3_bucket.team-files.id}";
  expect(json.counts()).toEqual({
    aws_s3_bucket: 1,
    aws_s3_bucket_ownership_controls: 1,
    aws_s3_bucket_policy: 1,
    aws_s3_bucket_public_access_block: 1,
    aws_s3_bucket_server_side_encryption_configuration: 1,
  });
  expect(json.all("aws_s3_bucket")).toEqual({
    "team-files": { bucket: "team-files-1", lifecycle: { prevent_destroy: false } },
  });
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
  expect(JSON.parse(String(json.single("aws_s3_bucket_policy").policy))).toEqual({
    Version: "2012-10-17",
    Statement: [
      {
        Sid: "TlsOnly",
        Effect: "Deny",
        Principal: "*",
        Action: "s3:*",
        Resource: ["arn:aws:s3:::team-files-1", "arn:aws:s3:::team-files-1/*"],
        Condition: { Bool: { "aws:SecureTransport": "false" } },
      },
    ],
  });
});

test("versions and protection, where they are asked for", () => {
  const { stack } = setUp({ versioned: true, onDestroy: "refuse" });
  const json = synthesized(stack);
  expect(json.single("aws_s3_bucket")).toMatchObject({ lifecycle: { prevent_destroy: true } });
  expect(json.single("aws_s3_bucket_versioning")).toMatchObject({ versioning_configuration: { status: "Enabled" } });
});

test("it is emptied when it is destroyed, where its objects can be put there again", () => {
  expect(synthesized(setUp({ onDestroy: "empty" }).stack).single("aws_s3_bucket")).toEqual({
    bucket: "team-files-1",
    force_destroy: true,
    lifecycle: { prevent_destroy: false },
  });
});

test("a service may read the objects for one resource, and do nothing else", () => {
  const { stack, bucket } = setUp();
  bucket.letServiceRead({ sid: "ReadByA", service: "a.amazonaws.com", sourceArn: "arn:aws:a:::one" });
  expect(JSON.parse(String(synthesized(stack).single("aws_s3_bucket_policy").policy))).toMatchObject({
    Statement: [
      { Sid: "TlsOnly" },
      {
        Sid: "ReadByA",
        Effect: "Allow",
        Principal: { Service: "a.amazonaws.com" },
        Action: "s3:GetObject",
        Resource: "arn:aws:s3:::team-files-1/*",
        Condition: { StringEquals: { "aws:SourceArn": "arn:aws:a:::one" } },
      },
    ],
  });
});

test("guests may list and read one prefix, and nobody else may", () => {
  const { stack, bucket } = setUp();
  const { guests } = members(stack);
  if (guests) bucket.letRead(guests, "public");
  expect(synthesized(stack).policies()).toEqual({
    "members_unauthenticated-role_permissions": {
      Version: "2012-10-17",
      Statement: [
        {
          Sid: "ListFilesPublic",
          Effect: "Allow",
          Action: ["s3:ListBucket"],
          Resource: ["arn:aws:s3:::team-files-1"],
          Condition: { StringLike: { "s3:prefix": ["public/*"] } },
        },
        {
          Sid: "ReadObjects",
          Effect: "Allow",
          Action: ["s3:GetObject"],
          Resource: ["arn:aws:s3:::team-files-1/public/*"],
        },
      ],
    },
  });
});

test("each identity has a prefix of its own, by a variable that Terraform leaves to IAM", () => {
  const { stack, bucket } = setUp();
  bucket.letReadAndWriteOwn(members(stack).authenticated, "private");
  expect(synthesized(stack).policies()).toEqual({
    "members_authenticated-role_permissions": {
      Version: "2012-10-17",
      Statement: [
        {
          Sid: "ListFilesPrivateOwn",
          Effect: "Allow",
          Action: ["s3:ListBucket"],
          Resource: ["arn:aws:s3:::team-files-1"],
          Condition: { StringLike: { "s3:prefix": ["private/$${cognito-identity.amazonaws.com:sub}/*"] } },
        },
        {
          Sid: "ReadAndWriteOwnObjects",
          Effect: "Allow",
          Action: ["s3:DeleteObject", "s3:GetObject", "s3:PutObject"],
          Resource: ["arn:aws:s3:::team-files-1/private/$${cognito-identity.amazonaws.com:sub}/*"],
        },
      ],
    },
  });
});

test("prefixes of several buckets can be read, each listed in its own", () => {
  const { stack, bucket } = setUp();
  const others = new Bucket(stack, "others", {
    address: "others",
    bucketName: "others-1",
    versioned: false,
    onDestroy: "let-s3-refuse",
  });
  const { authenticated } = members(stack);
  bucket.letRead(authenticated, "a");
  bucket.letRead(authenticated, "b/c");
  others.letRead(authenticated, "a");
  const [policy] = Object.values(synthesized(stack).policies()) as { Statement: Record<string, unknown>[] }[];
  expect(policy?.Statement.map(({ Sid, Resource, Condition }) => [Sid, Resource, Condition])).toEqual([
    ["ListFilesA", ["arn:aws:s3:::team-files-1"], { StringLike: { "s3:prefix": ["a/*"] } }],
    ["ListFilesBC", ["arn:aws:s3:::team-files-1"], { StringLike: { "s3:prefix": ["b/c/*"] } }],
    ["ListOthersA", ["arn:aws:s3:::others-1"], { StringLike: { "s3:prefix": ["a/*"] } }],
    [
      "ReadObjects",
      ["arn:aws:s3:::others-1/a/*", "arn:aws:s3:::team-files-1/a/*", "arn:aws:s3:::team-files-1/b/c/*"],
      undefined,
    ],
  ]);
});

test.each(["", "/public", "public/", "a//b", "*", "a*", "${aws:userid}", "../a", "a b"])(
  "fails for the prefix %j",
  (prefix) => {
    const { stack, bucket } = setUp();
    const { authenticated } = members(stack);
    for (const grant of [bucket.letRead.bind(bucket), bucket.letReadAndWriteOwn.bind(bucket)]) {
      expect(() => grant(authenticated, prefix)).toThrow("test/files: this can't be a prefix of objects");
    }
  },
);

test.each(["ab", "x".repeat(64), "Files", "files.example", "-files", "files-", "xn--files", "files-s3alias"])(
  "fails for the name %j",
  (bucketName) => {
    expect(() => setUp({ bucketName })).toThrow("test/files: S3 refuses this bucket name");
  },
);
