import { condition } from "../../../src/access/formula";
import { type Principal, type TokenCredentials } from "../../../src/access/principal";
import { textIn } from "../../../src/access/terraform/configuration";
import { type JsonValue } from "../../../src/json";
import {
  account,
  allow,
  anonymous,
  called,
  callerRole,
  deny,
  document,
  holder,
  httpApi,
  merged,
  open,
  policy,
  restApi,
  signer,
  told,
  worldOf,
} from "./support";

const poolArn = (id: string) => `arn:aws:cognito-idp:us-east-1:${account}:userpool/${id}`;
const users = (...pools: readonly string[]) => ({
  type: "apiKey",
  name: "Authorization",
  in: "header",
  "x-amazon-apigateway-authtype": "cognito_user_pools",
  "x-amazon-apigateway-authorizer": { type: "cognito_user_pools", providerARNs: pools },
});
const scoped = (...scopes: readonly string[]) => ({ ...open, security: [{ scheme: scopes }] });
const token = (use: "id" | "access", more: { scopes?: string[]; userPoolId?: string; clientId?: string } = {}) =>
  holder({ use, userPoolId: "us-east-1_own", clientId: "web", scopes: [], ...more });

// docs/access-model.md 3.5 and 3.6
describe("a REST API's user pool authorizer", () => {
  const paths = { "/a": { get: scoped() }, "/scoped": { get: scoped("members/read", "members/write") } };
  const of = worldOf(
    merged(restApi(document(paths, { scheme: users(poolArn("us-east-1_own")) })), callerRole("caller")),
  );

  test.each([
    ["an ID token", token("id"), "allowed"],
    ["an access token", token("access"), "denied 401 wrong token"],
    ["another pool's ID token", token("id", { userPoolId: "us-east-1_other" }), "denied 401 wrong token"],
    ["another client's ID token", token("id", { clientId: "other" }), "allowed"],
    ["no token", anonymous, "denied 401 no token"],
    ["a signature", signer(of, "caller"), "denied 401 no token"],
  ])("without scopes: %s", (_, principal, outcome) => {
    const decision = called(of, "GET /a", principal);
    expect(told(decision)).toBe(outcome);
    if (decision.outcome === "denied") expect(decision.body).toBe('{"message":"Unauthorized"}');
  });

  test.each([
    ["an ID token", token("id"), "denied 401 wrong token"],
    ["an access token without them", token("access"), "denied 401 missing scope"],
    [
      "a sign-in's own scope",
      token("access", { scopes: ["aws.cognito.signin.user.admin"] }),
      "denied 401 missing scope",
    ],
    ["an access token with one of them", token("access", { scopes: ["openid", "members/write"] }), "allowed"],
  ])("with scopes: %s", (_, principal, outcome) => {
    expect(told(called(of, "GET /scoped", principal))).toBe(outcome);
  });

  test("names the token that opens it, and tells of several refused ones what came furthest", () => {
    const both = { ...anonymous, credentials: [...token("id").credentials, ...token("access").credentials] };
    expect(called(of, "GET /a", both).credentials).toBe("id token of web");
    expect(told(called(of, "GET /scoped", both))).toBe("denied 401 missing scope");
  });

  // docs/access-model.md 3.3: the token, and then an explicit Allow.
  test.each([
    ["allows", allow("execute-api:/*", { Principal: "*" }), "allowed"],
    ["is silent", deny("execute-api:/live/GET/other", { Principal: "*" }), "denied 403 policy allows nobody"],
    ["denies", deny("execute-api:/*", { Principal: "*" }), "denied 403 explicit deny"],
  ])("beside a resource policy that %s", (_, statement, outcome) => {
    const body = document({ "/a": { get: scoped() } }, { scheme: users(poolArn("us-east-1_own")) });
    const with_ = worldOf(restApi(body, { policy: policy(statement) }));
    expect(told(called(with_, "GET /a", token("id")))).toBe(outcome);
    expect(told(called(with_, "GET /a", token("access")))).toBe("denied 401 wrong token");
  });

  test("of a pool of the same configuration takes its tokens, of a pool that only AWS knows depends on it", () => {
    const pool = { aws_cognito_user_pool: { users: { name: "users" } } };
    const own = worldOf(
      merged(
        restApi(document({ "/a": { get: scoped() } }, { scheme: users("${aws_cognito_user_pool.users.arn}") })),
        pool,
      ),
    );
    const [id] = own.configuration.ofType("aws_cognito_user_pool").map((one) => textIn(one.attribute("id")));
    expect(told(called(own, "GET /a", token("id", { userPoolId: id })))).toBe("allowed");
    expect(told(called(own, "GET /a", token("id")))).toMatch(/^if /);
  });
});

