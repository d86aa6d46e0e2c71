import { type AssumedBy, permissions, policy, resourceCounts, roles, statefulAddresses } from "../support/contents";
import { environments, stackOf } from "../support/environment-stacks";

const statefulTypes = [
  "aws_cognito_user_pool",
  "aws_cognito_user_pool_client",
  "aws_cognito_identity_pool",
  "aws_kms_key",
  "aws_s3_bucket",
];

describe.each(environments)("%s", (name, environment) => {
  const stack = () => stackOf(environment);

  // For reviewers; without the function's hashes, which change with every line of its source.
  test("as a whole", () => {
    const readable = stack()
      .text.replaceAll(/assets\/([\w-]+)\/[0-9a-f]{64}\//g, "assets/$1/<hash>/")
      .replaceAll(/"source_code_hash": "[^"]+"/g, '"source_code_hash": "<hash>"');
    expect(readable).toMatchSnapshot();
  });

  test("exactly these resources", () => {
    expect(stack().counts()).toEqual(resourceCounts(environment));
  });

  test("exactly these roles, each assumed by one service or by one pool's identities of one kind", () => {
    const { service } = environment;
    const expected = Object.entries(roles(environment));
    const names = Object.entries(stack().all("aws_iam_role")).map(([address, role]) => [address, role.name]);
    expect(Object.fromEntries(names)).toEqual(
      Object.fromEntries(expected.map(([address, [role]]) => [address, `${service}-${name}-${role}`])),
    );
    expect(stack().trusts()).toEqual(
      Object.fromEntries(expected.map(([address, [, assumedBy]]) => [address, trust(assumedBy)])),
    );
  });

  test("exactly these permissions", () => {
    expect(stack().policies()).toEqual(permissions(environment));
  });

  test("stateful resources keep their Terraform addresses", () => {
    // The front end's files can be put there again: that bucket is emptied and destroyed.
    const kept = (type: string, address: string) => type !== "aws_s3_bucket" || address !== "web_site_files";
    const found = statefulTypes.flatMap((type) =>
      Object.keys(stack().all(type))
        .filter((address) => kept(type, address))
        .map((address) => `${type}.${address}`),
    );
    expect(found.toSorted()).toEqual(statefulAddresses(environment));
  });

  test("guests are let into the one pool that is for them, where the file says why; the classic flow is off", () => {
    const pools = Object.entries(stack().all("aws_cognito_identity_pool"));
    const open = pools
      .filter(([, pool]) => pool.allow_unauthenticated_identities !== false)
      .map(([address]) => address);
    expect(open).toEqual(environment.identityPoolModes.guests === "refused" ? [] : ["modes-guest"]);
    for (const [, pool] of pools) {
      expect(pool).toMatchObject({
        allow_classic_flow: false,
        cognito_identity_providers: [{ server_side_token_check: true }],
      });
    }
  });

  test("the APIs' users get roles by token, and are denied when in doubt", () => {
    expect(stack().all("aws_cognito_identity_pool_roles_attachment")["identity_identity-pool_roles"]).toEqual({
      identity_pool_id: "${aws_cognito_identity_pool.members.id}",
      roles: { authenticated: "${aws_iam_role.identity_identity-pool_authenticated-role.arn}" },
      role_mapping: [
        {
          identity_provider: "${aws_cognito_user_pool.users.endpoint}:${aws_cognito_user_pool_client.web.id}",
          type: "Token",
          ambiguous_role_resolution: "Deny",
        },
      ],
    });
  });

  test("every method is throttled and traced as the file says, and no body is logged", () => {
    const limits = {
      throttling_rate_limit: environment.api.throttlingRateLimit,
      throttling_burst_limit: environment.api.throttlingBurstLimit,
    };
    const settings = Object.values(stack().all("aws_api_gateway_method_settings"));
    expect(settings).toHaveLength(Object.keys(stack().all("aws_api_gateway_rest_api")).length);
    for (const each of settings) {
      const { executionLog } = environment.api;
      expect(each).toMatchObject({
        method_path: "*/*",
        settings: { ...limits, logging_level: executionLog, metrics_enabled: true, data_trace_enabled: false },
      });
    }
    for (const each of Object.values(stack().all("aws_api_gateway_stage"))) {
      expect(each).toMatchObject({ xray_tracing_enabled: environment.api.tracing });
    }
    expect(stack().single("aws_apigatewayv2_stage")).toMatchObject({ default_route_settings: limits });
  });

  test("every log is kept as long as the file says, and encrypted with its key", () => {
    const logs = Object.entries(stack().all("aws_cloudwatch_log_group"));
    expect(new Set(logs.map(([, log]) => log.retention_in_days))).toEqual(new Set([environment.api.logRetentionDays]));
    const key = environment.security.customerManagedKey ? "${aws_kms_key.encryption-key.arn}" : undefined;
    // The front end's web ACL is in us-east-1, where the key is not.
    const here = logs.filter(([address]) => address !== "web_web-acl_log");
    expect(new Set(here.map(([, log]) => log.kms_key_id))).toEqual(new Set([key]));
  });

  test("API handlers run in the network, with the file's concurrency and without second runs", () => {
    const { reservedConcurrency } = environment.functions;
    const functions = Object.entries(stack().all("aws_lambda_function"));
    for (const [address, lambda] of functions) {
      const isHandler = address !== "identity_default-group_function";
      expect([address, "vpc_config" in lambda]).toEqual([address, isHandler]);
      expect([address, lambda.reserved_concurrent_executions]).toEqual([
        address,
        isHandler && reservedConcurrency !== "unreserved" ? reservedConcurrency : undefined,
      ]);
      expect(lambda).toMatchObject({ tracing_config: { mode: environment.api.tracing ? "Active" : "PassThrough" } });
    }
    const retries = Object.values(stack().all("aws_lambda_function_event_invoke_config"));
    expect(retries.map((each) => each.maximum_retry_attempts)).toEqual(Array(functions.length - 1).fill(0));
  });

  test("the admin API's function has the settings that were asked for", () => {
    expect(stack().all("aws_lambda_function")["admin-api_get-tech4all"]).toMatchObject({
      memory_size: 256,
      timeout: 27,
      environment: { variables: { WEB_ORIGIN: environment.web.origin } },
      ...(environment.security.customerManagedKey && { kms_key_arn: "${aws_kms_key.encryption-key.arn}" }),
    });
  });

  test("neither an endpoint nor a credential is named, and everything is tagged", () => {
    const { terraform, provider } = stack().terraform;
    expect(JSON.stringify([terraform, provider])).not.toMatch(
      /"(endpoints?|access_key|secret_key|token|profile|shared_\w+|skip_\w+|s3_use_path_style)"/,
    );
    expect(stack().text).not.toContain("127.0.0.1");
    const pinned = {
      region: environment.region,
      allowed_account_ids: [environment.accountId],
      default_tags: [{ tags: { ...environment.tags, service: environment.service, environment: name } }],
    };
    const forCloudFront = { ...pinned, alias: "us-east-1", region: "us-east-1" };
    const needed = environment.security.webAcl || environment.web.domain !== "none";
    expect(stack().terraform.provider.aws).toEqual(needed ? [pinned, forCloudFront] : [pinned]);
  });

  test("the state has a place of its own, and no other state is read", () => {
    expect(stack().terraform.terraform.backend.s3).toMatchObject({
      bucket: environment.state.bucket,
      key: `${name}/environment.tfstate`,
      region: environment.region,
    });
    const read = Object.keys(stack().terraform.data ?? {});
    expect(read).toEqual(environment.web.domain === "none" ? [] : ["aws_acm_certificate"]);
  });
});

test.each([
  ["local", "INACTIVE", false],
  ["dev", "INACTIVE", false],
  ["staging", "ACTIVE", false],
  ["prod", "ACTIVE", true],
])("%s: deletion protection %s, prevent_destroy %s", (name, deletionProtection, preventDestroy) => {
  const [, environment] = environments.find(([other]) => other === name) ?? [];
  if (environment === undefined) throw new Error(`there is no environment ${name}`);
  const stack = stackOf(environment);
  for (const pool of Object.values(stack.all("aws_cognito_user_pool"))) {
    expect(pool).toMatchObject({ deletion_protection: deletionProtection });
  }
  for (const address of statefulAddresses(environment)) {
    const [type = "", resource = ""] = address.split(".");
    expect([address, stack.all(type)[resource]?.lifecycle]).toEqual([address, { prevent_destroy: preventDestroy }]);
  }
});

function trust(by: AssumedBy) {
  if (typeof by === "string") {
    return policy({ Effect: "Allow", Principal: { Service: `${by}.amazonaws.com` }, Action: "sts:AssumeRole" });
  }
  return policy({
    Effect: "Allow",
    Principal: { Federated: "cognito-identity.amazonaws.com" },
    Action: "sts:AssumeRoleWithWebIdentity",
    Condition: {
      StringEquals: { "cognito-identity.amazonaws.com:aud": `\${aws_cognito_identity_pool.${by.pool}.id}` },
      "ForAnyValue:StringLike": {
        "cognito-identity.amazonaws.com:amr": by.guests ? "unauthenticated" : "authenticated",
      },
    },
  });
}
