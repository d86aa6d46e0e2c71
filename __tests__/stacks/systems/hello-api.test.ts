import { allEnvironments, type Environment, environmentNamed } from "../../../environments";
import { AwsStack } from "../../../src/constructs/aws-stack";
import { resolved } from "../../../src/constructs/tokens";
import { HelloApi } from "../../../stacks/systems/hello-api";
import { IdentitySystem } from "../../../stacks/systems/identity";
import { synthesized, testApp } from "../../support/synth";

function helloOf(env: Environment) {
  const { accountId, region, state } = env;
  const tags = { service: env.service };
  const stack = new AwsStack(testApp(), "test", { accountId, region, state: { ...state, key: "test.tfstate" }, tags });
  const hello = new HelloApi(stack, "hello-api", env, { identity: new IdentitySystem(stack, "identity", env, {}) });
  return { stack, hello, json: synthesized(stack) };
}

const ownAddress = /^(hello-api_|spa$)/;
const environments = allEnvironments().map((env): [string, Environment] => [env.name, env]);

describe.each(environments)("%s", (name, env) => {
  const { stack, hello, json } = helloOf(env);
  const hosted = env.identity.hostedSignIn;

  test("exactly these resources", () => {
    const own = Object.entries(json.terraform.resource ?? {}).flatMap(([type, byName]) =>
      Object.keys(byName).flatMap((address) => (ownAddress.test(address) ? [`${type}.${address}`] : [])),
    );
    expect(own.toSorted()).toEqual([
      "aws_apigatewayv2_api.hello-api_api",
      "aws_apigatewayv2_stage.hello-api_api_stage",
      "aws_cloudwatch_log_group.hello-api_api_stage_access-log",
      "aws_cloudwatch_log_group.hello-api_get-hello_log",
      "aws_cognito_user_pool_client.spa",
      ...(hosted === "none" ? [] : ["aws_cognito_user_pool_domain.hello-api_domain"]),
      "aws_iam_role.hello-api_get-hello_role",
      "aws_iam_role_policy.hello-api_get-hello_role_permissions",
      "aws_lambda_function.hello-api_get-hello",
      "aws_lambda_function_event_invoke_config.hello-api_get-hello_asynchronous-runs",
      "aws_lambda_permission.hello-api_api_invoke-hello-api-get-hello",
    ]);
  });

  test("GET /hello wants a token of the single-page application, and no scope", () => {
    const { body } = json.single("aws_apigatewayv2_api");
    expect(JSON.parse(String(body))).toMatchObject({
      info: { title: `${env.service}-${name}-hello` },
      paths: { "/hello": { get: { security: [{ jwt: [] }] } } },
      components: {
        securitySchemes: {
          jwt: {
            "x-amazon-apigateway-authorizer": {
              jwtConfiguration: {
                issuer: "https://${aws_cognito_user_pool.users.endpoint}",
                audience: ["${aws_cognito_user_pool_client.spa.id}"],
              },
            },
          },
        },
      },
    });
  });

  test("the front end's origin alone may call from a browser", () => {
    expect(json.single("aws_apigatewayv2_api")).toMatchObject({
      cors_configuration: { allow_origins: [env.web.origin], allow_methods: ["GET"], allow_credentials: false },
    });
  });

  test("the client signs in by SRP or through an administrator, and on the sign-in pages where there are any", () => {
    const { spa } = json.all("aws_cognito_user_pool_client");
    expect(spa).toMatchObject({
      name: `${env.service}-${name}-spa`,
      explicit_auth_flows: ["ALLOW_ADMIN_USER_PASSWORD_AUTH", "ALLOW_REFRESH_TOKEN_AUTH", "ALLOW_USER_SRP_AUTH"],
    });
    if (hosted === "none") {
      expect(spa).toMatchObject({ allowed_oauth_flows_user_pool_client: false, allowed_oauth_flows: [] });
    } else {
      expect(spa).toMatchObject({
        allowed_oauth_flows: ["code"],
        callback_urls: hosted.callbackUrls,
        logout_urls: hosted.logoutUrls,
      });
    }
  });

  test("it is throttled and logged as the file says", () => {
    expect(json.single("aws_apigatewayv2_stage")).toMatchObject({
      default_route_settings: {
        throttling_rate_limit: env.api.throttlingRateLimit,
        throttling_burst_limit: env.api.throttlingBurstLimit,
      },
    });
    const logs = Object.entries(json.all("aws_cloudwatch_log_group")).filter(([address]) => ownAddress.test(address));
    const days = env.api.logRetentionDays;
    expect(logs.map(([, log]) => log.retention_in_days)).toEqual([days, days]);
  });

  test("it tells where it is called and where users sign in", () => {
    expect(resolved(stack, hello.api.url)).toBe("${aws_apigatewayv2_api.hello-api_api.api_endpoint}");
    expect(hello.domainUrl).toBe(
      hosted === "none" ? undefined : `https://${hosted.domainPrefix}.auth.${env.region}.amazoncognito.com`,
    );
  });
});

test("there are environments with sign-in pages and without", () => {
  expect(environmentNamed("local").identity.hostedSignIn).toBe("none");
  expect(environmentNamed("dev").identity.hostedSignIn).not.toBe("none");
});
