import { type ContentSecurityPolicy, SecurityHeaders } from "../../../src/constructs/web/security-headers";
import { synthesized, testStack } from "../../support/synth";

const headersWith = (contentSecurityPolicy: ContentSecurityPolicy, name = "test") => {
  const stack = testStack();
  new SecurityHeaders(stack, "headers", { name, contentSecurityPolicy });
  return synthesized(stack);
};

test("answers carry every header, whatever the origin says", () => {
  const json = headersWith({});
  expect(json.counts()).toEqual({ aws_cloudfront_response_headers_policy: 1 });
  expect(json.single("aws_cloudfront_response_headers_policy")).toEqual({
    name: "test",
    security_headers_config: {
      content_security_policy: {
        content_security_policy:
          "base-uri 'self'; default-src 'self'; form-action 'self'; frame-ancestors 'none'; img-src 'self' data:; object-src 'none'",
        override: true,
      },
      content_type_options: { override: true },
      frame_options: { frame_option: "DENY", override: true },
      referrer_policy: { override: true, referrer_policy: "strict-origin-when-cross-origin" },
      strict_transport_security: {
        access_control_max_age_sec: 31_536_000,
        include_subdomains: false,
        override: true,
        preload: false,
      },
    },
  });
});

test("what a site says of a directive takes the place of the default, and the order changes nothing", () => {
  const connect = { "connect-src": ["'self'", "https://api.example.com"] } as const;
  const images = { "img-src": ["https://images.example.com"] } as const;
  const [one, other] = [headersWith({ ...connect, ...images }), headersWith({ ...images, ...connect })];
  expect(one.text).toBe(other.text);
  expect(one.text).toContain(
    "base-uri 'self'; connect-src 'self' https://api.example.com; default-src 'self'; form-action 'self'; " +
      "frame-ancestors 'none'; img-src https://images.example.com; object-src 'none'",
  );
});

test("a name may have 128 characters", () => {
  const name = "x".repeat(128);
  expect(headersWith({}, name).single("aws_cloudfront_response_headers_policy")).toMatchObject({ name });
});

test.each([0, 129])("fails for a name of %d characters", (length) => {
  expect(() => headersWith({}, "x".repeat(length))).toThrow(
    `test/headers: name has ${length} characters\n  allowed: 1 to 128 characters\n`,
  );
});

test("a source may refer to what is known after the apply alone", () => {
  const stack = testStack();
  const { policyId } = new SecurityHeaders(stack, "other", { name: "other", contentSecurityPolicy: {} });
  const sources = [`https://${policyId}.example.com`] as const;
  new SecurityHeaders(stack, "headers", { name: "test", contentSecurityPolicy: { "connect-src": sources } });
  expect(synthesized(stack).text).toContain(
    "connect-src https://${aws_cloudfront_response_headers_policy.other.id}.example.com;",
  );
});

test.each([
  "'self' https://a.example",
  "'self';",
  "https://a.example,https://b.example",
  "",
  "https://${a}.example",
  "https://a.example/%{if}",
])("fails for the source %j, which would end its directive or be filled in by Terraform", (source) =>
  expect(() => headersWith({ "script-src": ["'self'", source] })).toThrow(
    `test/headers: contentSecurityPolicy: this can't be a source of script-src\n  got:     ${JSON.stringify(source)}\n`,
  ),
);
