import fc from "fast-check";
import {
  type LoginLiterals,
  type LoginOperation,
  loginOperations,
  loginTemplate,
} from "../../../src/constructs/cognito/login-templates";
import { anyCharacter, anyText } from "../../support/any-text";
import { type Gateway, gateways, renderTemplate } from "../../support/mapping-template";

const provider = "cognito-idp.ap-northeast-1.amazonaws.com/ap-northeast-1_ours";
const literals: LoginLiterals = {
  accountId: "123456789012",
  userPoolId: "ap-northeast-1_ours",
  clientId: "ourclient",
  authFlows: ["ALLOW_USER_SRP_AUTH", "ALLOW_ADMIN_USER_PASSWORD_AUTH"],
  providerName: provider,
  identityPoolId: "ap-northeast-1:11111111-1111-1111-1111-111111111111",
};
const ours = { UserPoolId: "ap-northeast-1_ours", ClientId: "ourclient" };
const ourIdentities = { AccountId: "123456789012", IdentityPoolId: literals.identityPoolId };

/** The request that goes out, by every kind of API Gateway the same; fails where it is no JSON or says a thing twice. */
function requestOf(operation: LoginOperation, body: unknown, gatewaysTried: readonly Gateway[] = gateways): unknown {
  const text = typeof body === "string" ? body : JSON.stringify(body);
  const [first, ...others] = gatewaysTried.map((gateway) => {
    const sent = renderTemplate(loginTemplate(operation, literals), text, gateway).replaceAll("\n", "");
    const request: unknown = JSON.parse(sent);
    expect(sent.replaceAll(String.raw`\/`, "/")).toBe(JSON.stringify(request));
    return request;
  });
  for (const other of others) expect(other).toEqual(first);
  return first;
}

describe("what users send", () => {
  test("a sign-in with a password, by its old name, goes to the one pool and client", () => {
    const body =
      '{"AuthParameters": {"USERNAME": "test-user","PASSWORD": "P@ssword01"},"ClientId": "22k5ngbgh0pl2vhu",' +
      '"UserPoolId": "ap-northeast-1_theirs","AuthFlow": "ADMIN_NO_SRP_AUTH"}';
    expect(requestOf("AdminInitiateAuth", body)).toEqual({
      AuthFlow: "ADMIN_NO_SRP_AUTH",
      AuthParameters: { USERNAME: "test-user", PASSWORD: "P@ssword01" },
      ...ours,
    });
  });

  test("a sign-in by SRP is passed on", () => {
    const AuthParameters = { USERNAME: "ada@example.com", SRP_A: "abc123" };
    expect(requestOf("InitiateAuth", { AuthFlow: "USER_SRP_AUTH", AuthParameters })).toEqual({
      AuthFlow: "USER_SRP_AUTH",
      AuthParameters,
      ClientId: "ourclient",
    });
  });

  test("an answer to a challenge is passed on, with its session or without", () => {
    const answer = { ChallengeName: "NEW_PASSWORD_REQUIRED", ChallengeResponses: { USERNAME: "a", NEW_PASSWORD: "b" } };
    const withSession = { ...answer, Session: "AYABe+/=" };
    expect(requestOf("AdminRespondToAuthChallenge", withSession)).toEqual({ ...withSession, ...ours });
    expect(requestOf("RespondToAuthChallenge", withSession)).toEqual({ ...withSession, ClientId: "ourclient" });
    for (const Session of [undefined, null, "", 1, {}, []]) {
      expect(requestOf("RespondToAuthChallenge", { ...answer, Session })).toEqual({ ...answer, ClientId: "ourclient" });
    }
  });

  test("an ID token is traded for an identity and credentials", () => {
    const Logins = { [provider]: "eyJ.eyJ.sig-_" };
    const IdentityId = "ap-northeast-1:22222222-2222-2222-2222-222222222222";
    expect(requestOf("GetId", { IdentityPoolId: "x", Logins })).toEqual({ ...ourIdentities, Logins });
    expect(requestOf("GetCredentialsForIdentity", { IdentityId, Logins })).toEqual({ IdentityId, Logins });
  });
});

