import { StateBucket } from "../../../src/constructs/state/state-bucket";
import { synthesized, testStack } from "../../support/synth";

test("the bucket is imported, keeps versions, and is never destroyed", () => {
  const stack = testStack();
  new StateBucket(stack, "state-bucket", { address: "state", bucketName: "test-state" });
  const json = synthesized(stack);
  expect(json.terraform.import).toEqual([{ id: "test-state", to: "aws_s3_bucket.state" }]);
  expect(json.all("aws_s3_bucket")).toEqual({ state: { bucket: "test-state", lifecycle: { prevent_destroy: true } } });
  expect(json.single("aws_s3_bucket_versioning")).toMatchObject({ versioning_configuration: { status: "Enabled" } });
});
