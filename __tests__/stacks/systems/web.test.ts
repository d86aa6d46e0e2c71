import { allEnvironments, type Environment } from "../../../environments";
import { Web } from "../../../stacks/systems/web";
import { synthesized, testStack } from "../../support/synth";

const environments = new Map(allEnvironments().map((environment) => [environment.name, environment]));

function webOf(name: string, props: Partial<ConstructorParameters<typeof Web>[3]> = {}) {
  const env = environments.get(name) as Environment;
  const stack = testStack();
  const web = new Web(stack, "web", env, { generalApi: { id: "general", stageName: "api" }, ...props });
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
      bucket: "gatehouse-staging-web-111111111111",
      force_destroy: true,
      lifecycle: { prevent_destroy: false },
    },
  });
  expect(json.single("aws_cloudfront_function")).toMatchObject({ name: "gatehouse-staging-web" });
  expect(web.site.url).toBe("https://staging.gatehouse.example");
});

test("pages may speak to Cognito, to its sign-in pages and to the APIs that are called directly", () => {
  const connects = (name: string, ...directApis: { id: string }[]) =>
    /connect-src ([^;]*);/.exec(webOf(name, { directApis }).json.text)?.[1]?.split(" ");
  const cognito = [
    "https://cognito-idp.ap-northeast-1.amazonaws.com",
    "https://cognito-identity.ap-northeast-1.amazonaws.com",
  ];
  expect(connects("local")).toEqual(["'self'", ...cognito]);
  expect(connects("dev", { id: "admin" })).toEqual([
    "'self'",
    ...cognito,
    "https://gatehouse-dev.auth.ap-northeast-1.amazoncognito.com",
    "https://admin.execute-api.ap-northeast-1.amazonaws.com",
  ]);
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
