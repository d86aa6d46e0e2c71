import { type Construct } from "constructs";
import { type Environment } from "../environments";
import { RestApiAccount } from "../src/constructs/apigateway/rest-api-account";
import { AwsStack } from "../src/constructs/aws-stack";
import { StateBucket } from "../src/constructs/state/state-bucket";
import { foundationStackName } from "../src/stack-names";

/**
 * What an account has once in a region, whichever environments share it: the state bucket and API Gateway's CloudWatch
 * role. Its own state lies in that bucket.
 */
export class FoundationStack extends AwsStack {
  /** @param environments Those of one account and region; at least one. */
  constructor(scope: Construct, environments: readonly [Environment, ...Environment[]]) {
    const [{ accountId, region, state, service }] = environments;
    super(scope, foundationStackName({ accountId, region }), {
      accountId,
      region,
      state: { bucket: state.bucket, key: "shared/foundation.tfstate" },
      tags: { ...commonTags(environments), service, environment: "shared" },
    });
    new StateBucket(this, "state-bucket", { address: "state", bucketName: state.bucket });
    // A prefix, so that a bootstrap that was killed right after it created the role can be run again.
    new RestApiAccount(this, "rest-api-account", { roleNamePrefix: `${service}-api-logs-` });
  }
}

/** The tags that all of them have, with one value. */
function commonTags(environments: readonly [Environment, ...Environment[]]): Record<string, string> {
  const [{ tags }, ...others] = environments;
  return Object.fromEntries(
    Object.entries(tags).filter(([key, value]) => others.every((other) => other.tags[key] === value)),
  );
}
