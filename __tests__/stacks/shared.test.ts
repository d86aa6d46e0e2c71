import { environmentNamed, type Environment } from "../../environments";
import { EncryptionKey } from "../../src/constructs/kms/encryption-key";
import { Network } from "../../src/constructs/network/network";
import { bucketName, functionSettings } from "../../stacks/shared";
import { testStack } from "../support/synth";

const dev = environmentNamed("dev");
const api = { ...dev.api, tracing: false, logRetentionDays: 90 } as const;

test.each<[Environment["functions"]["reservedConcurrency"], number | undefined]>([
  ["unreserved", undefined],
  [10, 10],
])("what the environment's file says, with %p runs", (reserved, reservedConcurrency) => {
  const env = { ...dev, api, functions: { reservedConcurrency: reserved } };
  expect(functionSettings(env, {})).toEqual({
    tracing: false,
    logRetentionDays: 90,
    reservedConcurrency,
    asynchronousRetries: 0,
  });
});

test("the environment's network and key", () => {
  const stack = testStack();
  const encryptionKey = new EncryptionKey(stack, "key", { name: "test", preventDestroy: false });
  const network = new Network(stack, "network", { name: "test", cidr: "10.0.0.0/16", availabilityZones: ["a", "c"] });
  const settings = functionSettings(dev, { network, encryptionKey });
  expect(settings.network).toBe(network);
  expect(settings.encryptionKey).toBe(encryptionKey);
});

test("a bucket's name is unique in all of AWS, by account and region", () => {
  expect(bucketName(testStack(), dev, "files")).toBe("gatehouse-dev-files-123456789012-ap-northeast-1");
});
