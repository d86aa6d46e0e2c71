import { Testing } from "cdktf";
import { allEnvironments, type Environment, environmentNamed } from "../../environments";
import { EnvironmentStack } from "../../stacks/environment-stack";
import { synthesized, testApp } from "../support/synth";

const stackOf = (environment: Environment) => new EnvironmentStack(testApp(), environment);
const environments = allEnvironments().map((environment): [string, Environment] => [environment.name, environment]);

/** A reviewer's aid: the whole stack as text, save the function's hashes, which change with every line of its source. */
const readable = (environment: Environment) => {
  const json = Testing.synth(stackOf(environment), true);
  return json
    .replaceAll(/assets\/([\w-]+)\/[0-9a-f]{64}\//g, "assets/$1/<hash>/")
    .replaceAll(/"source_code_hash": "[^"]+"/g, '"source_code_hash": "<hash>"');
};

test.each(environments)("%s, as a whole", (_, environment) => {
  expect(readable(environment)).toMatchSnapshot();
});

test.each(environments)("%s has exactly these resources", (_, environment) => {
  expect(synthesized(stackOf(environment)).counts()).toEqual({
    aws_api_gateway_deployment: 1,
    aws_api_gateway_method_settings: 1,
    aws_api_gateway_rest_api: 1,
    aws_api_gateway_stage: 1,
    aws_cloudwatch_log_group: 3,
    aws_cognito_identity_pool: 1,
    aws_cognito_identity_pool_roles_attachment: 1,
    aws_cognito_user_group: 2,
    aws_cognito_user_pool: 1,
    aws_cognito_user_pool_client: 1,
    aws_iam_role: 4,
    aws_iam_role_policy: 2,
    aws_lambda_function: 1,
    aws_lambda_permission: 1,
  });
});

test.each(environments)("the stateful resources of %s keep their Terraform addresses", (_, environment) => {
  const json = synthesized(stackOf(environment));
  const stateful = ["aws_cognito_user_pool", "aws_cognito_user_pool_client", "aws_cognito_identity_pool"];
  expect(stateful.flatMap((type) => Object.keys(json.all(type)).map((name) => `${type}.${name}`))).toEqual([
    "aws_cognito_user_pool.users",
    "aws_cognito_user_pool_client.web",
    "aws_cognito_identity_pool.members",
  ]);
});

test.each(environments)(
  "in %s administrators may call the admin API, and nobody may do anything else",
  (name, environment) => {
    const { region, accountId, service } = environment;
    const policies = synthesized(stackOf(environment)).policies();
    expect(policies).toEqual({
      identity_admin_role_permissions: {
        Version: "2012-10-17",
        Statement: [
          {
            Sid: "InvokeApi",
            Effect: "Allow",
            Action: "execute-api:Invoke",
            Resource: `arn:aws:execute-api:${region}:${accountId}:\${aws_api_gateway_rest_api.admin-api_api.id}/api/GET/tech4all`,
          },
        ],
      },
      "admin-api_get-tech4all_role_permissions": expect.objectContaining({ Version: "2012-10-17" }),
    });
    expect(Object.values(synthesized(stackOf(environment)).all("aws_iam_role")).map((role) => role.name)).toEqual([
      `${service}-${name}-get-tech4all-role`,
      `${service}-${name}-cognito-authenticated-admin-role`,
      `${service}-${name}-cognito-authenticated-general-role`,
      `${service}-${name}-cognito-authenticated-role`,
    ]);
  },
);

describe("invariants", () => {
  const only = (environment: Environment, type: string) => synthesized(stackOf(environment)).only(type);

  test.each([
    ["local", "INACTIVE", false],
    ["dev", "INACTIVE", false],
    ["staging", "ACTIVE", false],
    ["prod", "ACTIVE", true],
  ])("%s: deletion protection %s, prevent_destroy %s", (name, deletionProtection, preventDestroy) => {
    const environment = environmentNamed(name);
    expect(only(environment, "aws_cognito_user_pool")).toMatchObject({ deletion_protection: deletionProtection });
    for (const type of ["aws_cognito_user_pool", "aws_cognito_user_pool_client", "aws_cognito_identity_pool"]) {
      expect(only(environment, type)).toMatchObject({ lifecycle: { prevent_destroy: preventDestroy } });
    }
  });

  test.each(environments)("%s refuses guests and the classic flow", (_, environment) => {
    expect(only(environment, "aws_cognito_identity_pool")).toMatchObject({
      allow_unauthenticated_identities: false,
      allow_classic_flow: false,
      cognito_identity_providers: [{ server_side_token_check: true }],
    });
  });

  test.each(environments)("%s chooses roles by token, and denies when in doubt", (_, environment) => {
    expect(only(environment, "aws_cognito_identity_pool_roles_attachment")).toMatchObject({
      role_mapping: [{ type: "Token", ambiguous_role_resolution: "Deny" }],
    });
  });

  test.each(environments)("%s throttles every method as its file says", (_, environment) => {
    expect(only(environment, "aws_api_gateway_method_settings")).toMatchObject({
      method_path: "*/*",
      settings: {
        throttling_rate_limit: environment.api.throttlingRateLimit,
        throttling_burst_limit: environment.api.throttlingBurstLimit,
      },
    });
  });

  test.each(environments)("%s names neither an endpoint nor a credential, and is tagged", (name, environment) => {
    const text = Testing.synth(stackOf(environment), true);
    expect(text).not.toMatch(
      /"(endpoints?|access_key|secret_key|token|profile|shared_\w+|skip_\w+|s3_use_path_style)"/,
    );
    expect(text).not.toContain("127.0.0.1");
    expect(JSON.parse(text).provider.aws).toEqual([
      {
        region: environment.region,
        allowed_account_ids: [environment.accountId],
        default_tags: [{ tags: { ...environment.tags, service: environment.service, environment: name } }],
      },
    ]);
  });

  test.each(environments)("%s reads no other state", (_, environment) => {
    expect(JSON.parse(Testing.synth(stackOf(environment), true))).not.toHaveProperty("data");
  });
});