describe("an HTTP API's JWT authorizer", () => {
  const jwt = (issuer: string, ...audience: readonly string[]): JsonValue => ({
    type: "oauth2",
    "x-amazon-apigateway-authorizer": {
      type: "jwt",
      identitySource: "$request.header.Authorization",
      jwtConfiguration: { issuer, audience },
    },
  });
  const issuer = "https://cognito-idp.us-east-1.amazonaws.com/us-east-1_own";
  const paths = { "/a": { get: scoped() }, "/scoped": { get: scoped("members/read") } };
  const world = (scheme: JsonValue) => worldOf(httpApi(document(paths, { scheme })));
  const of = world(jwt(issuer, "web", "app"));

  test.each([
    ["an ID token", token("id"), "allowed"],
    ["an access token", token("access"), "allowed"],
    ["another client's", token("access", { clientId: "other" }), "denied 401 wrong token"],
    ["another pool's", token("access", { userPoolId: "us-east-1_other" }), "denied 401 wrong token"],
    ["none", anonymous, "denied 401 no token"],
  ])("%s", (_, principal, outcome) => {
    const decision = called(of, "GET /a", principal);
    expect(told(decision)).toBe(outcome);
    if (decision.outcome === "denied") expect(decision.body).toBe('{"message":"Unauthorized"}');
  });

  test("asks for one of the scopes, which ID tokens have none of", () => {
    expect(told(called(of, "GET /scoped", token("access", { scopes: ["members/read"] })))).toBe("allowed");
    const decision = called(of, "GET /scoped", token("id"));
    expect([told(decision), decision.body]).toEqual(["denied 403 missing scope", '{"message":"Forbidden"}']);
    expect(told(called(of, "GET /scoped", anonymous))).toBe("denied 401 no token");
  });

  test("answers a token that may not be given out alike, whether one that is was asked about before or not", () => {
    const certain = token("id");
    const [given] = certain.credentials;
    const perhaps = {
      ...certain,
      credentials: [{ ...given, when: condition("there is a client") } as TokenCredentials],
    };
    // 401 where there is no token, and 403 where it lacks the scope.
    const answers = ["denied missing scope", "denied 403 missing scope"];
    const answersOf = (...principals: readonly Principal[]) => {
      const fresh = world(jwt(issuer, "web"));
      return principals.map((principal) => told(called(fresh, "GET /scoped", principal)));
    };
    expect(answersOf(perhaps, certain)).toEqual(answers);
    expect(answersOf(certain, perhaps)).toEqual(answers.toReversed());
  });

  test("fails for all where the issuer was copied with its document's path", () => {
    const mistaken = world(jwt(`${issuer}/.well-known/jwks.json`, "web"));
    expect(told(called(mistaken, "GET /a", token("id")))).toBe("denied 401 wrong token");
  });
});

describe("an authorizer's function", () => {
  const lambda = {
    type: "apiKey",
    name: "Authorization",
    in: "header",
    "x-amazon-apigateway-authtype": "custom",
    "x-amazon-apigateway-authorizer": { type: "token", authorizerUri: "arn:aws:apigateway:us-east-1:lambda:path/x" },
  };
  const body = document({ "/a": { get: scoped() } }, { scheme: lambda });

  test("decides by itself: its answer is a condition", () => {
    const decision = called(worldOf(restApi(body)), "GET /a", anonymous);
    expect(told(decision)).toBe("if the authorizer aws_api_gateway_rest_api.api, authorizer scheme lets it in");
    expect([decision.status, decision.reason]).toEqual([403, "authorizer"]);
  });

  // docs/access-model.md 3.3: an explicit Deny comes first.
  test("is not asked where the resource policy denies, and needs no Allow of it", () => {
    const denied = worldOf(restApi(body, { policy: policy(deny("execute-api:/*", { Principal: "*" })) }));
    expect(told(called(denied, "GET /a", anonymous))).toBe("denied 403 explicit deny");
    const silent = worldOf(restApi(body, { policy: policy(deny("execute-api:/live/PUT/*", { Principal: "*" })) }));
    expect(told(called(silent, "GET /a", anonymous))).toMatch(/^if the authorizer/);
  });
});
