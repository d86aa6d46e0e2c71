import { LoginActions } from "../../../src/constructs/cognito/login-actions";
import { loginOperations, loginTemplate } from "../../../src/constructs/cognito/login-templates";
import { resolved } from "../../../src/constructs/tokens";
import { identityPool } from "../../support/identity";
import { synthesized, testStack } from "../../support/synth";

function setUp(roleName = "test-login") {
  const stack = testStack();
  const pool = identityPool(stack, { mode: "token" });
  return { stack, pool, login: new LoginActions(stack, "login", { roleName, identityPool: pool }) };
}

test("there is a route for each operation that may pass, and no other", () => {
  const { login } = setUp();
  expect(login.routes.map(({ key, action }) => [key, action.service, action.action])).toEqual([
    ["POST /admin-initiate-auth", "cognito-idp", "AdminInitiateAuth"],
    ["POST /admin-respond-to-auth-challenge", "cognito-idp", "AdminRespondToAuthChallenge"],
    ["POST /initiate-auth", "cognito-idp", "InitiateAuth"],
    ["POST /respond-to-auth-challenge", "cognito-idp", "RespondToAuthChallenge"],
    ["POST /get-id", "cognito-identity", "GetId"],
    ["POST /get-credentials-for-identity", "cognito-identity", "GetCredentialsForIdentity"],
  ]);
});

test("API Gateway's role may call the two operations that IAM decides on, for this user pool, and nothing else", () => {
  const { stack, login } = setUp();
  const json = synthesized(stack);
  expect(json.all("aws_iam_role")["login_role"]).toMatchObject({ name: "test-login" });
  expect(json.trusts()["login_role"]).toEqual({
    Version: "2012-10-17",
    Statement: [{ Effect: "Allow", Principal: { Service: "apigateway.amazonaws.com" }, Action: "sts:AssumeRole" }],
  });
  expect(json.policies()).toEqual({
    login_role_permissions: {
      Version: "2012-10-17",
      Statement: [
        {
          Sid: "SignIn",
          Effect: "Allow",
          Action: ["cognito-idp:AdminInitiateAuth", "cognito-idp:AdminRespondToAuthChallenge"],
          Resource: ["${aws_cognito_user_pool.members-users.arn}"],
        },
      ],
    },
  });
  expect(json.counts()).toEqual({
    aws_cognito_identity_pool: 1,
    aws_cognito_identity_pool_roles_attachment: 1,
    aws_cognito_user_pool: 1,
    aws_cognito_user_pool_client: 1,
    aws_iam_role: 2,
    aws_iam_role_policy: 1,
  });
  expect(new Set(login.routes.map(({ action }) => action.role)).size).toBe(1);
});

test("the templates name this account, user pool, client and identity pool", () => {
  const { stack, login } = setUp();
  const literals = {
    accountId: "123456789012",
    userPoolId: "${aws_cognito_user_pool.members-users.id}",
    clientId: "${aws_cognito_user_pool_client.members-web.id}",
    authFlows: ["ALLOW_USER_SRP_AUTH"],
    providerName: "${aws_cognito_user_pool.members-users.endpoint}",
    identityPoolId: "${aws_cognito_identity_pool.members.id}",
  } as const;
  expect(login.routes.map(({ action }) => resolved(stack, action.requestTemplate))).toEqual(
    loginOperations.map((operation) => loginTemplate(operation, literals)),
  );
});

test("fails for a role name that IAM refuses", () => {
  expect(() => setUp("a role")).toThrow("test/login/role: IAM refuses this role name");
});
