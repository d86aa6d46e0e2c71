import { S3Bucket } from "@cdktf/provider-aws/lib/s3-bucket";
import { S3BucketOwnershipControls } from "@cdktf/provider-aws/lib/s3-bucket-ownership-controls";
import { S3BucketPolicy } from "@cdktf/provider-aws/lib/s3-bucket-policy";
import { S3BucketPublicAccessBlock } from "@cdktf/provider-aws/lib/s3-bucket-public-access-block";
import { S3BucketServerSideEncryptionConfigurationA } from "@cdktf/provider-aws/lib/s3-bucket-server-side-encryption-configuration";
import { S3BucketVersioningA } from "@cdktf/provider-aws/lib/s3-bucket-versioning";
import { Lazy } from "cdktf";
import { Construct } from "constructs";
import { UserError } from "../../errors";
import { AwsStack } from "../aws-stack";

/** Props of {@link PrivateBucket}. */
export interface PrivateBucketProps {
  /** The last part of its Terraform address. @default - the construct's path */
  readonly address?: string;
  /** The bucket's name, 3 to 63 lower-case letters, digits and hyphens, unique in all of AWS. */
  readonly bucketName: string;
  /**
   * What Terraform does when the bucket is to be destroyed: refuse every plan that would, or empty it of all versions
   * first, because whoever put its objects there can do so again.
   */
  readonly onDestroy: "refuse" | "empty";
}

/** An AWS service that reads objects for one of its own resources. */
export interface BucketReader {
  /** The statement's name in the bucket's policy, letters and digits. */
  readonly sid: string;
  /** The service, such as `cloudfront.amazonaws.com`. */
  readonly service: string;
  /** The ARN of the resource that it reads for. */
  readonly sourceArn: string;
}

/**
 * An S3 bucket that is versioned, encrypted, private and reached over TLS only.
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/security-best-practices.html
 * @throws UserError for a name that S3 refuses.
 */
export class PrivateBucket extends Construct {
  /** The bucket's name: whoever uses it is made after the bucket. */
  readonly bucketName: string;

  private readonly resource: S3Bucket;
  private readonly arn: string;
  private readonly readers: BucketReader[] = [];

  constructor(scope: Construct, id: string, props: PrivateBucketProps) {
    super(scope, id);
    checkBucketName(this, props.bucketName);
    this.arn = `arn:${AwsStack.of(this).partition}:s3:::${props.bucketName}`;
    this.resource = new S3Bucket(this, "resource", {
      bucket: props.bucketName,
      ...(props.onDestroy === "empty" ? { forceDestroy: true } : { lifecycle: { preventDestroy: true } }),
    });
    if (props.address !== undefined) this.resource.overrideLogicalId(props.address);
    this.bucketName = this.resource.bucket;
    this.keepSafe();
    this.closeToOthers();
  }

  /** Lets a service read the objects, and nothing else, on behalf of one resource. */
  letRead(reader: BucketReader): void {
    this.readers.push(reader);
  }

  private keepSafe(): void {
    new S3BucketVersioningA(this, "versioning", {
      bucket: this.resource.id,
      versioningConfiguration: { status: "Enabled" },
    });
    new S3BucketServerSideEncryptionConfigurationA(this, "encryption", {
      bucket: this.resource.id,
      rule: [{ applyServerSideEncryptionByDefault: { sseAlgorithm: "AES256" } }],
    });
  }

  private closeToOthers(): void {
    new S3BucketOwnershipControls(this, "ownership", {
      bucket: this.resource.id,
      rule: { objectOwnership: "BucketOwnerEnforced" },
    });
    const blocked = new S3BucketPublicAccessBlock(this, "public-access", {
      bucket: this.resource.id,
      blockPublicAcls: true,
      blockPublicPolicy: true,
      ignorePublicAcls: true,
      restrictPublicBuckets: true,
    });
    new S3BucketPolicy(this, "policy", {
      bucket: this.resource.id,
      policy: Lazy.stringValue({ produce: () => this.policy() }),
      // S3 refuses to change both at once.
      dependsOn: [blocked],
    });
  }

  private policy(): string {
    return JSON.stringify({
      Version: "2012-10-17",
      Statement: [tlsOnly(this.arn), ...this.readers.map((reader) => mayRead(this.arn, reader))],
    });
  }
}

const tlsOnly = (bucketArn: string) => ({
  Sid: "TlsOnly",
  Effect: "Deny",
  Principal: "*",
  Action: "s3:*",
  Resource: [bucketArn, `${bucketArn}/*`],
  Condition: { Bool: { "aws:SecureTransport": "false" } },
});

const mayRead = (bucketArn: string, { sid, service, sourceArn }: BucketReader) => ({
  Sid: sid,
  Effect: "Allow",
  Principal: { Service: service },
  Action: "s3:GetObject",
  Resource: `${bucketArn}/*`,
  Condition: { StringEquals: { "aws:SourceArn": sourceArn } },
});

function checkBucketName(bucket: Construct, name: string): void {
  const reserved = /^(xn--|sthree-|amzn-s3-demo-)|(-s3alias|--ol-s3|--x-s3|--table-s3)$/;
  if (/^[a-z0-9][a-z0-9-]{1,61}[a-z0-9]$/.test(name) && !reserved.test(name)) return;
  throw new UserError({
    where: bucket.node.path,
    what: "S3 refuses this bucket name",
    got: name,
    allowed: "3 to 63 lower-case letters, digits and hyphens, without a reserved beginning or ending",
    fix: "rename the bucket",
  });
}
