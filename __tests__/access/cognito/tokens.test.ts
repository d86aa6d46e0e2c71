import { textOf } from "../../../src/access/formula";
import { type Principal, type TokenCredentials } from "../../../src/access/principal";
import { named, principalsIn } from "./support";
import { type Changes, systemOf } from "./system";

const tokensOf = ({ credentials }: Principal): readonly TokenCredentials[] =>
  credentials.filter((one) => one.kind === "token");
const holders = (changes: Changes, scopes: readonly string[] = []) =>
  principalsIn(systemOf(changes), scopes).filter(({ kind }) => kind === "token");
const labels = (changes: Changes, scopes: readonly string[] = []) => holders(changes, scopes).map(({ label }) => label);

const oauth = {
  allowed_oauth_flows_user_pool_client: true,
  allowed_oauth_flows: ["code"],
  allowed_oauth_scopes: ["openid", "members/read"],
  explicit_auth_flows: ["ALLOW_REFRESH_TOKEN_AUTH"],
};

test("an app client gives ID tokens and access tokens without further scopes", () => {
  const [id, access] = holders({}).flatMap(tokensOf);
  expect(id).toMatchObject({ label: "ID token of web", use: "id", scopes: [] });
  expect(access).toMatchObject({ label: "access token of web", scopes: ["aws.cognito.signin.user.admin"] });
  expect(id?.issuer).toBe(`https://cognito-idp.eu-west-1.amazonaws.com/${id?.userPoolId}`);
});

test("a scope that routes ask for is had where the client may get it", () => {
  expect(labels({ client: oauth }, ["members/read", "members/write"])).toEqual([
    "ID token of web",
    "access token of web",
    "access token of web with members/read",
  ]);
});

test("a client that only refreshes tokens gives none", () => {
  expect(labels({ client: { explicit_auth_flows: ["ALLOW_REFRESH_TOKEN_AUTH"] } })).toEqual([]);
});

test("a client of its own has access tokens and nobody signs in with it", () => {
  const client = { ...oauth, allowed_oauth_flows: ["client_credentials"], allowed_oauth_scopes: ["members/read"] };
  expect(labels({ client }, ["members/read"])).toEqual([
    "access token of web",
    "access token of web with members/read",
  ]);
  expect(tokensOf(named(principalsIn(systemOf({ client }), ["members/read"]), "signed in without a group"))).toEqual(
    [],
  );
});

test("who signs in has the tokens of the clients, with every scope", () => {
  const person = named(
    principalsIn(systemOf({ client: { ...oauth, explicit_auth_flows: [] } }), ["members/read"]),
    "signed in without a group",
  );
  expect(tokensOf(person).map(({ label, scopes }) => [label, ...scopes])).toEqual([
    ["ID token of web"],
    ["access token of web", "aws.cognito.signin.user.admin"],
    ["access token of web with members/read", "openid", "members/read"],
  ]);
});

test.each([
  ["V1_0", []],
  ["V2_0", ["the pre-token-generation function of users adds scope members/read"]],
])("a function of %s may add scopes: %j", (lambda_version, conditions) => {
  const userPool = {
    lambda_config: [{ pre_token_generation_config: [{ lambda_arn: "arn:aws:lambda:x", lambda_version }] }],
  };
  const person = named(principalsIn(systemOf({ userPool }), ["members/read"]), "signed in without a group");
  const scoped = tokensOf(person).filter(({ scopes }) => scopes.includes("members/read"));
  expect(scoped.map(({ when }) => textOf(when ?? true))).toEqual(conditions);
});

test("a scope that is not known may be the one that a route asks for", () => {
  const client = { ...oauth, allowed_oauth_scopes: ["${var.scope}"] };
  const label = "access token of web with members/read";
  const ofSome = (who: string) =>
    tokensOf(named(principalsIn(systemOf({ client }), ["members/read"]), who))
      .filter((token) => token.label === label)
      .map(({ when }) => textOf(when ?? true));
  expect(ofSome("signed in without a group")).toEqual(["scope ${var.scope} is members/read"]);
  // Whoever has it has it, however they came by it.
  expect(ofSome(label)).toEqual(["always"]);
});

test("tokens of others are listed: of another client and of another user pool", () => {
  const foreign = principalsIn(systemOf(), ["members/read"]).filter(({ kind }) => kind === "foreign-token");
  expect(foreign.map(({ label }) => label)).toEqual(["token of another client", "token of another user pool"]);
  const [client, pool] = foreign.map(tokensOf);
  const [own] = holders({}).flatMap(tokensOf);
  expect(client?.[0]?.issuer).toBe(own?.issuer);
  expect(client?.[0]?.clientId).not.toBe(own?.clientId);
  expect(pool?.[0]?.issuer).not.toBe(own?.issuer);
  expect(pool?.[1]?.scopes).toContain("members/read");
});
