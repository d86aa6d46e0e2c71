import { type Environment } from "../../environments";

// What each environment holds. Whoever adds a group or a route states it here, and nowhere else in the tests: a resource,
// a role or a permission that nobody meant to add differs from these lists.

type Counts = readonly [local: number, dev: number, staging: number, prod: number];

const everywhere = (count: number): Counts => [count, count, count, count];
const notLocally = (count: number): Counts => [0, count, count, count];

const counts: Readonly<Record<string, Counts>> = {
  aws_api_gateway_deployment: everywhere(3), // one for each REST API
  aws_api_gateway_method_settings: everywhere(3),
  aws_api_gateway_rest_api: everywhere(3), // general, admin, login proxy
  aws_api_gateway_stage: everywhere(3),
  aws_apigatewayv2_api: everywhere(1), // hello
  aws_apigatewayv2_stage: everywhere(1),
  aws_cloudfront_distribution: everywhere(1),
  aws_cloudfront_function: everywhere(1),
  aws_cloudfront_origin_access_control: everywhere(1),
  aws_cloudfront_response_headers_policy: everywhere(1),
  aws_cloudwatch_log_group: [13, 16, 16, 16], // two for each REST API, one for the HTTP API, each function and web ACL
  aws_cloudwatch_log_metric_filter: notLocally(8), // two for each API
  aws_cloudwatch_metric_alarm: notLocally(27), // three for each API and client, one for each function
  aws_cognito_identity_pool: [5, 5, 4, 4], // guests are refused in staging and prod
  aws_cognito_identity_pool_roles_attachment: [5, 5, 4, 4],
  aws_cognito_user_group: everywhere(3), // admin, general, s3-readers
  aws_cognito_user_pool: everywhere(2), // the APIs' users, and those of the identity pool's modes
  aws_cognito_user_pool_client: everywhere(3), // web, spa, modes
  aws_cognito_user_pool_domain: notLocally(1),
  aws_default_security_group: everywhere(1),
  aws_iam_role: [17, 17, 15, 15], // as listed below
  aws_iam_role_policy: [13, 13, 12, 12], // as listed below
  aws_kms_alias: notLocally(1),
  aws_kms_key: notLocally(1),
  aws_lambda_function: everywhere(6), // one for each route, and the trigger
  aws_lambda_function_event_invoke_config: everywhere(5), // one for each route
  aws_lambda_permission: everywhere(6), // one for each function
  aws_route_table: everywhere(1),
  aws_route_table_association: everywhere(2), // one for each subnet
  aws_s3_bucket: everywhere(2), // the front end's files, and those of the identity pool's modes
  aws_s3_bucket_ownership_controls: everywhere(2),
  aws_s3_bucket_policy: everywhere(2),
  aws_s3_bucket_public_access_block: everywhere(2),
  aws_s3_bucket_server_side_encryption_configuration: everywhere(2),
  aws_s3_bucket_versioning: everywhere(1),
  aws_security_group: everywhere(2), // functions, endpoints
  aws_sns_topic: notLocally(1),
  aws_sns_topic_policy: notLocally(1),
  aws_sns_topic_subscription: notLocally(1),
  aws_ssm_parameter: everywhere(1),
  aws_subnet: everywhere(2),
  aws_vpc: everywhere(1),
  aws_vpc_endpoint: everywhere(1),
  aws_wafv2_web_acl: notLocally(3), // APIs and user pools, the API behind CloudFront, CloudFront
  aws_wafv2_web_acl_association: notLocally(5), // user pools and REST APIs
  aws_wafv2_web_acl_logging_configuration: notLocally(3),
};

/** How many resources of each kind an environment has. */
export function resourceCounts({ name }: Environment): Record<string, number> {
  const column = ["local", "dev", "staging", "prod"].indexOf(name);
  if (column < 0) throw new Error(`contents.ts has no column for ${name}: give each row of counts one`);
  const of = Object.entries(counts).map(([type, each]): [string, number] => [type, each[column] ?? Number.NaN]);
  return Object.fromEntries(of.filter(([, count]) => count > 0));
}

