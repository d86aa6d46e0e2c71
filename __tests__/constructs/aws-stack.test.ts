import { S3Bucket } from "@cdktf/provider-aws/lib/s3-bucket";
import { TerraformStack, Testing } from "cdktf";
import { Construct } from "constructs";
import { AwsStack } from "../../src/constructs/aws-stack";
import { synthesized, testApp, testStack } from "../support/synth";

test("provider and backend are pinned to the account, and the state is encrypted and locked", () => {
  const stack = testStack();
  const { provider, terraform } = JSON.parse(Testing.synth(stack, true));
  expect(provider).toEqual({
    aws: [
      {
        allowed_account_ids: ["123456789012"],
        default_tags: [{ tags: { service: "test" } }],
        region: "ap-northeast-1",
      },
    ],
  });
  expect(terraform.backend).toEqual({
    s3: {
      allowed_account_ids: ["123456789012"],
      bucket: "test-state",
      encrypt: true,
      key: "test/environment.tfstate",
      region: "ap-northeast-1",
      use_lockfile: true,
    },
  });
  expect(terraform.required_providers).toEqual({ aws: { source: "aws", version: "5.100.0" } });
});

test("a Terraform address is the construct's path", () => {
  const stack = testStack();
  const outer = new Construct(stack, "files");
  new S3Bucket(outer, "resource", { bucket: "files" });
  new S3Bucket(outer, "archive", { bucket: "archive" });
  expect(Object.keys(synthesized(stack).all("aws_s3_bucket"))).toEqual(["files", "files_archive"]);
});

test("fails for an id with an underscore, which could give two constructs one address", () => {
  const stack = testStack();
  new S3Bucket(new Construct(stack, "a_b"), "c", { bucket: "bucket" });
  expect(() => synthesized(stack)).toThrow("a construct's id holds an underscore");
});

test("fails below a stack without an account", () => {
  const stack = new TerraformStack(testApp(), "plain");
  expect(() => AwsStack.of(new Construct(stack, "inner"))).toThrow(
    "plain/inner: its stack plain is a plain TerraformStack",
  );
});