describe("flows", () => {
  const flowsOf = (operation: LoginOperation, authFlows: LoginLiterals["authFlows"]) => {
    const known = [
      "ADMIN_NO_SRP_AUTH",
      "ADMIN_USER_PASSWORD_AUTH",
      "CUSTOM_AUTH",
      "REFRESH_TOKEN",
      "REFRESH_TOKEN_AUTH",
      "USER_AUTH",
      "USER_PASSWORD_AUTH",
      "USER_SRP_AUTH",
    ];
    const template = loginTemplate(operation, { ...literals, authFlows });
    return known.filter((AuthFlow) => {
      const request = JSON.parse(renderTemplate(template, JSON.stringify({ AuthFlow }))) as { AuthFlow?: string };
      expect([undefined, AuthFlow]).toContain(request.AuthFlow);
      return "AuthFlow" in request;
    });
  };
  const refreshing = ["REFRESH_TOKEN", "REFRESH_TOKEN_AUTH"];

  test("are those that the client allows the caller, and refreshing", () => {
    const administrators = ["ADMIN_NO_SRP_AUTH", "ADMIN_USER_PASSWORD_AUTH"];
    expect(flowsOf("AdminInitiateAuth", ["ALLOW_ADMIN_USER_PASSWORD_AUTH"])).toEqual([
      ...administrators,
      ...refreshing,
    ]);
    expect(flowsOf("InitiateAuth", ["ALLOW_ADMIN_USER_PASSWORD_AUTH"])).toEqual(refreshing);
    expect(flowsOf("AdminInitiateAuth", ["ALLOW_USER_PASSWORD_AUTH"])).toEqual(refreshing);
    expect(flowsOf("InitiateAuth", ["ALLOW_USER_PASSWORD_AUTH"])).toEqual([...refreshing, "USER_PASSWORD_AUTH"]);
    for (const operation of ["AdminInitiateAuth", "InitiateAuth"] as const) {
      expect(flowsOf(operation, ["ALLOW_USER_SRP_AUTH"])).toEqual([...refreshing, "USER_SRP_AUTH"]);
      expect(flowsOf(operation, ["ALLOW_CUSTOM_AUTH"])).toEqual(["CUSTOM_AUTH", ...refreshing]);
    }
  });

  test.each([
    "USER_AUTH",
    "admin_no_srp_auth",
    "ADMIN_NO_SRP_AUTH ",
    'ADMIN_NO_SRP_AUTH"',
    "",
    null,
    1,
    true,
    ["ADMIN_NO_SRP_AUTH"],
    { toString: "ADMIN_NO_SRP_AUTH" },
  ])("fails at Cognito, which gets no flow, for %j", (AuthFlow) => {
    expect(requestOf("AdminInitiateAuth", { AuthFlow, AuthParameters: {} })).toEqual({ AuthParameters: {}, ...ours });
  });
});

