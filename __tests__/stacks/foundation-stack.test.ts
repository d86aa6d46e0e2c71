import { environmentNamed } from "../../environments";
import { FoundationStack } from "../../stacks/foundation-stack";
import { synthesized, testApp } from "../support/synth";

const [dev, staging] = [environmentNamed("dev"), environmentNamed("staging")];
const foundation = () =>
  new FoundationStack(testApp(), [
    { ...dev, tags: { owner: "platform", stage: "trial" } },
    { ...staging, tags: { owner: "platform", stage: "rehearsal" } },
  ]);

test("a foundation holds the state bucket and API Gateway's CloudWatch role, and nothing else", () => {
  expect(synthesized(foundation()).counts()).toEqual({
    aws_api_gateway_account: 1,
    aws_iam_role: 1,
    aws_iam_role_policy: 1,
    aws_s3_bucket: 1,
    aws_s3_bucket_ownership_controls: 1,
    aws_s3_bucket_policy: 1,
    aws_s3_bucket_public_access_block: 1,
    aws_s3_bucket_server_side_encryption_configuration: 1,
    aws_s3_bucket_versioning: 1,
  });
});

test("its state lies in the bucket that it owns, at an address that never changes", () => {
  const { terraform, import: imported } = synthesized(foundation()).terraform;
  expect(terraform.backend.s3).toMatchObject({ bucket: dev.state.bucket, key: "shared/foundation.tfstate" });
  expect(imported).toEqual([{ id: dev.state.bucket, to: "aws_s3_bucket.state" }]);
});

test("it carries the tags that its environments agree on", () => {
  expect(synthesized(foundation()).terraform.provider.aws).toEqual([
    {
      region: dev.region,
      allowed_account_ids: [dev.accountId],
      default_tags: [{ tags: { owner: "platform", service: "gatehouse", environment: "shared" } }],
    },
  ]);
});

test("API Gateway may write logs", () => {
  const json = synthesized(foundation());
  expect(json.single("aws_iam_role")).toMatchObject({ name_prefix: "gatehouse-api-logs-" });
  expect(json.single("aws_api_gateway_account")).toEqual({
    cloudwatch_role_arn: "${aws_iam_role.rest-api-account_role.arn}",
    depends_on: ["aws_iam_role_policy.rest-api-account_role_permissions"],
  });
});
