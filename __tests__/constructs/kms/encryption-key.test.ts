import { EncryptionKey, type EncryptionKeyProps } from "../../../src/constructs/kms/encryption-key";
import { resolved } from "../../../src/constructs/tokens";
import { synthesized, testStack } from "../../support/synth";

const keyWith = (props: Partial<EncryptionKeyProps> = {}) => {
  const stack = testStack();
  const key = new EncryptionKey(stack, "key", { name: "test", preventDestroy: false, ...props });
  return { key, stack, json: synthesized(stack) };
};

test("a key that is renewed, deleted late, and named by an alias", () => {
  const { json } = keyWith();
  expect(json.counts()).toEqual({ aws_kms_alias: 1, aws_kms_key: 1 });
  const { policy: _, ...key } = json.single("aws_kms_key");
  expect(key).toEqual({
    description: "Encrypts logs, variables of functions and alarms of test",
    enable_key_rotation: true,
    deletion_window_in_days: 30,
    lifecycle: { prevent_destroy: false },
  });
  expect(json.all("aws_kms_alias")).toEqual({
    key_alias: { name: "alias/test", target_key_id: "${aws_kms_key.key.key_id}" },
  });
});

test("the account administers it; logs and alarms of the account use it, and nobody else", () => {
  const { json } = keyWith();
  expect(JSON.parse(String(json.single("aws_kms_key").policy))).toEqual({
    Version: "2012-10-17",
    Statement: [
      {
        Sid: "AdministerByIam",
        Effect: "Allow",
        Principal: { AWS: "arn:aws:iam::123456789012:root" },
        Action: "kms:*",
        Resource: "*",
      },
      {
        Sid: "EncryptLogs",
        Effect: "Allow",
        Principal: { Service: "logs.ap-northeast-1.amazonaws.com" },
        Action: ["kms:Decrypt", "kms:Describe*", "kms:Encrypt", "kms:GenerateDataKey*", "kms:ReEncrypt*"],
        Resource: "*",
        Condition: {
          ArnLike: {
            "kms:EncryptionContext:aws:logs:arn": "arn:aws:logs:ap-northeast-1:123456789012:log-group:*",
          },
        },
      },
      {
        Sid: "PublishAlarms",
        Effect: "Allow",
        Principal: { Service: "cloudwatch.amazonaws.com" },
        Action: ["kms:Decrypt", "kms:GenerateDataKey*"],
        Resource: "*",
        Condition: { StringEquals: { "aws:SourceAccount": "123456789012" } },
      },
    ],
  });
});

test("it is named by its ARN", () => {
  const { key, stack } = keyWith();
  expect(resolved(stack, key.arn)).toBe("${aws_kms_key.key.arn}");
});

test("it can be kept from being destroyed", () => {
  expect(keyWith({ preventDestroy: true }).json.single("aws_kms_key")).toMatchObject({
    lifecycle: { prevent_destroy: true },
  });
});

test.each(["", "aws/test", "a key", "x".repeat(251)])("fails for the name %j", (name) => {
  expect(() => keyWith({ name })).toThrow("test/key: KMS refuses this name for a key's alias");
});

test.each(["test/aws/key", "Test_1-a", "x".repeat(250)])("the name may be %j", (name) => {
  expect(keyWith({ name }).json.single("aws_kms_alias")).toMatchObject({ name: `alias/${name}` });
});
