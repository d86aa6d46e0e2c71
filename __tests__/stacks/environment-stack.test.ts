import { allEnvironments, type Environment } from "../../environments";
import { EnvironmentStack } from "../../stacks/environment-stack";
import { type Synthesized, synthesized, testApp } from "../support/synth";

// What each environment holds. Whoever adds a group or a route states it here, and nowhere else in the tests:
// a resource, a role or a permission that nobody meant to add differs from these lists.

const resourceCounts = {
  aws_api_gateway_deployment: 1,
  aws_api_gateway_method_settings: 1,
  aws_api_gateway_rest_api: 1,
  aws_api_gateway_stage: 1,
  aws_cloudwatch_log_group: 3, // the API's access and execution logs, and one for each function
  aws_cognito_identity_pool: 1,
  aws_cognito_identity_pool_roles_attachment: 1,
  aws_cognito_user_group: 2, // one for each group
  aws_cognito_user_pool: 1,
  aws_cognito_user_pool_client: 1,
  aws_iam_role: 4, // one for each group and each function, and the authenticated role
  aws_iam_role_policy: 2, // one for each function and each group that may do anything
  aws_lambda_function: 1, // one for each route's function
  aws_lambda_permission: 1, // one for each function of an API
};

/** The roles by Terraform address: their names behind `<service>-<environment>-`, and who assumes them. */
const roles: Record<string, [name: string, assumedBy: "function" | "signed-in users"]> = {
  "admin-api_get-tech4all_role": ["get-tech4all-role", "function"],
  identity_admin_role: ["cognito-authenticated-admin-role", "signed-in users"],
  identity_general_role: ["cognito-authenticated-general-role", "signed-in users"],
  "identity_identity-pool_authenticated-role": ["cognito-authenticated-role", "signed-in users"],
};

/** What each role may do, by its policy's Terraform address; a role that is not named may do nothing. */
const permissions = (env: Environment) => ({
  identity_admin_role_permissions: policy(callRoutes(env, "admin-api_api", ["GET/tech4all"])),
  "admin-api_get-tech4all_role_permissions": policy(
    writeLog(env, "admin-api_get-tech4all_log"),
    ...(env.api.tracing ? [writeTraces] : []),
  ),
});

/** What has users or their data, at addresses that never change: another address destroys it. */
const statefulAddresses = [
  "aws_cognito_user_pool.users",
  "aws_cognito_user_pool_client.web",
  "aws_cognito_identity_pool.members",
];

// The end of what a new group or route changes.

const environments = allEnvironments().map((environment): [string, Environment] => [environment.name, environment]);
const stacks = new Map<Environment, Synthesized>();

