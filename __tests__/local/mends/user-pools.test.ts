import { refusePoolDeletion } from "../../../src/local/mends/cognito-idp";
import { refuseResourceServer } from "../../../src/local/mends/resource-servers";
import { refuseClient } from "../../../src/local/mends/user-pool-clients";
import { refuseDomain } from "../../../src/local/mends/user-pool-domains";

const code = {
  AllowedOAuthFlowsUserPoolClient: true,
  AllowedOAuthFlows: ["code"],
  AllowedOAuthScopes: ["openid", "hello/read"],
  CallbackURLs: ["https://app.example.com/callback", "http://localhost:3000/callback", "myapp://callback"],
  DefaultRedirectURI: "https://app.example.com/callback",
};
const scopes = new Set(["hello/read"]);

test("a client with the code flow, and one without OAuth", () => {
  expect(refuseClient(code, scopes)).toBeUndefined();
  expect(refuseClient({}, new Set())).toBeUndefined();
});

test.each([
  ["a scope that no resource server has", { AllowedOAuthScopes: ["hello/write"] }, "ScopeDoesNotExistException"],
  ["OAuth but no scopes", { AllowedOAuthScopes: [] }, "InvalidParameterException"],
  ["OAuth but no flows", { AllowedOAuthFlows: [] }, "InvalidParameterException"],
  ["machines and people at once", { AllowedOAuthFlows: ["code", "client_credentials"] }, "InvalidOAuthFlowException"],
  ["a redirecting flow without callback", { CallbackURLs: [] }, "InvalidOAuthFlowException"],
  ["HTTP elsewhere than on localhost", { LogoutURLs: ["http://app.example.com"] }, "InvalidParameterException"],
  ["a fragment", { CallbackURLs: ["https://app.example.com/#x"] }, "InvalidParameterException"],
  ["a default that is no callback", { DefaultRedirectURI: "https://else.example.com" }, "InvalidParameterException"],
])("fails for a client with %s", (_, change, type) => {
  expect(refuseClient({ ...code, ...change }, scopes)?.type).toBe(type);
});

const prefix = { domain: "gatehouse-dev", pool: "p", managedLoginVersion: 1 };
const custom = {
  ...prefix,
  domain: "auth.example.com",
  certificate: "arn:aws:acm:us-east-1:123456789012:certificate/1",
};

test("a prefix domain, and one of one's own beside it", () => {
  expect(refuseDomain(prefix, undefined, {})).toBeUndefined();
  expect(refuseDomain(custom, undefined, { Domain: "gatehouse-dev" })).toBeUndefined();
});

test.each(["my-cognito", "Upper", "-x", "a.b"])("fails for the domain prefix %s", (domain) => {
  expect(refuseDomain({ ...prefix, domain }, undefined, {})?.type).toBe("InvalidParameterException");
});

test("fails for a domain that is taken, for a second one, and for a certificate of another region", () => {
  expect(refuseDomain(prefix, prefix, {})?.message).toContain("already associated");
  expect(refuseDomain(prefix, undefined, { Domain: "other" })?.message).toContain("already has a domain");
  const certificate = custom.certificate.replace("us-east-1", "eu-west-1");
  expect(refuseDomain({ ...custom, certificate }, undefined, {})?.message).toContain("us-east-1");
});

test("fails to delete a pool that is protected or has a domain", () => {
  expect(refusePoolDeletion({ DeletionProtection: "INACTIVE" })).toBeUndefined();
  expect(refusePoolDeletion({ DeletionProtection: "ACTIVE" })?.message).toContain("protection");
  expect(refusePoolDeletion({ Domain: "gatehouse" })?.message).toContain("domain");
});

test("fails for a resource server that is there, for the 26th, and for scopes that can't be", () => {
  const Scopes = [{ ScopeName: "read" }, { ScopeName: "write" }];
  expect(refuseResourceServer([], "hello", { Scopes })).toBeUndefined();
  expect(refuseResourceServer(["hello"], "hello", { Scopes })?.type).toBe("InvalidParameterException");
  const many = Array.from({ length: 25 }, (_, index) => `s${index}`);
  expect(refuseResourceServer(many, "hello", { Scopes })?.message).toContain("at most 25");
  for (const ScopeName of ["a/b", "", "read"]) {
    const refusal = refuseResourceServer([], "hello", { Scopes: [...Scopes, { ScopeName }] });
    expect(refusal?.message).toContain("scope name");
  }
});