describe("what a caller can't say", () => {
  const everything = {
    UserPoolId: "ap-northeast-1_theirs",
    ClientId: "theirs",
    AccountId: "999999999999",
    IdentityPoolId: "ap-northeast-1:theirs",
    CustomRoleArn: "arn:aws:iam::123456789012:role/admin",
    ClientMetadata: { a: "b" },
    AnalyticsMetadata: { AnalyticsEndpointId: "a" },
    ContextData: { IpAddress: "192.0.2.1" },
    UserContextData: { EncodedData: "a" },
    Logins: { "graph.facebook.com": "a", "cognito-idp.ap-northeast-1.amazonaws.com/ap-northeast-1_theirs": "b" },
  };

  test("another pool, client, account or role, and other logins", () => {
    expect(requestOf("AdminInitiateAuth", everything)).toEqual(ours);
    expect(requestOf("AdminRespondToAuthChallenge", everything)).toEqual(ours);
    expect(requestOf("InitiateAuth", everything)).toEqual({ ClientId: "ourclient" });
    expect(requestOf("RespondToAuthChallenge", everything)).toEqual({ ClientId: "ourclient" });
    expect(requestOf("GetId", everything)).toEqual({ ...ourIdentities, Logins: { [provider]: "" } });
    expect(requestOf("GetCredentialsForIdentity", everything)).toEqual({ Logins: { [provider]: "" } });
  });

  test("nothing: a request without a token is never a guest's", () => {
    for (const Logins of [
      undefined,
      null,
      "",
      [],
      {},
      { [provider]: null },
      { [provider]: { a: 1 } },
      { [provider]: 1 },
    ]) {
      expect(requestOf("GetId", { Logins })).toEqual({ ...ourIdentities, Logins: { [provider]: "" } });
    }
  });

  test("a thing twice: the last counts, as for any reader of JSON", () => {
    const twice =
      '{"AuthFlow":"REFRESH_TOKEN","AuthFlow":"ADMIN_NO_SRP_AUTH","ClientId":"a","ClientId":"b","UserPoolId":1}';
    expect(requestOf("AdminInitiateAuth", twice)).toEqual({ AuthFlow: "ADMIN_NO_SRP_AUTH", ...ours });
    const password = '{"AuthParameters":{"USERNAME":"a","USERNAME":"b"},"AuthParameters":{"USERNAME":"c"}}';
    expect(requestOf("AdminInitiateAuth", password)).toEqual({ AuthParameters: { USERNAME: "c" }, ...ours });
  });

  test.each([
    "",
    " ",
    "null",
    "1",
    '"text"',
    "[]",
    "{}",
    "not JSON",
    "{",
    '{"AuthFlow":',
    "a=b&AuthFlow=ADMIN_NO_SRP_AUTH",
  ])("anything by the body %j", (body) => {
    expect(requestOf("AdminInitiateAuth", body)).toEqual(ours);
    expect(requestOf("GetId", body)).toEqual({ ...ourIdentities, Logins: { [provider]: "" } });
  });

  test("anything by members of other kinds", () => {
    for (const other of ["text", "{", 1, true, null, ["a"], [{}]]) {
      expect(requestOf("AdminInitiateAuth", { AuthParameters: other })).toEqual(ours);
    }
    for (const other of [1, true, null, ["a"], { a: "b" }]) {
      expect(requestOf("RespondToAuthChallenge", { ChallengeName: other, Session: other })).toEqual({
        ClientId: "ourclient",
      });
      expect(requestOf("GetCredentialsForIdentity", { IdentityId: other })).toEqual({ Logins: { [provider]: "" } });
    }
  });

  test.each(
    [
      '"',
      '","UserPoolId":"theirs',
      String.raw`\","UserPoolId":"theirs`,
      "\\",
      "\n\r\t\b\f\u0000\u2028\u2029",
      "日本語 🔑 \ud800",
      "$input.json('$')",
      "$!{input.body}",
      "#set($userPoolId = 'theirs')",
      "#include('/etc/passwd')",
      "#parse('x')#end#stop",
      "#if(true)#end ## comment #* block *#",
      "#[[ raw ]]#",
      "${aws_cognito_user_pool.users.id} %{ if true }",
      "$stageVariables.pool $context.identity.sourceIp $util.parseJson('{}')",
      "$authFlow $authParameters $idToken",
      "</script><!--",
      "__proto__",
      "x".repeat(200_000),
    ].map((hostile) => [hostile.slice(0, 80), hostile] as const),
  )("anything by the value or the name %j", (_start, hostile) => {
    const pairs = Object.fromEntries([
      [hostile, hostile],
      ["USERNAME", hostile],
    ]) as Record<string, string>;
    expect(
      requestOf("AdminInitiateAuth", { AuthFlow: "ADMIN_NO_SRP_AUTH", AuthParameters: pairs, [hostile]: hostile }),
    ).toEqual({ AuthFlow: "ADMIN_NO_SRP_AUTH", AuthParameters: pairs, ...ours });
    const answer = { ChallengeName: hostile, Session: hostile, ChallengeResponses: pairs };
    expect(requestOf("AdminRespondToAuthChallenge", answer)).toEqual({ ...answer, ...ours });
    const login = { IdentityId: hostile, Logins: { [provider]: hostile } };
    expect(requestOf("GetCredentialsForIdentity", { ...login, Logins: { ...pairs, ...login.Logins } })).toEqual(login);
  });
});

