import { isOrigin, isRedirectUrl } from "../src/origin";

test.each([
  "https://example.com",
  "https://www.example.com:8443",
  "https://example.com:80",
  "https://192.0.2.1",
  "https://localhost",
  "http://localhost",
  "http://localhost:5173",
  "http://localhost:443",
])("%s is an origin", (text) => {
  expect(isOrigin(text)).toBe(true);
});

test.each([
  ["every origin", "*"],
  ["nothing", ""],
  ["null, which any sandboxed page sends", "null"],
  ["a host alone", "example.com"],
  ["a trailing slash", "https://example.com/"],
  ["a path", "https://example.com/app"],
  ["a query", "https://example.com?a"],
  ["a user", "https://me@example.com"],
  ["HTTPS's own port, which browsers leave out", "https://example.com:443"],
  ["HTTP's own port, which browsers leave out", "http://localhost:80"],
  ["a port that is none", "https://example.com:99999"],
  ["an upper-case host", "https://Example.com"],
  ["an upper-case scheme", "HTTPS://example.com"],
  ["a wildcard", "https://*.example.com"],
  ["a quote, which would end the header's literal", "https://exa'mple.com"],
  ["what Terraform would read", "https://${a}.example.com"],
  ["no TLS", "http://example.com"],
  ["no TLS, on what only begins with localhost", "http://localhost.example.com"],
  ["another scheme", "ftp://example.com"],
  ["two origins", "https://a.example,https://b.example"],
  ["a space around", " https://example.com"],
])("fails for %s: %j", (_, text) => {
  expect(isOrigin(text)).toBe(false);
});

test.each([
  "https://example.com",
  "https://example.com/signed-in?from=app",
  "http://localhost:5173/signed-in",
  "https://example.com?a=$b&c=%20d",
  "http://localhost",
  "https://example.com/a:b@c",
  `https://example.com/${"x".repeat(1004)}`,
])("users may be sent to %s", (url) => {
  expect(isRedirectUrl(url)).toBe(true);
});

test.each([
  ["no TLS", "http://example.com/"],
  ["no TLS, on what only begins with localhost", "http://localhost.example.com/"],
  ["a fragment", "https://example.com/#there"],
  ["a space", "https://example.com/a b"],
  ["what Terraform would read", "https://example.com/${a}"],
  ["a directive of Terraform's", "https://example.com/%{if}"],
  ["no slashes", "https:example.com/in"],
  ["one slash", "https:/example.com/in"],
  ["three slashes", "https:///example.com/in"],
  ["an upper-case scheme", "HTTPS://example.com/in"],
  ["an upper-case host", "https://Example.com/in"],
  ["a wildcard for a host", "https://*.example.com/in"],
  ["a user", "https://me@example.com/in"],
  ["a host that is a user", "https://example.com@evil.example/in"],
  ["HTTPS's own port, which browsers leave out", "https://example.com:443/in"],
  ["angle brackets", "https://example.com/<in>"],
  ["a quote", "https://example.com/i'n"],
  ["a double quote", 'https://example.com/i"n'],
  ["a backslash", "https://example.com/i\\n"],
  ["a line's end", "https://example.com/in\n"],
  ["a letter that browsers would encode", "https://example.com/über"],
  ["half an escape", "https://example.com/%2"],
  ["a path alone", "/signed-in"],
  ["an app's own scheme", "myapp://signed-in"],
  ["1025 characters", `https://example.com/${"x".repeat(1005)}`],
])("users are not sent to a URL with %s", (_, url) => {
  expect(isRedirectUrl(url)).toBe(false);
});
