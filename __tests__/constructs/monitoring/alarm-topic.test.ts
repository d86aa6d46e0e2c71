import { EncryptionKey } from "../../../src/constructs/kms/encryption-key";
import { AlarmTopic, type AlarmTopicProps } from "../../../src/constructs/monitoring/alarm-topic";
import { synthesized, testStack } from "../../support/synth";

const topicWith = (props: Partial<AlarmTopicProps> = {}, stack = testStack()) => {
  new AlarmTopic(stack, "topic", { name: "test-alarms", emails: ["ops@example.com"], ...props });
  return synthesized(stack);
};

test("alarms of this account may publish, over TLS only, and nobody else", () => {
  const json = topicWith();
  expect(json.counts()).toEqual({ aws_sns_topic: 1, aws_sns_topic_policy: 1, aws_sns_topic_subscription: 1 });
  expect(json.single("aws_sns_topic")).toEqual({ name: "test-alarms" });
  const { arn, policy } = json.single("aws_sns_topic_policy");
  const Resource = "arn:aws:sns:ap-northeast-1:123456789012:test-alarms";
  expect(arn).toBe("${aws_sns_topic.topic.arn}");
  expect(JSON.parse(String(policy))).toEqual({
    Version: "2012-10-17",
    Statement: [
      {
        Sid: "AlarmsOfThisAccount",
        Effect: "Allow",
        Principal: { Service: "cloudwatch.amazonaws.com" },
        Action: "sns:Publish",
        Resource,
        Condition: { StringEquals: { "aws:SourceAccount": "123456789012" } },
      },
      {
        Sid: "TlsOnly",
        Effect: "Deny",
        Principal: "*",
        Action: "sns:Publish",
        Resource,
        Condition: { Bool: { "aws:SecureTransport": "false" } },
      },
    ],
  });
});

test("each address has a subscription of its own, whatever place it has in the list", () => {
  const subscriptions = (...emails: string[]) => topicWith({ emails }).all("aws_sns_topic_subscription");
  const both = subscriptions("ops@example.com", "on.call@example.com");
  expect(both["topic_email-ops-at-example-com"]).toEqual({
    topic_arn: "${aws_sns_topic.topic.arn}",
    protocol: "email",
    endpoint: "ops@example.com",
  });
  expect(subscriptions("on.call@example.com", "ops@example.com")).toEqual(both);
});

test("messages can be encrypted with a key", () => {
  const stack = testStack();
  const encryptionKey = new EncryptionKey(stack, "key", { name: "test", preventDestroy: false });
  expect(topicWith({ encryptionKey }, stack).single("aws_sns_topic")).toMatchObject({
    kms_master_key_id: "${aws_kms_key.key.arn}",
  });
});

test("fails for one address twice", () => {
  expect(() => topicWith({ emails: ["ops@example.com", "ops@example.com"] })).toThrow(
    'test/topic: this address, or one that differs only in punctuation, is told already\n  got:     "ops@example.com"',
  );
});

test.each(["", "a b", "x".repeat(257)])("fails for the name %j", (name) => {
  expect(() => topicWith({ name })).toThrow("test/topic: SNS refuses this topic name");
});