describe("whatever the body", () => {
  const passed: Readonly<Record<LoginOperation, readonly string[]>> = {
    AdminInitiateAuth: ["AuthFlow", "AuthParameters"],
    AdminRespondToAuthChallenge: ["ChallengeName", "Session", "ChallengeResponses"],
    InitiateAuth: ["AuthFlow", "AuthParameters"],
    RespondToAuthChallenge: ["ChallengeName", "Session", "ChallengeResponses"],
    GetId: [],
    GetCredentialsForIdentity: ["IdentityId"],
  };
  const said: Readonly<Record<LoginOperation, object>> = {
    AdminInitiateAuth: ours,
    AdminRespondToAuthChallenge: ours,
    InitiateAuth: { ClientId: "ourclient" },
    RespondToAuthChallenge: { ClientId: "ourclient" },
    GetId: ourIdentities,
    GetCredentialsForIdentity: {},
  };
  const name = fc.oneof(
    fc.constantFrom(...Object.values(passed).flat(), "Logins", "UserPoolId", "ClientId", "CustomRoleArn", "__proto__"),
    anyText,
  );
  const value = fc.oneof(
    fc.jsonValue({ stringUnit: anyCharacter }),
    fc.constantFrom("ADMIN_NO_SRP_AUTH", "USER_AUTH", { [provider]: "token", "graph.facebook.com": "theirs" }),
  );
  const member = fc.tuple(name, value).map((pair) => pair.map((part) => JSON.stringify(part)).join(":"));
  const body = fc.oneof(
    fc.array(member).map((members) => `{${members.join(",")}}`),
    fc.json({ stringUnit: anyCharacter }),
    anyText,
  );

  test.each(loginOperations)(
    "%s says its literals, and passes on what the body says in these names only",
    (operation) => {
      fc.assert(
        fc.property(body, fc.constantFrom(...gateways), (text, gateway) => {
          const request = requestOf(operation, text, [gateway]) as Record<string, unknown>;
          const { Logins, ...rest } = request;
          expect(rest).toMatchObject(said[operation]);
          const told = Object.keys(rest).filter((key) => !(key in said[operation]));
          expect(passed[operation]).toEqual(expect.arrayContaining(told));
          const given = objectOf(text);
          expect(Object.fromEntries(told.map((key) => [key, rest[key]]))).toEqual(
            Object.fromEntries(told.map((key) => [key, given[key]])),
          );
          const token = objectOf(JSON.stringify(given["Logins"] ?? null))[provider];
          expect(Logins).toEqual(
            operation.startsWith("Get") ? { [provider]: typeof token === "string" ? token : "" } : undefined,
          );
        }),
      );
    },
  );

  const objectOf = (text: string): Record<string, unknown> => {
    try {
      const found: unknown = JSON.parse(text);
      return typeof found === "object" && found !== null && !Array.isArray(found) ? { ...found } : {};
    } catch {
      return {};
    }
  };
});

test("no template has a form that Terraform reads as its own", () => {
  for (const operation of loginOperations) expect(loginTemplate(operation, literals)).not.toMatch(/[$%]\{|\$!/);
});
