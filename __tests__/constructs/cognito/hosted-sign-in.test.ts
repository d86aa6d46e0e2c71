import { AppClient } from "../../../src/constructs/cognito/app-client";
import { type HostedSignIn } from "../../../src/constructs/cognito/hosted-sign-in";
import { ResourceServer } from "../../../src/constructs/cognito/resource-server";
import { UserPoolDomain } from "../../../src/constructs/cognito/user-pool-domain";
import { userPool } from "../../support/identity";
import { synthesized, testStack } from "../../support/synth";

function setUp() {
  const stack = testStack();
  const pool = userPool(stack);
  const domain = new UserPoolDomain(stack, "domain", { userPool: pool, prefix: "hello" });
  const client = (signIn: Partial<HostedSignIn> = {}) =>
    new AppClient(stack, "web", {
      userPool: pool,
      address: "web",
      name: "web",
      authFlows: ["ALLOW_USER_SRP_AUTH"],
      tokenValidity: { accessMinutes: 60, idMinutes: 60, refreshDays: 30 },
      hostedSignIn: { domain, callbackUrls: ["https://example.com/in"], logoutUrls: [], ...signIn },
    });
  return { stack, pool, client };
}
const oauthOf = (stack: ReturnType<typeof testStack>) =>
  Object.fromEntries(
    Object.entries(synthesized(stack).single("aws_cognito_user_pool_client")).filter(([key]) =>
      /oauth|urls|providers|depends_on/.test(key),
    ),
  );

test("the code grant alone, on Cognito's own users, with the standard scopes", () => {
  const { stack, client } = setUp();
  const { scopes } = client({ logoutUrls: ["https://example.com/", "http://localhost:5173/"] });
  expect(oauthOf(stack)).toEqual({
    allowed_oauth_flows_user_pool_client: true,
    allowed_oauth_flows: ["code"],
    allowed_oauth_scopes: ["email", "openid", "profile"],
    callback_urls: ["https://example.com/in"],
    logout_urls: ["https://example.com/", "http://localhost:5173/"],
    supported_identity_providers: ["COGNITO"],
  });
  expect(scopes).toEqual(["aws.cognito.signin.user.admin", "email", "openid", "profile"]);
});

test("custom scopes come after their resource server", () => {
  const { stack, pool, client } = setUp();
  const server = new ResourceServer(stack, "server", {
    userPool: pool,
    identifier: "hello",
    name: "Hello",
    scopes: { read: "May read", write: "May write" },
  });
  client({ scopes: [server.scope("write"), server.scope("read"), "phone", "openid"] });
  expect(oauthOf(stack)).toMatchObject({
    allowed_oauth_scopes: ["email", "hello/read", "hello/write", "openid", "phone", "profile"],
    depends_on: ["aws_cognito_resource_server.server"],
  });
});

test("fails for a domain of another pool", () => {
  const { stack, client } = setUp();
  const userPoolOfOthers = userPool(stack, {}, "others");
  const domain = new UserPoolDomain(stack, "foreign", { userPool: userPoolOfOthers, prefix: "foreign" });
  expect(() => client({ domain })).toThrow(
    "test/web: hostedSignIn: the domain serves another user pool's sign-in pages\n" +
      '  got:     "test/foreign"\n  allowed: the domain of test/users\n',
  );
});

test("fails for a scope of another pool", () => {
  const { stack, client } = setUp();
  const server = new ResourceServer(stack, "server", {
    userPool: userPool(stack, {}, "others"),
    identifier: "hello",
    name: "Hello",
    scopes: { read: "May read" },
  });
  expect(() => client({ scopes: [server.scope("read")] })).toThrow(
    "test/web: hostedSignIn: the scope hello/read is one of another user pool's",
  );
});

test("fails for 51 scopes", () => {
  const { stack, pool, client } = setUp();
  const names = Array.from({ length: 48 }, (_, index) => `s${index}`);
  const server = new ResourceServer(stack, "server", {
    userPool: pool,
    identifier: "hello",
    name: "Hello",
    scopes: Object.fromEntries(names.map((name) => [name, "May"])),
  });
  expect(() => client({ scopes: names.map((name) => server.scope(name)) })).toThrow(
    "hostedSignIn: too many scopes\n  got:     51\n  allowed: 50 scopes a client",
  );
});

test.each([
  "http://example.com/in",
  "https://example.com/in#there",
  "https://exa mple.com",
  "https://example.com/${a}",
  "example.com",
  "/in",
  "*",
  "myapp://in",
  "https:example.com/in",
  "https://example.com/%{if}",
  `https://example.com/${"x".repeat(1024)}`,
])("fails for the callback URL %j", (url) => {
  const { client } = setUp();
  expect(() => client({ callbackUrls: ["https://example.com/in", url] })).toThrow(
    `hostedSignIn: callbackUrls has a wrong URL\n  got:     ${JSON.stringify(url)}\n  allowed: an origin as browsers send it, https://host[:port]`,
  );
});

test("fails for a logout URL that is none", () => {
  expect(() => setUp().client({ logoutUrls: ["here"] })).toThrow("hostedSignIn: logoutUrls has a wrong URL");
});

test("100 URLs are allowed, and fails for 101", () => {
  const urls = Array.from({ length: 101 }, (_, index) => `https://example.com/${index}`);
  expect(() => setUp().client({ logoutUrls: urls.slice(1) })).not.toThrow();
  expect(() => setUp().client({ logoutUrls: urls })).toThrow(
    "hostedSignIn: logoutUrls has a wrong number of URLs\n  got:     101\n  allowed: 0 to 100 URLs",
  );
});

test("fails to compile for no callback URL", () => {
  // @ts-expect-error The code grant sends the user somewhere.
  expect(() => setUp().client({ callbackUrls: [] })).toThrow(
    "hostedSignIn: callbackUrls has a wrong number of URLs\n  got:     0\n  allowed: 1 to 100 URLs",
  );
});