/** Who assumes a role: a service, or identities of an identity pool, by that pool's Terraform address. */
export type AssumedBy = "lambda" | "apigateway" | { readonly pool: string; readonly guests?: true };

const members = { pool: "members" };

/** The roles by Terraform address: their names behind `<service>-<environment>-`, and who assumes them. */
export const roles = (env: Environment): Record<string, [name: string, assumedBy: AssumedBy]> => ({
  "admin-api_get-tech4all_role": ["get-tech4all-role", "lambda"],
  "general-api_get-profile_role": ["get-profile-role", "lambda"],
  "general-api_post-message_role": ["post-message-role", "lambda"],
  "hello-api_get-hello_role": ["get-hello-role", "lambda"],
  "identity_default-group_function_role": ["add-to-default-group-role", "lambda"],
  "login-proxy_get-profile_role": ["private-get-profile-role", "lambda"],
  "login-proxy_login_role": ["cognito-proxy-role", "apigateway"],
  identity_admin_role: ["cognito-authenticated-admin-role", members],
  identity_general_role: ["cognito-authenticated-general-role", members],
  "identity_identity-pool_authenticated-role": ["cognito-authenticated-role", members],
  "identity-pool-modes_authenticated_authenticated-role": [
    "authenticated-cognito-authenticated-role",
    { pool: "modes-authenticated" },
  ],
  "identity-pool-modes_rules_authenticated-role": ["rules-cognito-authenticated-role", { pool: "modes-rules" }],
  "identity-pool-modes_rules_rule-staff": ["rules-cognito-authenticated-staff-role", { pool: "modes-rules" }],
  "identity-pool-modes_s3-readers_role": ["token-cognito-authenticated-s3-readers-role", { pool: "modes-token" }],
  "identity-pool-modes_token_authenticated-role": ["token-cognito-authenticated-role", { pool: "modes-token" }],
  ...(env.identityPoolModes.guests !== "refused" && {
    "identity-pool-modes_guest_authenticated-role": ["guest-cognito-authenticated-role", { pool: "modes-guest" }],
    "identity-pool-modes_guest_unauthenticated-role": [
      "guest-cognito-unauthenticated-role",
      { pool: "modes-guest", guests: true },
    ],
  }),
});

/** What each role may do, by its policy's Terraform address; a role that is not named may do nothing. */
export function permissions(env: Environment): Record<string, object> {
  const handlers = ["admin-api_get-tech4all", "general-api_get-profile", "general-api_post-message"];
  return {
    identity_admin_role_permissions: policy(callRoutes(env, "admin-api_api", ["GET/tech4all"])),
    "login-proxy_login_role_permissions": policy(
      allow("SignIn", ["cognito-idp:AdminInitiateAuth", "cognito-idp:AdminRespondToAuthChallenge"], [users]),
    ),
    "identity_default-group_function_role_grants": policy(
      allow("AddToGroup", ["cognito-idp:AdminAddUserToGroup"], [users]),
    ),
    "identity_default-group_function_role_permissions": policy(
      ...decrypts(env),
      ...logs(env, "identity_default-group_function"),
    ),
    "hello-api_get-hello_role_permissions": policy(...joinsNetwork(env), ...logs(env, "hello-api_get-hello")),
    ...Object.fromEntries(
      [...handlers, "login-proxy_get-profile"].map((handler) => [
        `${handler}_role_permissions`,
        policy(...decrypts(env), ...joinsNetwork(env), ...logs(env, handler)),
      ]),
    ),
    ...filePermissions(env),
  };
}

