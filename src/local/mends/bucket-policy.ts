import { type Refusal } from "../answers";
import { objectIn } from "../call";
import { listOf, statementsOf } from "./policies";

/** Why S3 would not save a bucket's policy; undefined when it would. */
export function refuseBucketPolicy(text: string, bucket: string): Refusal | undefined {
  const policy = objectIn(text);
  if (!policy) return malformed("Policies must be valid JSON and the first byte must be '{'");
  if (policy["Statement"] === undefined) return malformed("Missing required field Statement");
  const statements = statementsOf(policy);
  if (statements.length === 0) return malformed("Could not parse the policy: Statement is empty!");
  for (const { Resource, NotResource } of statements) {
    const resources = listOf(Resource ?? NotResource);
    if (resources.length === 0) return malformed("Missing required field Resource");
    if (!resources.every((resource) => isOf(bucket, resource))) return malformed("Policy has invalid resource");
  }
  return undefined;
}

/** The bucket or objects in it; a wildcard behind the name reaches both. */
function isOf(bucket: string, resource: unknown): boolean {
  const named = /^arn:[^:]+:s3:::([^/]*)/.exec(String(resource))?.[1];
  return named?.replace(/\*+$/, "") === bucket;
}

function malformed(message: string): Refusal {
  return { status: 400, type: "MalformedPolicy", message };
}
