import { type Environment, environmentNamed } from "../../environments";
import { snakeCase } from "../../src/constructs/ssm/client-settings";
import { EnvironmentStack } from "../../stacks/environment-stack";
import { policy } from "../support/contents";
import { environments, stackOf } from "../support/environment-stacks";
import { synthesized, testApp } from "../support/synth";

// From where each API may be called, and what its clients are told.

describe.each(environments)("%s", (_, environment) => {
  const stack = () => stackOf(environment);

  test("the front end's origin alone may call the APIs that browsers call", () => {
    const apis = stack().all("aws_api_gateway_rest_api");
    const allowed = (address: string) =>
      new Set(
        String(apis[address]?.body).match(/(?<="method\.response\.header\.Access-Control-Allow-Origin":"')[^']*/g),
      );
    for (const api of ["admin-api_api", "general-api_api"]) {
      expect([api, allowed(api)]).toEqual([api, new Set([environment.web.origin])]);
    }
    expect(allowed("login-proxy_api_private")).toEqual(new Set());
  });

  test("pages may speak to Cognito and to the APIs that their origin may call, past the distribution and through it", () => {
    const { region, identity } = environment;
    const header = /connect-src ([^;]*);/.exec(stack().text)?.[1]?.split(" ");
    expect(header).toEqual([
      "'self'",
      `https://cognito-idp.${region}.amazonaws.com`,
      `https://cognito-identity.${region}.amazonaws.com`,
      ...(identity.hostedSignIn === "none"
        ? []
        : [`https://${identity.hostedSignIn.domainPrefix}.auth.${region}.amazoncognito.com`]),
      `https://\${aws_api_gateway_rest_api.admin-api_api.id}.execute-api.${region}.amazonaws.com`,
      `https://\${aws_apigatewayv2_api.hello-api_api.id}.execute-api.${region}.amazonaws.com`,
    ]);
    expect(stack().single("aws_cloudfront_distribution")).toMatchObject({
      ordered_cache_behavior: [{ path_pattern: "/api/*" }],
    });
  });

  test("the login proxy is called through its endpoint alone, and each of its routes is allowed by name", () => {
    const { policy: text, endpoint_configuration: endpoint } =
      stack().all("aws_api_gateway_rest_api")["login-proxy_api_private"] ?? {};
    expect(endpoint).toEqual({ types: ["PRIVATE"] });
    expect(JSON.parse(String(text))).toEqual(
      loginProxyPolicy(environment, "${aws_vpc_endpoint.execute-api-endpoint.id}"),
    );
  });
});

describe("an endpoint that there is already, without private DNS", () => {
  const vpcEndpointId = "vpce-0123456789abcdef0";
  const dev = environmentNamed("dev");
  const environment: Environment = {
    ...dev,
    network: { ...dev.network, executeApiEndpoint: { vpcEndpointId, privateDns: false } },
  };
  const stack = synthesized(new EnvironmentStack(testApp(), environment));

  test("none is created", () => {
    expect(stack.all("aws_vpc_endpoint")).toEqual({});
  });

  test("the login proxy is associated with it, in its document too, and admits nothing else", () => {
    const { body, policy: text, ...api } = stack.all("aws_api_gateway_rest_api")["login-proxy_api_private"] ?? {};
    expect(api).toMatchObject({
      endpoint_configuration: { types: ["PRIVATE"], vpc_endpoint_ids: [vpcEndpointId] },
    });
    expect(JSON.parse(String(body))).toMatchObject({
      servers: [{ "x-amazon-apigateway-endpoint-configuration": { vpcEndpointIds: [vpcEndpointId] } }],
    });
    expect(JSON.parse(String(text))).toEqual(loginProxyPolicy(environment, vpcEndpointId));
  });

  test("clients are told the host name that the association gives it", () => {
    expect(stack.terraform.output?.login_proxy_url?.value).toBe(
      `https://\${aws_api_gateway_rest_api.login-proxy_api_private.id}-${vpcEndpointId}.execute-api.${dev.region}.amazonaws.com/proxy`,
    );
  });
});

function loginProxyPolicy({ region, accountId }: Environment, vpcEndpointId: string) {
  const arn = `arn:aws:execute-api:${region}:${accountId}:*`;
  const operations = [
    "admin-initiate-auth",
    "admin-respond-to-auth-challenge",
    "get-credentials-for-identity",
    "get-id",
    "initiate-auth",
    "respond-to-auth-challenge",
  ];
  const common = { Principal: "*", Action: "execute-api:Invoke" };
  return policy(
    {
      Sid: "DenyOtherVpcEndpoints",
      Effect: "Deny",
      ...common,
      Resource: [arn],
      Condition: { StringNotEquals: { "aws:SourceVpce": [vpcEndpointId] } },
    },
    {
      Sid: "AllowWhatIamDoesNotDecide",
      Effect: "Allow",
      ...common,
      Resource: [`${arn}/proxy/GET/profile`, ...operations.map((operation) => `${arn}/proxy/POST/${operation}`)],
    },
  );
}

test.each(environments)("%s: what clients need is told, as outputs and as one parameter", (name, environment) => {
  const { service, region, web, identity } = environment;
  const stack = stackOf(environment);
  const outputs = Object.entries(stack.terraform.output ?? {}).map(([key, { value }]) => [key, value]);
  expect(Object.fromEntries(outputs)).toEqual({
    region,
    user_pool_id: "${aws_cognito_user_pool.users.id}",
    client_id: "${aws_cognito_user_pool_client.web.id}",
    spa_client_id: "${aws_cognito_user_pool_client.spa.id}",
    identity_pool_id: "${aws_cognito_identity_pool.members.id}",
    admin_api_url: "${aws_api_gateway_stage.admin-api_api_stage.invoke_url}",
    general_api_url: "${aws_api_gateway_stage.general-api_api_stage.invoke_url}",
    hello_api_url: "${aws_apigatewayv2_api.hello-api_api.api_endpoint}",
    login_proxy_url: "${aws_api_gateway_stage.login-proxy_api_stage.invoke_url}",
    web_url: web.domain === "none" ? "https://${aws_cloudfront_distribution.web_site.domain_name}" : web.origin,
    web_bucket: "${aws_s3_bucket.web_site_files.bucket}",
    web_distribution_id: "${aws_cloudfront_distribution.web_site.id}",
    web_domain_name: "${aws_cloudfront_distribution.web_site.domain_name}",
    admin_role_name: `${service}-${name}-cognito-authenticated-admin-role`,
    general_role_name: `${service}-${name}-cognito-authenticated-general-role`,
    authenticated_role_name: `${service}-${name}-cognito-authenticated-role`,
    ...(identity.hostedSignIn !== "none" && {
      sign_in_url: `https://${identity.hostedSignIn.domainPrefix}.auth.${region}.amazoncognito.com`,
    }),
  });
  const parameter = stack.single("aws_ssm_parameter");
  expect(parameter.name).toBe(`/${service}/${name}/client-settings`);
  const settings = Object.entries(JSON.parse(String(parameter.insecure_value)) as Record<string, string>);
  expect(settings.map(([setting, value]) => [snakeCase(setting), value])).toEqual(outputs);
});
