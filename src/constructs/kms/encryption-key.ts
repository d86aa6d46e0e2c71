import { KmsAlias } from "@cdktf/provider-aws/lib/kms-alias";
import { KmsKey } from "@cdktf/provider-aws/lib/kms-key";
import { type ITerraformDependable } from "cdktf";
import { Construct } from "constructs";
import { UserError } from "../../errors";
import { AwsStack } from "../aws-stack";

/** Props of {@link EncryptionKey}. */
export interface EncryptionKeyProps {
  /** The key's name behind `alias/`: 1 to 250 letters, digits, hyphens, underscores and slashes, not beginning with `aws/`. */
  readonly name: string;
  /** Whether Terraform refuses any plan that would destroy the key: what it encrypted could never be read again. */
  readonly preventDestroy: boolean;
}

/**
 * A KMS key of the account's own, which AWS renews each year: for logs, functions' variables and alarms.
 *
 * Its policy lets the account's administrators allow others its use by IAM, as a function's role needs it, and lets
 * the services use it that do so in their own name.
 *
 * @see https://docs.aws.amazon.com/kms/latest/developerguide/key-policies.html
 * @throws UserError for a name that KMS refuses.
 */
export class EncryptionKey extends Construct {
  /** The key's ARN, known after the first apply. */
  readonly arn: string;
  /** What whoever names the key in another way than by its ARN depends on; the policy is part of the key. */
  readonly resource: ITerraformDependable;

  constructor(scope: Construct, id: string, props: EncryptionKeyProps) {
    super(scope, id);
    checkKey(this, props);
    const key = new KmsKey(this, "resource", {
      description: `Encrypts logs, variables of functions and alarms of ${props.name}`,
      enableKeyRotation: true,
      // The longest that KMS lets a key be rescued after the order to delete it.
      deletionWindowInDays: 30,
      policy: keyPolicy(AwsStack.of(this)),
      lifecycle: { preventDestroy: props.preventDestroy },
    });
    new KmsAlias(this, "alias", { name: `alias/${props.name}`, targetKeyId: key.keyId });
    this.arn = key.arn;
    this.resource = key;
  }
}

function keyPolicy({ partition, region, accountId }: AwsStack): string {
  const allow = (Sid: string, Principal: object, Action: string | readonly string[], Condition?: object) => ({
    Sid,
    Effect: "Allow",
    Principal,
    Action,
    // In a key's policy that is the key itself.
    Resource: "*",
    ...(Condition && { Condition }),
  });
  return JSON.stringify({
    Version: "2012-10-17",
    Statement: [
      allow("AdministerByIam", { AWS: `arn:${partition}:iam::${accountId}:root` }, "kms:*"),
      allow("EncryptLogs", { Service: `logs.${region}.amazonaws.com` }, logActions, {
        ArnLike: { "kms:EncryptionContext:aws:logs:arn": `arn:${partition}:logs:${region}:${accountId}:log-group:*` },
      }),
      // For a topic that is encrypted: it is the alarm's service that needs the key, not SNS.
      allow("PublishAlarms", { Service: "cloudwatch.amazonaws.com" }, ["kms:Decrypt", "kms:GenerateDataKey*"], {
        StringEquals: { "aws:SourceAccount": accountId },
      }),
    ],
  });
}

// https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/encrypt-log-data-kms.html
const logActions = ["kms:Decrypt", "kms:Describe*", "kms:Encrypt", "kms:GenerateDataKey*", "kms:ReEncrypt*"];

function checkKey(key: Construct, { name }: EncryptionKeyProps): void {
  if (/^(?!aws\/)[\w/-]{1,250}$/.test(name)) return;
  throw new UserError({
    where: key.node.path,
    what: "KMS refuses this name for a key's alias",
    got: name,
    allowed: "1 to 250 letters, digits, hyphens, underscores and slashes, not beginning with aws/",
    fix: "rename the key",
  });
}
