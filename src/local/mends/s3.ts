import { s3Answer, s3Refusal } from "../answers";
import { type Handler, type Mend, succeeded } from "../call";
import { refuseBucketPolicy } from "./bucket-policy";

/**
 * Keeps bucket policies away from moto, which reads their denials without the conditions: a policy that denies calls
 * without TLS would shut everybody out. Nobody's right to a bucket is decided here, but what is no policy of the bucket
 * is refused.
 */
export function s3(): Mend {
  const policies = new Map<string, string>();
  const bucketOf: (call: Parameters<Handler>[0]) => string = ({ parameters }) => parameters["bucket"] ?? "";

  const putPolicy: Handler = async (call, ask) => {
    const bucket = await ask(call, { method: "HEAD", url: `/${bucketOf(call)}`, body: "" });
    if (!succeeded(bucket)) return ask(call);
    const policy = call.body.toString("utf8");
    const refusal = refuseBucketPolicy(policy, bucketOf(call));
    if (refusal) return s3Refusal(refusal);
    policies.set(bucketOf(call), policy);
    return s3Answer(204);
  };

  const getPolicy: Handler = async (call, ask) => {
    const policy = policies.get(bucketOf(call));
    return policy === undefined ? ask(call) : s3Answer(200, policy);
  };

  const deletePolicy: Handler = async (call, ask) => (policies.delete(bucketOf(call)) ? s3Answer(204) : ask(call));

  const deleteBucket: Handler = async (call, ask) => {
    const answer = await ask(call);
    // DELETE of a subresource (tags, access block) comes by here too, and leaves the policy alone.
    if (succeeded(answer) && !/\?(?!x-id=)/.test(call.url)) policies.delete(bucketOf(call));
    return answer;
  };

  return {
    service: "s3",
    handlers: {
      "PUT /{bucket}?policy": putPolicy,
      "GET /{bucket}?policy": getPolicy,
      "DELETE /{bucket}?policy": deletePolicy,
      "DELETE /{bucket}": deleteBucket,
    },
  };
}
