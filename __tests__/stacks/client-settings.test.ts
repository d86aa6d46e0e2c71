import { snakeCase } from "../../src/constructs/ssm/client-settings";
import { environments, stackOf } from "../support/environment-stacks";

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
