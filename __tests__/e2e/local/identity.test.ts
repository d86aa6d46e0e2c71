import { tmpdir } from "node:os";
import { join } from "node:path";
import { type LocalAws, startLocalAws } from "../../../src/local";
import { type Json } from "../../../src/local/call";
import { target } from "../../support/aws-calls";

let aws: LocalAws;
let UserPoolId: string;
beforeAll(async () => {
  aws = await startLocalAws({ accountId: "123456789012", cacheFolder: join(tmpdir(), "gatehouse-cache") });
});
afterAll(() => aws.stop());
beforeEach(async () => {
  const { json } = await target(aws, "cognito-idp", "CreateUserPool", { PoolName: "p" });
  UserPoolId = (json["UserPool"] as { Id: string }).Id;
});

const idp = (operation: string, body: object) => target(aws, "cognito-idp", operation, { UserPoolId, ...body });
const identity = (operation: string, body: object) => target(aws, "cognito-identity", operation, body);

test("principal tags are kept until the pool is deleted", async () => {
  const IdentityProviderName = `cognito-idp.eu-west-1.amazonaws.com/${UserPoolId}`;
  const created = await identity("CreateIdentityPool", {
    IdentityPoolName: "members",
    AllowUnauthenticatedIdentities: false,
    CognitoIdentityProviders: [{ ProviderName: IdentityProviderName, ClientId: "client" }],
  });
  const named = { IdentityPoolId: created.json["IdentityPoolId"], IdentityProviderName };
  expect(await identity("GetPrincipalTagAttributeMap", named)).toMatchObject({ type: "ResourceNotFoundException" });
  const wanted = { ...named, UseDefaults: false, PrincipalTags: { department: "custom:department" } };
  expect((await identity("SetPrincipalTagAttributeMap", wanted)).json).toEqual(wanted);
  expect((await identity("GetPrincipalTagAttributeMap", named)).json).toEqual(wanted);
  const other = { ...wanted, IdentityProviderName: "accounts.google.com" };
  expect(await identity("SetPrincipalTagAttributeMap", other)).toMatchObject({ type: "InvalidParameterException" });
  await identity("DeleteIdentityPool", named);
  expect(await identity("GetPrincipalTagAttributeMap", named)).toMatchObject({ type: "ResourceNotFoundException" });
});

test("a resource server is made, changed, listed and deleted", async () => {
  const server = { UserPoolId, Identifier: "hello", Name: "Hello", Scopes: [{ ScopeName: "read" }] };
  expect((await idp("CreateResourceServer", server)).json["ResourceServer"]).toEqual(server);
  expect((await idp("CreateResourceServer", server)).type).toBe("InvalidParameterException");
  const changed = { ...server, Name: "Hallo" };
  await idp("UpdateResourceServer", changed);
  expect((await idp("DescribeResourceServer", { Identifier: "hello" })).json["ResourceServer"]).toEqual(changed);
  expect((await idp("ListResourceServers", {})).json["ResourceServers"]).toEqual([changed]);
  await idp("DeleteResourceServer", { Identifier: "hello" });
  expect((await idp("DescribeResourceServer", { Identifier: "hello" })).type).toBe("ResourceNotFoundException");
});

test("fails for a client with a scope that no resource server has, until it has one", async () => {
  const client = {
    ClientName: "web",
    AllowedOAuthFlowsUserPoolClient: true,
    AllowedOAuthFlows: ["code"],
    AllowedOAuthScopes: ["openid", "hello/read"],
    CallbackURLs: ["https://app.example.com/callback"],
  };
  expect((await idp("CreateUserPoolClient", client)).type).toBe("ScopeDoesNotExistException");
  await idp("CreateResourceServer", { Identifier: "hello", Name: "Hello", Scopes: [{ ScopeName: "read" }] });
  const created = await idp("CreateUserPoolClient", client);
  expect(created.status).toBe(200);
  const { ClientId } = created.json["UserPoolClient"] as Json;
  expect((await idp("UpdateUserPoolClient", { ...client, ClientId, CallbackURLs: [] })).type).toBe(
    "InvalidOAuthFlowException",
  );
});

test("an update replaces all settings of a client but its name, and no empty setting is told", async () => {
  const created = await idp("CreateUserPoolClient", {
    ClientName: "web",
    AllowedOAuthFlowsUserPoolClient: true,
    AllowedOAuthFlows: ["code"],
    AllowedOAuthScopes: ["openid"],
    CallbackURLs: ["https://app.example.com/callback"],
    DefaultRedirectURI: "https://app.example.com/callback",
    AccessTokenValidity: 5,
    TokenValidityUnits: { AccessToken: "minutes" },
    RefreshTokenValidity: 7,
    PreventUserExistenceErrors: "ENABLED",
    ReadAttributes: [],
  });
  const { ClientId, ...settings } = created.json["UserPoolClient"] as Json;
  expect(settings).not.toHaveProperty("ReadAttributes");
  const updated = await idp("UpdateUserPoolClient", {
    ClientId,
    LogoutURLs: [],
    ExplicitAuthFlows: ["ALLOW_USER_SRP_AUTH"],
  });
  expect(updated.json["UserPoolClient"]).toEqual({
    ClientId,
    ClientName: "web",
    UserPoolId,
    AllowedOAuthFlowsUserPoolClient: false,
    AuthSessionValidity: 3,
    EnablePropagateAdditionalUserContextData: false,
    EnableTokenRevocation: true,
    ExplicitAuthFlows: ["ALLOW_USER_SRP_AUTH"],
    RefreshTokenValidity: 30,
  });
  expect((await idp("DescribeUserPoolClient", { ClientId })).json).toEqual(updated.json);
});

test("a domain keeps its certificate and the version of its pages, and can change them", async () => {
  const Domain = "auth.example.com";
  const certificate = (id: number) => ({
    CertificateArn: `arn:aws:acm:us-east-1:123456789012:certificate/${id}`,
  });
  await idp("CreateUserPoolDomain", { Domain, CustomDomainConfig: certificate(1), ManagedLoginVersion: 2 });
  const told = await idp("UpdateUserPoolDomain", { Domain, CustomDomainConfig: certificate(2) });
  expect(told.json).toMatchObject({ ManagedLoginVersion: 2 });
  expect((await idp("DescribeUserPoolDomain", { Domain })).json["DomainDescription"]).toMatchObject({
    UserPoolId,
    AWSAccountId: "123456789012",
    CustomDomainConfig: certificate(2),
    ManagedLoginVersion: 2,
    Status: "ACTIVE",
  });
  expect((await idp("DescribeUserPool", {})).json["UserPool"]).toMatchObject({ CustomDomain: Domain });
  await idp("DeleteUserPoolDomain", { Domain });
  expect((await idp("DescribeUserPoolDomain", { Domain })).json["DomainDescription"]).toEqual({});
});

test("fails to take a domain twice, and to delete a pool before its domain", async () => {
  await idp("CreateUserPoolDomain", { Domain: "gatehouse-dev" });
  expect((await idp("CreateUserPoolDomain", { Domain: "gatehouse-dev" })).type).toBe("InvalidParameterException");
  expect((await idp("DeleteUserPool", {})).json["message"]).toContain("It has a domain configured");
  await idp("DeleteUserPoolDomain", { Domain: "gatehouse-dev" });
  expect((await idp("DeleteUserPool", {})).status).toBe(200);
});
