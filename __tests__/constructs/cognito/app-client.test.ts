import { AppClient, type AppClientProps } from "../../../src/constructs/cognito/app-client";
import { userPool } from "../../support/identity";
import { synthesized, testStack } from "../../support/synth";

const clientWith = (props: Partial<AppClientProps>, preventDestroy = false) => {
  const stack = testStack();
  new AppClient(stack, "web", {
    userPool: userPool(stack, { preventDestroy }),
    address: "web",
    name: "web",
    authFlows: ["ALLOW_USER_SRP_AUTH", "ALLOW_ADMIN_USER_PASSWORD_AUTH"],
    tokenValidity: { accessMinutes: 60, idMinutes: 30, refreshDays: 7 },
    ...props,
  });
  return synthesized(stack).single("aws_cognito_user_pool_client");
};

test("a public client without OAuth, whose tokens can be revoked and whose errors tell nothing", () => {
  expect(clientWith({})).toEqual({
    name: "web",
    user_pool_id: "${aws_cognito_user_pool.users.id}",
    explicit_auth_flows: ["ALLOW_ADMIN_USER_PASSWORD_AUTH", "ALLOW_REFRESH_TOKEN_AUTH", "ALLOW_USER_SRP_AUTH"],
    generate_secret: false,
    access_token_validity: 60,
    id_token_validity: 30,
    refresh_token_validity: 7,
    token_validity_units: [{ access_token: "minutes", id_token: "minutes", refresh_token: "days" }],
    enable_token_revocation: true,
    prevent_user_existence_errors: "ENABLED",
    allowed_oauth_flows_user_pool_client: false,
    allowed_oauth_flows: [],
    allowed_oauth_scopes: [],
    callback_urls: [],
    logout_urls: [],
    supported_identity_providers: [],
    lifecycle: { prevent_destroy: false },
  });
});

test("a client is protected as its pool is", () => {
  expect(clientWith({}, true)).toMatchObject({ lifecycle: { prevent_destroy: true } });
});

test.each([
  ["accessMinutes", { accessMinutes: 4, idMinutes: 60, refreshDays: 1 }, "a whole number of minutes, 5 to 1440"],
  ["idMinutes", { accessMinutes: 60, idMinutes: 1441, refreshDays: 1 }, "a whole number of minutes, 5 to 1440"],
  ["refreshDays", { accessMinutes: 60, idMinutes: 60, refreshDays: 3651 }, "a whole number of days, 1 to 3650"],
])("fails for a %s that Cognito refuses", (field, tokenValidity, allowed) => {
  expect(() => clientWith({ tokenValidity })).toThrow(
    new RegExp(`tokenValidity.${field} is out of range[^]*${allowed}`),
  );
});

test("fails where an access token would outlive the refresh token", () => {
  expect(() => clientWith({ tokenValidity: { accessMinutes: 1440, idMinutes: 60, refreshDays: 1 } })).toThrow(
    "access and ID tokens must expire before the refresh token does",
  );
});
