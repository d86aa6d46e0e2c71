import { allEnvironments, type Environment } from "../../../environments";
import { iamAuth } from "../../../src/constructs/apigateway/auth";
import { regional } from "../../../src/constructs/apigateway/endpoint";
import { HttpApi } from "../../../src/constructs/apigateway/http-api";
import { jwtAuth } from "../../../src/constructs/apigateway/jwt-auth";
import { RestApi } from "../../../src/constructs/apigateway/rest-api";
import { Web } from "../../../stacks/systems/web";
import { httpStage } from "../../support/http-api";
import { setUp, stage } from "../../support/rest-api";
import { synthesized } from "../../support/synth";

const environments = new Map(allEnvironments().map((environment) => [environment.name, environment]));

function webOf(name: string, signInUrl?: string) {
  const env = environments.get(name) as Environment;
  const { stack, pool, admin, api: generalApi, handler } = setUp();
  const adminApi = new RestApi(stack, "admin-api", { name: "admin", auth: iamAuth(pool), endpoint: regional(), stage });
  for (const api of [generalApi, adminApi]) api.route("GET /hello", { handler, allow: [admin] });
  const helloApi = new HttpApi(stack, "hello-api", { name: "hello", auth: jwtAuth(pool.client), stage: httpStage });
  helloApi.route("GET /hello", { handler });
  const web = new Web(stack, "web", env, { generalApi, directApis: [adminApi, helloApi], signInUrl });
  return { web, json: synthesized(stack) };
}

test("the general API is behind the front end's own origin, and names are the environment's", () => {
  const { web, json } = webOf("staging");
  expect(json.single("aws_cloudfront_distribution")).toMatchObject({
    aliases: ["staging.gatehouse.example"],
    ordered_cache_behavior: [{ path_pattern: "/api/*" }],
  });
  expect(json.all("aws_s3_bucket")).toEqual({
    web_site_files: {
      bucket: "gatehouse-staging-web-123456789012-ap-northeast-1",
      force_destroy: true,
      lifecycle: { prevent_destroy: false },
    },
  });
  expect(json.single("aws_cloudfront_function")).toMatchObject({ name: "gatehouse-staging-web" });
  expect(web.site.url).toBe("https://staging.gatehouse.example");
});

test("pages may speak to Cognito, to its sign-in pages and to the APIs that are called directly", () => {
  const connects = (signInUrl?: string) =>
    /connect-src ([^;]*);/.exec(webOf("dev", signInUrl).json.text)?.[1]?.split(" ");
  const cognito = [
    "https://cognito-idp.ap-northeast-1.amazonaws.com",
    "https://cognito-identity.ap-northeast-1.amazonaws.com",
  ];
  const apis = [
    "https://${aws_api_gateway_rest_api.admin-api.id}.execute-api.ap-northeast-1.amazonaws.com",
    "https://${aws_apigatewayv2_api.hello-api.id}.execute-api.ap-northeast-1.amazonaws.com",
  ];
  expect(connects()).toEqual(["'self'", ...cognito, ...apis]);
  const pages = "https://gatehouse-dev.auth.ap-northeast-1.amazoncognito.com";
  expect(connects(pages)).toEqual(["'self'", ...cognito, pages, ...apis]);
});

test("without a domain of its own it has CloudFront's, and nothing in us-east-1", () => {
  const { web, json } = webOf("local");
  expect(web.site.url).toMatch(/^https:\/\/\$\{TfToken/);
  expect(json.single("aws_cloudfront_distribution")).not.toHaveProperty("aliases");
  expect(json.terraform.provider.aws).toHaveLength(1);
});

test("a web ACL of us-east-1 stands before it where the environment wants one", () => {
  expect(webOf("local").json.single("aws_cloudfront_distribution")).not.toHaveProperty("web_acl_id");
  const { json } = webOf("prod");
  expect(json.single("aws_cloudfront_distribution")).toMatchObject({
    web_acl_id: "${aws_wafv2_web_acl.web_web-acl.arn}",
  });
  expect(json.single("aws_wafv2_web_acl")).toMatchObject({ scope: "CLOUDFRONT", provider: "aws.us-east-1" });
});
