import { S3Bucket } from "@cdktf/provider-aws/lib/s3-bucket";
import { S3BucketOwnershipControls } from "@cdktf/provider-aws/lib/s3-bucket-ownership-controls";
import { S3BucketPolicy } from "@cdktf/provider-aws/lib/s3-bucket-policy";
import { S3BucketPublicAccessBlock } from "@cdktf/provider-aws/lib/s3-bucket-public-access-block";
import { S3BucketServerSideEncryptionConfigurationA } from "@cdktf/provider-aws/lib/s3-bucket-server-side-encryption-configuration";
import { S3BucketVersioningA } from "@cdktf/provider-aws/lib/s3-bucket-versioning";
import { Lazy } from "cdktf";
import { Construct } from "constructs";
import { UserError } from "../../errors";
import { bucketNameForm, isBucketName } from "../../names";
import { AwsStack } from "../aws-stack";
import { type Caller } from "../iam/caller";
import { callersIdentityId } from "../iam/policy-variables";

/** Props of {@link Bucket}. */
export interface BucketProps {
  /** The last part of its Terraform address. @default - the construct's path */
  readonly address?: string;
  /** The bucket's name, 3 to 63 lower-case letters, digits and hyphens, unique in all of AWS. */
  readonly bucketName: string;
  /** Whether overwritten and deleted objects are kept as older versions. */
  readonly versioned: boolean;
  /**
   * What Terraform does when the bucket is to be destroyed: refuse every plan that would; let S3 refuse unless the
   * bucket is empty; or empty it of all versions first, because whoever put its objects there can do so again.
   */
  readonly onDestroy: "refuse" | "let-s3-refuse" | "empty";
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
 * An S3 bucket that is encrypted, private and reached over TLS only.
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/security-best-practices.html
 * @throws UserError for a name that S3 refuses.
 */
export class Bucket extends Construct {
  /** The bucket's name: whoever uses it is made after the bucket. */
  readonly bucketName: string;

  private readonly resource: S3Bucket;
  private readonly arn: string;
  private readonly readers: BucketReader[] = [];

  constructor(scope: Construct, id: string, props: BucketProps) {
    super(scope, id);
    checkBucketName(this, props.bucketName);
    this.arn = `arn:${AwsStack.of(this).partition}:s3:::${props.bucketName}`;
    this.resource = new S3Bucket(this, "resource", {
      bucket: props.bucketName,
      ...(props.onDestroy === "empty" && { forceDestroy: true }),
      lifecycle: { preventDestroy: props.onDestroy === "refuse" },
    });
    if (props.address !== undefined) this.resource.overrideLogicalId(props.address);
    this.bucketName = this.resource.bucket;
    if (props.versioned) this.keepVersions();
    this.encrypt();
    this.closeToOthers();
  }

  /**
   * Lets a caller list and read what lies under a prefix.
   *
   * @param prefix Folders below the bucket without a slash at either end, such as `public` or `reports/monthly`.
   * @throws UserError for a prefix of another form.
   */
  letRead(caller: Caller, prefix: string): void {
    checkPrefix(this, prefix);
    this.letList(caller, `${prefix}/*`, prefix);
    caller.grant({ sid: "ReadObjects", actions: ["s3:GetObject"], resources: [`${this.arn}/${prefix}/*`] });
  }

  /**
   * Lets each identity that the caller stands for list, read, write and delete what lies under a prefix of its own,
   * `<prefix>/<identity id>/`, and nothing of another's.
   *
   * @param prefix Folders below the bucket without a slash at either end, such as `private`.
   * @throws UserError for a prefix of another form.
   */
  letReadAndWriteOwn(caller: Caller, prefix: string): void {
    checkPrefix(this, prefix);
    this.letList(caller, `${prefix}/${callersIdentityId}/*`, `${prefix}/own`);
    caller.grant({
      sid: "ReadAndWriteOwnObjects",
      actions: ["s3:GetObject", "s3:PutObject", "s3:DeleteObject"],
      resources: [`${this.arn}/${prefix}/${callersIdentityId}/*`],
    });
  }

  /** Lets a service read the objects, and nothing else, on behalf of one resource. */
  letServiceRead(reader: BucketReader): void {
    this.readers.push(reader);
  }

  /** Conditions can't be merged as resources can, so each listing is a statement with a name of its own. */
  private letList(caller: Caller, objects: string, called: string): void {
    caller.grant({
      sid: `List${capitalized(`${this.node.id}/${called}`)}`,
      actions: ["s3:ListBucket"],
      resources: [this.arn],
      conditions: { StringLike: { "s3:prefix": [objects] } },
    });
  }

  private keepVersions(): void {
    new S3BucketVersioningA(this, "versioning", {
      bucket: this.resource.id,
      versioningConfiguration: { status: "Enabled" },
    });
  }

  private encrypt(): void {
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

const capitalized = (words: string) =>
  words
    .split(/[^A-Za-z0-9]+/)
    .map((word) => word.charAt(0).toUpperCase() + word.slice(1))
    .join("");

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
  if (isBucketName(name)) return;
  throw new UserError({
    where: bucket.node.path,
    what: "S3 refuses this bucket name",
    got: name,
    allowed: bucketNameForm,
    fix: "rename the bucket",
  });
}

/** A wildcard, a variable or an empty part would reach further than what is written. */
function checkPrefix(bucket: Construct, prefix: string): void {
  if (/^[\w-]+(\/[\w-]+)*$/.test(prefix)) return;
  throw new UserError({
    where: bucket.node.path,
    what: "this can't be a prefix of objects",
    got: prefix,
    allowed: "letters, digits, hyphens and underscores, parts separated by single slashes",
    fix: "correct the prefix",
  });
}
