import { SinglePageSite, type SinglePageSiteProps } from "../../../src/constructs/web/single-page-site";
import { WebAcl } from "../../../src/constructs/waf/web-acl";
import { setUp } from "../../support/rest-api";
import { synthesized, testStack } from "../../support/synth";

function siteWith(props: Partial<SinglePageSiteProps> = {}, stack = testStack()) {
  const site = new SinglePageSite(stack, "site", {
    name: "test-web",
    bucketName: "test-files",
    description: "A site",
    ...props,
  });
  return { site, json: synthesized(stack) };
}

/** A site with an API, whose stage is `api`, under a path. */
function siteWithApi(path: string) {
  const { stack, api, admin, handler } = setUp();
  api.route("GET /tech4all", { handler, allow: [admin] });
  return siteWith({ apis: [{ path, api }] }, stack);
}

const counts = {
  aws_cloudfront_distribution: 1,
  aws_cloudfront_function: 1,
  aws_cloudfront_origin_access_control: 1,
  aws_cloudfront_response_headers_policy: 1,
  aws_s3_bucket: 1,
  aws_s3_bucket_ownership_controls: 1,
  aws_s3_bucket_policy: 1,
  aws_s3_bucket_public_access_block: 1,
  aws_s3_bucket_server_side_encryption_configuration: 1,
  aws_s3_bucket_versioning: 1,
};
const headersPolicy = "${aws_cloudfront_response_headers_policy.site_security-headers.id}";
const filesOrigin = {
  domain_name: "${aws_s3_bucket.site_files.bucket}.s3.ap-northeast-1.amazonaws.com",
  origin_access_control_id: "${aws_cloudfront_origin_access_control.site_access.id}",
  origin_id: "files",
};

test("a distribution of the bucket's files, whose routes are answered with index.html", () => {
  const { json } = siteWith();
  expect(json.counts()).toEqual(counts);
  expect(json.single("aws_cloudfront_distribution")).toEqual({
    comment: "A site",
    default_cache_behavior: {
      allowed_methods: ["GET", "HEAD"],
      cache_policy_id: "658327ea-f89d-4fab-a63d-7e88639e58f6",
      cached_methods: ["GET", "HEAD"],
      compress: true,
      function_association: [
        { event_type: "viewer-request", function_arn: "${aws_cloudfront_function.site_routing.arn}" },
      ],
      response_headers_policy_id: headersPolicy,
      target_origin_id: "files",
      viewer_protocol_policy: "redirect-to-https",
    },
    default_root_object: "index.html",
    enabled: true,
    http_version: "http2and3",
    is_ipv6_enabled: true,
    ordered_cache_behavior: [],
    origin: [filesOrigin],
    price_class: "PriceClass_All",
    restrictions: { geo_restriction: { restriction_type: "none" } },
    viewer_certificate: { cloudfront_default_certificate: true },
    wait_for_deployment: false,
  });
  expect(json.single("aws_cloudfront_origin_access_control")).toEqual({
    name: "test-web",
    origin_access_control_origin_type: "s3",
    signing_behavior: "always",
    signing_protocol: "sigv4",
  });
  expect(json.terraform.provider.aws).toHaveLength(1);
});

test("exactly this distribution may read the files, and nobody may list them", () => {
  const { json } = siteWith();
  expect(JSON.parse(String(json.single("aws_s3_bucket_policy").policy)).Statement).toEqual([
    expect.objectContaining({ Sid: "TlsOnly", Effect: "Deny" }),
    {
      Sid: "ReadBySite",
      Effect: "Allow",
      Principal: { Service: "cloudfront.amazonaws.com" },
      Action: "s3:GetObject",
      Resource: "arn:aws:s3:::test-files/*",
      Condition: { StringEquals: { "aws:SourceArn": "${aws_cloudfront_distribution.site.arn}" } },
    },
  ]);
});