/** The environment's stack; synthesized once, since it takes a while and nothing here changes it. */
function stackOf(environment: Environment): Synthesized {
  const stack = stacks.get(environment) ?? synthesized(new EnvironmentStack(testApp(), environment));
  stacks.set(environment, stack);
  return stack;
}

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
    expect(stack().counts()).toEqual(resourceCounts);
  });

  test("exactly these roles, each assumed by one function or by signed-in users of this pool", () => {
    const { service } = environment;
    const expected = Object.entries(roles);
    const names = Object.entries(stack().all("aws_iam_role")).map(([address, role]) => [address, role.name]);
    expect(Object.fromEntries(names)).toEqual(
      Object.fromEntries(expected.map(([address, [role]]) => [address, `${service}-${name}-${role}`])),
    );
    expect(stack().trusts()).toEqual(
      Object.fromEntries(expected.map(([address, [, assumedBy]]) => [address, trusts[assumedBy]])),
    );
  });

  test("exactly these permissions", () => {
    expect(stack().policies()).toEqual(permissions(environment));
  });

  test("stateful resources keep their Terraform addresses", () => {
    const stateful = ["aws_cognito_user_pool", "aws_cognito_user_pool_client", "aws_cognito_identity_pool"];
    const found = stateful.flatMap((type) => Object.keys(stack().all(type)).map((address) => `${type}.${address}`));
    expect(found).toEqual(statefulAddresses);
  });

  test("guests and the classic flow are refused", () => {
    expect(stack().single("aws_cognito_identity_pool")).toMatchObject({
      allow_unauthenticated_identities: false,
      allow_classic_flow: false,
      cognito_identity_providers: [{ server_side_token_check: true }],
    });
  });

  test("roles are chosen by token, and denied when in doubt", () => {
    expect(stack().single("aws_cognito_identity_pool_roles_attachment")).toEqual({
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

  test("every method is throttled as the file says", () => {
    expect(stack().single("aws_api_gateway_method_settings")).toMatchObject({
      method_path: "*/*",
      settings: {
        throttling_rate_limit: environment.api.throttlingRateLimit,
        throttling_burst_limit: environment.api.throttlingBurstLimit,
      },
    });
  });

  test("every log is kept as long as the file says", () => {
    const days = Object.values(stack().all("aws_cloudwatch_log_group")).map((log) => log.retention_in_days);
    expect(new Set(days)).toEqual(new Set([environment.api.logRetentionDays]));
  });

  test("the front end's origin alone may call, and the function knows it", () => {
    const { body } = stack().single("aws_api_gateway_rest_api");
    expect(body).toContain(`"method.response.header.Access-Control-Allow-Origin":"'${environment.web.origin}'"`);
    expect(stack().single("aws_lambda_function")).toMatchObject({
      environment: { variables: { WEB_ORIGIN: environment.web.origin } },
    });
  });

  test("neither an endpoint nor a credential is named, and everything is tagged", () => {
    expect(stack().text).not.toMatch(
      /"(endpoints?|access_key|secret_key|token|profile|shared_\w+|skip_\w+|s3_use_path_style)"/,
    );
    expect(stack().text).not.toContain("127.0.0.1");
    expect(stack().terraform.provider.aws).toEqual([
      {
        region: environment.region,
        allowed_account_ids: [environment.accountId],
        default_tags: [{ tags: { ...environment.tags, service: environment.service, environment: name } }],
      },
    ]);
  });

  test("the state has a place of its own, and no other state is read", () => {
    expect(stack().terraform.terraform.backend.s3).toMatchObject({
      bucket: environment.state.bucket,
      key: `${name}/environment.tfstate`,
      region: environment.region,
    });
    expect(stack().terraform).not.toHaveProperty("data");
  });

  test("what a front end needs is told", () => {
    expect(stack().terraform.output).toMatchObject({
      user_pool_id: { value: "${aws_cognito_user_pool.users.id}" },
      client_id: { value: "${aws_cognito_user_pool_client.web.id}" },
      identity_pool_id: { value: "${aws_cognito_identity_pool.members.id}" },
      admin_api_url: { value: "${aws_api_gateway_stage.admin-api_api_stage.invoke_url}" },
    });
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
  expect(stack.single("aws_cognito_user_pool")).toMatchObject({ deletion_protection: deletionProtection });
  for (const type of ["aws_cognito_user_pool", "aws_cognito_user_pool_client", "aws_cognito_identity_pool"]) {
    expect(stack.single(type)).toMatchObject({ lifecycle: { prevent_destroy: preventDestroy } });
  }
});

function policy(...statements: object[]) {
  return { Version: "2012-10-17", Statement: statements };
}

function callRoutes({ region, accountId }: Environment, api: string, methods: readonly string[]) {
  const stage = `arn:aws:execute-api:${region}:${accountId}:\${aws_api_gateway_rest_api.${api}.id}/api`;
  return {
    Sid: "InvokeApi",
    Effect: "Allow",
    Action: ["execute-api:Invoke"],
    Resource: methods.map((method) => `${stage}/${method}`),
  };
}

function writeLog({ region, accountId }: Environment, log: string) {
  return {
    Sid: "WriteLog",
    Effect: "Allow",
    Action: ["logs:CreateLogStream", "logs:PutLogEvents"],
    Resource: [`arn:aws:logs:${region}:${accountId}:log-group:\${aws_cloudwatch_log_group.${log}.name}:*`],
  };
}

const writeTraces = {
  Sid: "WriteTraces",
  Effect: "Allow",
  Action: ["xray:PutTelemetryRecords", "xray:PutTraceSegments"],
  Resource: ["*"],
};

const trusts = {
  function: policy({ Effect: "Allow", Principal: { Service: "lambda.amazonaws.com" }, Action: "sts:AssumeRole" }),
  "signed-in users": policy({
    Effect: "Allow",
    Principal: { Federated: "cognito-identity.amazonaws.com" },
    Action: "sts:AssumeRoleWithWebIdentity",
    Condition: {
      StringEquals: { "cognito-identity.amazonaws.com:aud": "${aws_cognito_identity_pool.members.id}" },
      "ForAnyValue:StringLike": { "cognito-identity.amazonaws.com:amr": "authenticated" },
    },
  }),
};