function filePermissions({ service, name, accountId, region, identityPoolModes }: Environment): Record<string, object> {
  const bucket = `arn:aws:s3:::${service}-${name}-modes-${accountId}-${region}`;
  const list = (sid: string, objects: string) => ({
    ...allow(sid, ["s3:ListBucket"], [bucket]),
    Condition: { StringLike: { "s3:prefix": [objects] } },
  });
  const read = (prefix: string, sid: string) =>
    policy(list(sid, `${prefix}/*`), allow("ReadObjects", ["s3:GetObject"], [`${bucket}/${prefix}/*`]));
  const own = "private/$${cognito-identity.amazonaws.com:sub}/*";
  return {
    "identity-pool-modes_authenticated_authenticated-role_permissions": policy(
      list("ListFilesPrivateOwn", own),
      allow("ReadAndWriteOwnObjects", ["s3:DeleteObject", "s3:GetObject", "s3:PutObject"], [`${bucket}/${own}`]),
    ),
    "identity-pool-modes_rules_rule-staff_permissions": read("reports", "ListFilesReports"),
    "identity-pool-modes_s3-readers_role_permissions": read("reports", "ListFilesReports"),
    ...(identityPoolModes.guests !== "refused" && {
      "identity-pool-modes_guest_unauthenticated-role_permissions": read("public", "ListFilesPublic"),
    }),
  };
}

/** What has users or their data, at addresses that never change: another address destroys it. */
export const statefulAddresses = ({ identityPoolModes, security }: Environment): string[] => [
  "aws_cognito_identity_pool.members",
  "aws_cognito_identity_pool.modes-authenticated",
  ...(identityPoolModes.guests === "refused" ? [] : ["aws_cognito_identity_pool.modes-guest"]),
  "aws_cognito_identity_pool.modes-rules",
  "aws_cognito_identity_pool.modes-token",
  "aws_cognito_user_pool.modes-users",
  "aws_cognito_user_pool.users",
  "aws_cognito_user_pool_client.modes",
  "aws_cognito_user_pool_client.spa",
  "aws_cognito_user_pool_client.web",
  ...(security.customerManagedKey ? ["aws_kms_key.encryption-key"] : []),
  "aws_s3_bucket.modes-files",
];

const users = "${aws_cognito_user_pool.users.arn}";

/** A whole policy document. */
export const policy = (...statements: object[]) => ({ Version: "2012-10-17", Statement: statements });

const allow = (Sid: string, Action: readonly string[], Resource: readonly string[]) => ({
  Sid,
  Effect: "Allow",
  Action,
  Resource,
});

function callRoutes({ region, accountId }: Environment, api: string, methods: readonly string[]) {
  const stage = `arn:aws:execute-api:${region}:${accountId}:\${aws_api_gateway_rest_api.${api}.id}/api`;
  return allow(
    "InvokeApi",
    ["execute-api:Invoke"],
    methods.map((method) => `${stage}/${method}`),
  );
}

const decrypts = ({ security }: Environment) =>
  security.customerManagedKey
    ? [allow("DecryptVariables", ["kms:Decrypt"], ["${aws_kms_key.encryption-key.arn}"])]
    : [];

const joinsNetwork = ({ region, accountId }: Environment) => [
  allow("DescribeNetwork", ["ec2:DescribeNetworkInterfaces", "ec2:DescribeSubnets"], ["*"]),
  allow(
    "JoinNetwork",
    [
      "ec2:AssignPrivateIpAddresses",
      "ec2:CreateNetworkInterface",
      "ec2:DeleteNetworkInterface",
      "ec2:UnassignPrivateIpAddresses",
    ],
    [`arn:aws:ec2:${region}:${accountId}:*/*`],
  ),
];

const logs = ({ region, accountId, api }: Environment, handler: string) => [
  allow(
    "WriteLog",
    ["logs:CreateLogStream", "logs:PutLogEvents"],
    [`arn:aws:logs:${region}:${accountId}:log-group:\${aws_cloudwatch_log_group.${handler}_log.name}:*`],
  ),
  ...(api.tracing ? [allow("WriteTraces", ["xray:PutTelemetryRecords", "xray:PutTraceSegments"], ["*"])] : []),
];