test("an API is reached under its stage's path with all of the request but the Host, and nothing is kept", () => {
  const { json } = siteWithApi("/api/*");
  expect(json.counts()).toMatchObject(counts);
  const { origin, ordered_cache_behavior: behaviors } = json.single("aws_cloudfront_distribution");
  expect(origin).toEqual([
    filesOrigin,
    {
      custom_origin_config: {
        http_port: 80,
        https_port: 443,
        origin_protocol_policy: "https-only",
        origin_read_timeout: 30,
        origin_ssl_protocols: ["TLSv1.2"],
      },
      domain_name: "${aws_api_gateway_rest_api.api.id}.execute-api.ap-northeast-1.amazonaws.com",
      origin_id: "/api/*",
    },
  ]);
  expect(behaviors).toEqual([
    {
      allowed_methods: ["DELETE", "GET", "HEAD", "OPTIONS", "PATCH", "POST", "PUT"],
      cache_policy_id: "4135ea2d-6df8-44a3-9df3-4b5a84be39ad",
      cached_methods: ["GET", "HEAD"],
      origin_request_policy_id: "b689b0a8-53d0-40ab-baf2-68738e2966ac",
      path_pattern: "/api/*",
      response_headers_policy_id: headersPolicy,
      target_origin_id: "/api/*",
      viewer_protocol_policy: "https-only",
    },
  ]);
});

test("a domain comes with its newest certificate of us-east-1, and TLS 1.2", () => {
  const { json, site } = siteWith({ domain: { name: "app.example.com", certificate: "*.example.com" } });
  expect(json.terraform.data).toEqual({
    aws_acm_certificate: {
      site_certificate: {
        domain: "*.example.com",
        key_types: ["EC_prime256v1", "RSA_2048", "RSA_3072", "RSA_4096"],
        most_recent: true,
        provider: "aws.us-east-1",
        statuses: ["ISSUED"],
      },
    },
  });
  expect(json.single("aws_cloudfront_distribution")).toMatchObject({
    aliases: ["app.example.com"],
    viewer_certificate: {
      acm_certificate_arn: "${data.aws_acm_certificate.site_certificate.arn}",
      minimum_protocol_version: "TLSv1.2_2021",
      ssl_support_method: "sni-only",
    },
  });
  expect(site.url).toBe("https://app.example.com");
});

const aclSettings = { name: "test", loopbackRedirects: "blocked", logRetentionDays: 30 } as const;

test("a web ACL stands before it", () => {
  const stack = testStack();
  const webAcl = new WebAcl(stack, "acl", { ...aclSettings, scope: "CLOUDFRONT", provider: stack.usEast1 });
  const { json } = siteWith({ webAcl }, stack);
  expect(json.single("aws_cloudfront_distribution")).toMatchObject({ web_acl_id: "${aws_wafv2_web_acl.acl.arn}" });
});

test("fails to compile for a regional web ACL, which can't stand before a distribution", () => {
  const regional = new WebAcl(testStack(), "acl", { ...aclSettings, scope: "REGIONAL" });
  // @ts-expect-error CloudFront's are made in us-east-1, with a scope of their own.
  const props: Partial<SinglePageSiteProps> = { webAcl: regional };
  expect(props).toBeDefined();
});

test("no error becomes a page: an API's 403 and 404 stay what they are", () => {
  const { json } = siteWithApi("/api/*");
  expect(json.single("aws_cloudfront_distribution")).not.toHaveProperty("custom_error_response");
});

test.each(["", "a b", "a".repeat(65)])("fails for the name %j", (name) => {
  expect(() => siteWith({ name })).toThrow("test/site: CloudFront refuses this name");
});

test("a description may have 128 characters, and fails with 129", () => {
  const longest = "x".repeat(128);
  expect(siteWith({ description: longest }).json.single("aws_cloudfront_distribution").comment).toBe(longest);
  expect(() => siteWith({ description: `${longest}x` })).toThrow(
    "test/site: description has 129 characters\n  allowed: 0 to 128 characters\n",
  );
});

test("fails for an API's path that does not lead to its stage", () => {
  expect(() => siteWithApi("/general/*")).toThrow("does not lead to the API's stage api");
});
