import { S3Bucket } from "@cdktf/provider-aws/lib/s3-bucket";
import { S3BucketOwnershipControls } from "@cdktf/provider-aws/lib/s3-bucket-ownership-controls";
import { S3BucketPolicy } from "@cdktf/provider-aws/lib/s3-bucket-policy";
import { S3BucketPublicAccessBlock } from "@cdktf/provider-aws/lib/s3-bucket-public-access-block";
import { S3BucketServerSideEncryptionConfigurationA } from "@cdktf/provider-aws/lib/s3-bucket-server-side-encryption-configuration";
import { S3BucketVersioningA } from "@cdktf/provider-aws/lib/s3-bucket-versioning";
import { Construct } from "constructs";
import { AwsStack } from "../aws-stack";

/** Props of {@link StateBucket}. */
export interface StateBucketProps {
  /** The last part of its Terraform address; a change would let Terraform forget every state. */
  readonly address: string;
  /** The bucket's name, unique in all of AWS. */
  readonly bucketName: string;
}

/**
 * The bucket that holds an account's Terraform states: versioned, encrypted, private, reached over TLS only, and never
 * destroyed by Terraform. It is imported, since its own stack's state lies in it: whoever bootstraps creates it empty.
 *
 * @see https://developer.hashicorp.com/terraform/language/backend/s3
 */
export class StateBucket extends Construct {
  constructor(scope: Construct, id: string, props: StateBucketProps) {
    super(scope, id);
    const bucket = new S3Bucket(this, "resource", {
      bucket: props.bucketName,
      lifecycle: { preventDestroy: true },
    });
    bucket.overrideLogicalId(props.address);
    // Not importFrom: it would run terraform to ask for its version whenever the stack is synthesized.
    AwsStack.of(this).addOverride("import", [{ to: `aws_s3_bucket.${props.address}`, id: props.bucketName }]);
    new S3BucketVersioningA(this, "versioning", {
      bucket: bucket.id,
      versioningConfiguration: { status: "Enabled" },
    });
    new S3BucketServerSideEncryptionConfigurationA(this, "encryption", {
      bucket: bucket.id,
      rule: [{ applyServerSideEncryptionByDefault: { sseAlgorithm: "AES256" } }],
    });
    new S3BucketOwnershipControls(this, "ownership", {
      bucket: bucket.id,
      rule: { objectOwnership: "BucketOwnerEnforced" },
    });
    const blocked = new S3BucketPublicAccessBlock(this, "public-access", {
      bucket: bucket.id,
      blockPublicAcls: true,
      blockPublicPolicy: true,
      ignorePublicAcls: true,
      restrictPublicBuckets: true,
    });
    new S3BucketPolicy(this, "policy", {
      bucket: bucket.id,
      policy: tlsOnly(`arn:${AwsStack.of(this).partition}:s3:::${props.bucketName}`),
      // S3 refuses to change both at once.
      dependsOn: [blocked],
    });
  }
}

const tlsOnly = (bucketArn: string) =>
  JSON.stringify({
    Version: "2012-10-17",
    Statement: [
      {
        Sid: "TlsOnly",
        Effect: "Deny",
        Principal: "*",
        Action: "s3:*",
        Resource: [bucketArn, `${bucketArn}/*`],
        Condition: { Bool: { "aws:SecureTransport": "false" } },
      },
    ],
  });
