import { S3Bucket } from "@cdktf/provider-aws/lib/s3-bucket";
import { S3BucketOwnershipControls } from "@cdktf/provider-aws/lib/s3-bucket-ownership-controls";
import { S3BucketPolicy } from "@cdktf/provider-aws/lib/s3-bucket-policy";
import { S3BucketPublicAccessBlock } from "@cdktf/provider-aws/lib/s3-bucket-public-access-block";
import { S3BucketServerSideEncryptionConfigurationA } from "@cdktf/provider-aws/lib/s3-bucket-server-side-encryption-configuration";
import { S3BucketVersioningA } from "@cdktf/provider-aws/lib/s3-bucket-versioning";
import { Construct } from "constructs";
import { UserError } from "../../errors";
import { AwsStack } from "../aws-stack";
import { type Caller } from "../iam/caller";
import { callersIdentityId } from "../iam/policy-variables";

/** Props of {@link Bucket}. */
export interface BucketProps {
  /** The last part of its Terraform address; a change destroys the bucket. */
  readonly address: string;
  /** The bucket's name, unique in all of AWS: 3 to 63 lower-case letters, digits and hyphens. */
  readonly name: string;
  /** Whether overwritten and deleted objects are kept as older versions. */
  readonly versioned: boolean;
  /** Whether Terraform refuses any plan that would destroy the bucket. */
  readonly preventDestroy: boolean;
}

/**
 * A private bucket: encrypted, without public access or ACLs, reached over TLS only. S3 deletes it only when it is empty.
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/security-best-practices.html
 * @throws UserError for a name that S3 refuses.
 */
export class Bucket extends Construct {
  /** The bucket's name. */
  readonly name: string;
  /** The bucket's ARN, composed from its name and so known when planning. */
  readonly arn: string;

  private readonly address: string;

  constructor(scope: Construct, id: string, props: BucketProps) {
    super(scope, id);
    checkName(this, props.name);
    this.name = props.name;
    this.arn = `arn:${AwsStack.of(this).partition}:s3:::${props.name}`;
    this.address = props.address;
    const bucket = this.createBucket(props);
    if (props.versioned) this.keepVersions(bucket);
    this.encrypt(bucket);
    this.closeToThePublic(bucket);
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

  /** Conditions can't be merged as resources can, so each listing is a statement with a name of its own. */
  private letList(caller: Caller, objects: string, called: string): void {
    caller.grant({
      sid: `List${capitalized(`${this.address}/${called}`)}`,
      actions: ["s3:ListBucket"],
      resources: [this.arn],
      conditions: { StringLike: { "s3:prefix": [objects] } },
    });
  }

  private createBucket(props: BucketProps): S3Bucket {
    const bucket = new S3Bucket(this, "resource", {
      bucket: props.name,
      lifecycle: { preventDestroy: props.preventDestroy },
    });
    bucket.overrideLogicalId(props.address);
    return bucket;
  }

  private keepVersions(bucket: S3Bucket): void {
    new S3BucketVersioningA(this, "versioning", {
      bucket: bucket.id,
      versioningConfiguration: { status: "Enabled" },
    });
  }

  private encrypt(bucket: S3Bucket): void {
    new S3BucketServerSideEncryptionConfigurationA(this, "encryption", {
      bucket: bucket.id,
      rule: [{ applyServerSideEncryptionByDefault: { sseAlgorithm: "AES256" } }],
    });
  }

  private closeToThePublic(bucket: S3Bucket): void {
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
      policy: tlsOnly(this.arn),
      // S3 refuses to change both at once.
      dependsOn: [blocked],
    });
  }
}

const capitalized = (words: string) =>
  words
    .split(/[^A-Za-z0-9]+/)
    .map((word) => word.charAt(0).toUpperCase() + word.slice(1))
    .join("");

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

function checkName(bucket: Construct, name: string): void {
  if (
    /^(?!xn--|sthree-|amzn-s3-demo-)(?!.*(-s3alias|--ol-s3|--x-s3|--table-s3)$)[a-z0-9][a-z0-9-]{1,61}[a-z0-9]$/.test(
      name,
    )
  )
    return;
  throw new UserError({
    where: bucket.node.path,
    what: "S3 refuses this bucket name",
    got: name,
    allowed: "3 to 63 lower-case letters, digits and hyphens, without a reserved beginning or ending",
    fix: "shorten the environment's service name, or what the bucket is for",
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
