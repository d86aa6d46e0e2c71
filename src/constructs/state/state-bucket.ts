import { type Construct } from "constructs";
import { AwsStack } from "../aws-stack";
import { PrivateBucket } from "../s3/private-bucket";

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
export class StateBucket extends PrivateBucket {
  constructor(scope: Construct, id: string, { address, bucketName }: StateBucketProps) {
    super(scope, id, { address, bucketName, onDestroy: "refuse" });
    // Not importFrom: it would run terraform to ask for its version whenever the stack is synthesized.
    AwsStack.of(this).addOverride("import", [{ to: `aws_s3_bucket.${address}`, id: bucketName }]);
  }
}
