import { SnsTopic } from "@cdktf/provider-aws/lib/sns-topic";
import { SnsTopicPolicy } from "@cdktf/provider-aws/lib/sns-topic-policy";
import { SnsTopicSubscription } from "@cdktf/provider-aws/lib/sns-topic-subscription";
import { Construct } from "constructs";
import { UserError } from "../../errors";
import { idOfEmail } from "../../names";
import { AwsStack } from "../aws-stack";
import { type EncryptionKey } from "../kms/encryption-key";

/** Props of {@link AlarmTopic}. */
export interface AlarmTopicProps {
  /** The topic's name, 1 to 256 letters, digits, hyphens and underscores. */
  readonly name: string;
  /** Who is told, as e-mail addresses. Each gets a message with a link, and nothing else until it is followed. */
  readonly emails: readonly string[];
  /** The key that encrypts messages. @default - messages are not encrypted by SNS */
  readonly encryptionKey?: EncryptionKey;
}

/**
 * Where alarms are sent. Alarms of this account, and nobody else's, may publish to it, over TLS only.
 *
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/Notify_Users_Alarm_Changes.html
 * @throws UserError for a name that SNS refuses, and for one address twice.
 */
export class AlarmTopic extends Construct {
  /** The topic's ARN. */
  readonly arn: string;

  constructor(scope: Construct, id: string, props: AlarmTopicProps) {
    super(scope, id);
    checkTopicName(this, props.name);
    const topic = new SnsTopic(this, "resource", {
      name: props.name,
      kmsMasterKeyId: props.encryptionKey?.arn,
    });
    this.arn = topic.arn;
    this.letAlarmsPublish(props.name);
    for (const email of props.emails) this.subscribe(email);
  }

  private letAlarmsPublish(name: string): void {
    const { partition, region, accountId } = AwsStack.of(this);
    const topicArn = `arn:${partition}:sns:${region}:${accountId}:${name}`;
    new SnsTopicPolicy(this, "policy", { arn: this.arn, policy: alarmsOnly(topicArn, accountId) });
  }

  /** Known by its address and not by its place in the list: a new subscription has to be confirmed anew. */
  private subscribe(email: string): void {
    const id = `email-${idOfEmail(email)}`;
    if (this.node.tryFindChild(id)) {
      throw new UserError({
        where: this.node.path,
        what: "this address, or one that differs only in punctuation, is told already",
        got: email,
        fix: "remove one of the two",
      });
    }
    new SnsTopicSubscription(this, id, { topicArn: this.arn, protocol: "email", endpoint: email });
  }
}

const alarmsOnly = (topicArn: string, accountId: string) =>
  JSON.stringify({
    Version: "2012-10-17",
    Statement: [
      {
        Sid: "AlarmsOfThisAccount",
        Effect: "Allow",
        Principal: { Service: "cloudwatch.amazonaws.com" },
        Action: "sns:Publish",
        Resource: topicArn,
        Condition: { StringEquals: { "aws:SourceAccount": accountId } },
      },
      {
        Sid: "TlsOnly",
        Effect: "Deny",
        Principal: "*",
        Action: "sns:Publish",
        Resource: topicArn,
        Condition: { Bool: { "aws:SecureTransport": "false" } },
      },
    ],
  });

function checkTopicName(topic: Construct, name: string): void {
  if (/^[\w-]{1,256}$/.test(name)) return;
  throw new UserError({
    where: topic.node.path,
    what: "SNS refuses this topic name",
    got: name,
    allowed: "1 to 256 letters, digits, hyphens and underscores",
    fix: "rename the topic",
  });
}
