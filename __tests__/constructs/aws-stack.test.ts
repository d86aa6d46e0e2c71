import { S3Bucket } from "@cdktf/provider-aws/lib/s3-bucket";
import { TerraformOutput, TerraformStack } from "cdktf";
import { Construct } from "constructs";
import { AwsStack } from "../../src/constructs/aws-stack";
import { userPool } from "../support/identity";
import { synthesized, testApp, testStack } from "../support/synth";

test("provider and backend are pinned to the account, and the state is encrypted and locked", () => {
  const { provider, terraform } = synthesized(testStack()).terraform;
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

test("us-east-1 has a provider of its own once something asks for it, pinned and tagged as the other", () => {
  const stack = testStack();
  new S3Bucket(stack, "here", { bucket: "here" });
  new S3Bucket(stack, "there", { bucket: "there", provider: stack.usEast1 });
  new S3Bucket(stack, "there-too", { bucket: "there-too", provider: stack.usEast1 });
  const json = synthesized(stack);
  const pinned = { allowed_account_ids: ["123456789012"], default_tags: [{ tags: { service: "test" } }] };
  expect(json.terraform.provider).toEqual({
    aws: [
      { ...pinned, region: "ap-northeast-1" },
      { ...pinned, region: "us-east-1", alias: "us-east-1" },
    ],
  });
  expect(json.all("aws_s3_bucket")).toEqual({
    here: { bucket: "here" },
    there: { bucket: "there", provider: "aws.us-east-1" },
    "there-too": { bucket: "there-too", provider: "aws.us-east-1" },
  });
});

test("a stack in us-east-1 has that second provider too, so that it changes nothing where a stack lies", () => {
  const stack = testStack({ region: "us-east-1" });
  new S3Bucket(stack, "there", { bucket: "there", provider: stack.usEast1 });
  const { provider } = synthesized(stack).terraform;
  expect(provider.aws).toEqual([
    expect.not.objectContaining({ alias: expect.anything() }),
    expect.objectContaining({ region: "us-east-1", alias: "us-east-1" }),
  ]);
});

describe("addresses", () => {
  const bucket = (scope: Construct, id: string) => new S3Bucket(scope, id, { bucket: id });

  test("a Terraform address is the construct's path", () => {
    const stack = testStack();
    const outer = new Construct(stack, "files");
    bucket(outer, "resource");
    bucket(outer, "archive");
    expect(Object.keys(synthesized(stack).all("aws_s3_bucket"))).toEqual(["files", "files_archive"]);
  });

  test("an output may have underscores, as Terraform's outputs do", () => {
    const stack = testStack();
    new TerraformOutput(stack, "bucket_name", { value: "files" });
    expect(synthesized(stack).terraform.output).toEqual({ bucket_name: { value: "files" } });
  });

  test.each(["ops.team", "2fa", "a b", "a_b", "-a", "á"])(
    "fails for the id %j, wherever it stands in the path",
    (id) => {
      const build: [path: string, within: (stack: AwsStack) => unknown][] = [
        [`test/${id}`, (stack) => bucket(stack, id)],
        [`test/outer/${id}`, (stack) => bucket(new Construct(stack, "outer"), id)],
        [`test/${id}/inner`, (stack) => bucket(new Construct(stack, id), "inner")],
      ];
      for (const [path, within] of build) {
        const stack = testStack();
        within(stack);
        expect(() => synthesized(stack)).toThrow(
          `${path}: a construct's id can't be part of a Terraform address, whose parts are separated by underscores\n` +
            `  got:     ${JSON.stringify(id)}\n  allowed: letters, digits and hyphens, the first a letter\n`,
        );
      }
    },
  );

  test("fails for two user pools with one address, of which one would be lost", () => {
    const stack = testStack();
    userPool(stack, { address: "users" }, "one");
    userPool(stack, { address: "users" }, "two");
    expect(() => synthesized(stack)).toThrow(
      "test/two/resource: this resource has the Terraform address of test/one/resource, and would take its place\n" +
        '  got:     "aws_cognito_user_pool.users"\n',
    );
  });

  test("fails where a chosen address is another resource's own", () => {
    const stack = testStack();
    bucket(stack, "a");
    bucket(stack, "b").overrideLogicalId("a");
    expect(() => synthesized(stack)).toThrow("test/b: this resource has the Terraform address of test/a");
  });

  test("a resource right below the stack has an address even where it is called resource", () => {
    const stack = testStack();
    bucket(stack, "resource");
    expect(Object.keys(synthesized(stack).all("aws_s3_bucket"))).toEqual(["resource"]);
  });

  test("resources of different types may share a name", () => {
    const stack = testStack();
    userPool(stack, { address: "users" }, "one");
    bucket(stack, "users");
    expect(synthesized(stack).counts()).toEqual({ aws_cognito_user_pool: 1, aws_s3_bucket: 1 });
  });
});

test("fails below a stack without an account", () => {
  const stack = new TerraformStack(testApp(), "plain");
  expect(() => AwsStack.of(new Construct(stack, "inner"))).toThrow(
    "plain/inner: its stack plain is a plain TerraformStack",
  );
});
