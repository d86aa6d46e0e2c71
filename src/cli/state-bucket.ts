import type { BucketLocationConstraint, S3Client } from "@aws-sdk/client-s3";
import type { Environment } from "../../environments";
import { UserError } from "../errors";
import { clientSettings, loadS3 } from "./aws-sdk";

/**
 * Sees to it that the environment's state bucket exists. Its settings are the foundation stack's affair.
 *
 * @returns whether it was created now.
 * @throws UserError where it belongs to another account or lies in another region, or where we may not look or create.
 */
export async function ensureStateBucket(environment: Environment): Promise<boolean> {
  const { S3Client } = await loadS3();
  const client = new S3Client(clientSettings(environment.region));
  try {
    if (await exists(client, environment)) return false;
    return await create(client, environment);
  } finally {
    client.destroy();
  }
}

async function exists(client: S3Client, environment: Environment): Promise<boolean> {
  const { HeadBucketCommand } = await loadS3();
  try {
    const { BucketRegion } = await client.send(
      new HeadBucketCommand({ Bucket: environment.state.bucket, ExpectedBucketOwner: environment.accountId }),
    );
    if (BucketRegion !== undefined && BucketRegion !== environment.region) {
      throw bucketProblem(environment, `the bucket lies in another region (${BucketRegion})`);
    }
    return true;
  } catch (error) {
    if (error instanceof UserError) throw error;
    const status = statusOf(error);
    if (status === 404) return false;
    if (status === 403)
      throw bucketProblem(
        environment,
        "the bucket belongs to another account, or the credentials may not look at it (s3:ListBucket)",
      );
    if (status === 301 || status === 400)
      throw bucketProblem(environment, "the bucket lies in another region, or belongs to another account");
    throw bucketProblem(environment, `S3 did not say whether the bucket exists (${reasonOf(error)})`);
  }
}

async function create(client: S3Client, environment: Environment): Promise<boolean> {
  const { CreateBucketCommand } = await loadS3();
  const { region, state } = environment;
  // us-east-1 is the one region that must not be named.
  const place =
    region === "us-east-1"
      ? {}
      : { CreateBucketConfiguration: { LocationConstraint: region as BucketLocationConstraint } };
  try {
    await client.send(new CreateBucketCommand({ Bucket: state.bucket, ...place }));
    return true;
  } catch (error) {
    const name = (error as Error).name;
    if (name === "BucketAlreadyOwnedByYou") return false;
    if (name === "BucketAlreadyExists") throw bucketProblem(environment, "the bucket belongs to another account");
    if (statusOf(error) === 403)
      throw bucketProblem(environment, "the credentials may not create the bucket (s3:CreateBucket)");
    throw bucketProblem(environment, `S3 did not create the bucket (${reasonOf(error)})`);
  }
}

function bucketProblem({ name, state }: Environment, what: string): UserError {
  return new UserError({
    where: `state bucket of ${name}`,
    what,
    got: state.bucket,
    allowed: "a bucket of the environment's own account and region; names are unique in all of AWS",
    fix: `use credentials that may see and create it, or choose another state.bucket in environments/${name}.ts`,
  });
}

function statusOf(error: unknown): number | undefined {
  return (error as { $metadata?: { httpStatusCode?: number } }).$metadata?.httpStatusCode;
}

function reasonOf(error: unknown): string {
  const { name, message } = error as Error;
  return message && message !== name ? `${name}: ${message}` : name;
}
