import { type Construct } from "constructs";
import { AwsStack } from "../aws-stack";
import { Bucket } from "../s3/bucket";

/** Props of {@link StateBucket}. */
export interface StateBucketProps {
  /** The last part of its Terraform address; a change would let Terraform forget every state. */
  readonly address: string;
  /** The bucket's name, unique in all of AWS. */
  readonly bucketName: string;
}

/**
 * The bucket that holds an account's Terraform states, never destroyed by Terraform. It is imported, since its own
 * stack's state lies in it: whoever bootstraps creates it empty.
 *
 * @see https://developer.hashicorp.com/terraform/language/backend/s3
 * @throws UserError for a name that S3 refuses.
 */
export class StateBucket extends Bucket {
  constructor(scope: Construct, id: string, { address, bucketName }: StateBucketProps) {
    super(scope, id, { address, bucketName, versioned: true, onDestroy: "refuse" });
    // Not importFrom: it would run terraform to ask for its version whenever the stack is synthesized.
    AwsStack.of(this).addOverride("import", [{ to: `aws_s3_bucket.${address}`, id: bucketName }]);
  }
}
