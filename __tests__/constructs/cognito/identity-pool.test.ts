import { IdentityPool } from "../../../src/constructs/cognito/identity-pool";
import { type PolicyStatement } from "../../../src/constructs/iam/policy-document";
import { identityPool } from "../../support/identity";
import { synthesized, testStack } from "../../support/synth";

const permission: PolicyStatement = {
  sid: "ReadFiles",
  actions: ["s3:GetObject"],
  resources: ["arn:aws:s3:::files/*"],
};

const permitted = {
  Version: "2012-10-17",
  Statement: [{ Sid: "ReadFiles", Effect: "Allow", Action: ["s3:GetObject"], Resource: ["arn:aws:s3:::files/*"] }],
};

/** Who may assume a role: these identities, of this pool alone. */
const trust = (identities: "authenticated" | "unauthenticated") => ({
  Version: "2012-10-17",
  Statement: [
    {
      Effect: "Allow",
      Principal: { Federated: "cognito-identity.amazonaws.com" },
      Action: "sts:AssumeRoleWithWebIdentity",
      Condition: {
        StringEquals: { "cognito-identity.amazonaws.com:aud": "${aws_cognito_identity_pool.members.id}" },
        "ForAnyValue:StringLike": { "cognito-identity.amazonaws.com:amr": identities },
      },
    },
  ],
});

test("token mode: the role comes from the token, and nobody gets one by accident", () => {
  const stack = testStack();
  identityPool(stack, { mode: "token" });
  const json = synthesized(stack);
  expect(json.single("aws_cognito_identity_pool")).toEqual({
    identity_pool_name: "members",
    allow_unauthenticated_identities: false,
    allow_classic_flow: false,
    cognito_identity_providers: [
      {
        provider_name: "${aws_cognito_user_pool.members-users.endpoint}",
        client_id: "${aws_cognito_user_pool_client.members-web.id}",
        server_side_token_check: true,
      },
    ],
    lifecycle: { prevent_destroy: false },
  });
  expect(json.single("aws_cognito_identity_pool_roles_attachment")).toEqual({
    identity_pool_id: "${aws_cognito_identity_pool.members.id}",
    roles: { authenticated: "${aws_iam_role.members_authenticated-role.arn}" },
    role_mapping: [
      {
        identity_provider:
          "${aws_cognito_user_pool.members-users.endpoint}:${aws_cognito_user_pool_client.members-web.id}",
        type: "Token",
        ambiguous_role_resolution: "Deny",
      },
    ],
  });
});

test("token mode: the authenticated role for ambiguous users, where it is asked for", () => {
  const stack = testStack();
  identityPool(stack, { mode: "token", whenAmbiguous: "AuthenticatedRole" });
  expect(synthesized(stack).single("aws_cognito_identity_pool_roles_attachment")).toMatchObject({
    role_mapping: [{ ambiguous_role_resolution: "AuthenticatedRole" }],
  });
});

test("authenticated mode: one role and no mapping", () => {
  const stack = testStack();
  identityPool(stack, { mode: "authenticated" });
  expect(synthesized(stack).single("aws_cognito_identity_pool_roles_attachment")).toEqual({
    identity_pool_id: "${aws_cognito_identity_pool.members.id}",
    roles: { authenticated: "${aws_iam_role.members_authenticated-role.arn}" },
  });
});

test("without guests there is one role, which trusts signed-in identities of this pool alone and may do nothing", () => {
  const stack = testStack();
  const pool = identityPool(stack, { mode: "authenticated" });
  const json = synthesized(stack);
  expect(pool.guests).toBeUndefined();
  expect(json.all("aws_iam_role")).toMatchObject({
    "members_authenticated-role": { name: "members-cognito-authenticated-role" },
  });
  expect(json.trusts()).toEqual({ "members_authenticated-role": trust("authenticated") });
  expect(json.policies()).toEqual({});
});

test("guests have a role of their own, which no grant to signed-in users reaches", () => {
  const stack = testStack();
  const pool = identityPool(stack, { mode: "authenticated" }, { allowedBecause: "The start page shows public files" });
  pool.authenticated.grant(permission);
  const json = synthesized(stack);
  expect(json.single("aws_cognito_identity_pool")).toMatchObject({ allow_unauthenticated_identities: true });
  expect(json.single("aws_cognito_identity_pool_roles_attachment")).toEqual({
    identity_pool_id: "${aws_cognito_identity_pool.members.id}",
    roles: {
      authenticated: "${aws_iam_role.members_authenticated-role.arn}",
      unauthenticated: "${aws_iam_role.members_unauthenticated-role.arn}",
    },
  });
  expect(json.all("aws_iam_role")).toMatchObject({
    "members_unauthenticated-role": { name: "members-cognito-unauthenticated-role" },
  });
  expect(json.trusts()).toEqual({
    "members_authenticated-role": trust("authenticated"),
    "members_unauthenticated-role": trust("unauthenticated"),
  });
  expect(json.policies()).toEqual({ "members_authenticated-role_permissions": permitted });
});

test("a grant to guests reaches them alone", () => {
  const stack = testStack();
  const pool = identityPool(stack, { mode: "authenticated" }, { allowedBecause: "The start page shows public files" });
  pool.guests?.grant(permission);
  expect(synthesized(stack).policies()).toEqual({ "members_unauthenticated-role_permissions": permitted });
});

describe("rules mode", () => {
  const reason = "The address is verified, and look-alikes may read this too";
  const rules = [
    { name: "admins", claim: "email", match: "Equals", value: "ada@a.example", userWritableBecause: reason },
    { name: "staff", claim: "email", match: "Contains", value: "@a.example", userWritableBecause: reason },
  ] as const;

  test("the rules are tried in their order, each with a role of its own", () => {
    const stack = testStack();
    identityPool(stack, { mode: "rules", rules, whenNoMatch: "Deny" });
    const json = synthesized(stack);
    expect(json.single("aws_cognito_identity_pool_roles_attachment")).toEqual({
      identity_pool_id: "${aws_cognito_identity_pool.members.id}",
      roles: { authenticated: "${aws_iam_role.members_authenticated-role.arn}" },
      role_mapping: [
        {
          identity_provider:
            "${aws_cognito_user_pool.members-users.endpoint}:${aws_cognito_user_pool_client.members-web.id}",
          type: "Rules",
          ambiguous_role_resolution: "Deny",
          mapping_rule: [
            {
              claim: "email",
              match_type: "Equals",
              value: "ada@a.example",
              role_arn: "${aws_iam_role.members_rule-admins.arn}",
            },
            {
              claim: "email",
              match_type: "Contains",
              value: "@a.example",
              role_arn: "${aws_iam_role.members_rule-staff.arn}",
            },
          ],
        },
      ],
    });
    expect(json.all("aws_iam_role")).toMatchObject({
      "members_rule-admins": { name: "members-cognito-authenticated-admins-role" },
      "members_rule-staff": { name: "members-cognito-authenticated-staff-role" },
    });
    expect(json.trusts()).toEqual({
      "members_authenticated-role": trust("authenticated"),
      "members_rule-admins": trust("authenticated"),
      "members_rule-staff": trust("authenticated"),
    });
  });

  test("whom no rule matches gets the authenticated role, where it is asked for", () => {
    const stack = testStack();
    identityPool(stack, { mode: "rules", rules, whenNoMatch: "AuthenticatedRole" });
    expect(synthesized(stack).single("aws_cognito_identity_pool_roles_attachment")).toMatchObject({
      role_mapping: [{ ambiguous_role_resolution: "AuthenticatedRole" }],
    });
  });

  test("a grant to a rule reaches its role alone, and one to everyone signed in reaches every rule's", () => {
    const stack = testStack();
    const pool = identityPool(stack, { mode: "rules", rules, whenNoMatch: "Deny" });
    pool.rule("staff").grant(permission);
    expect(synthesized(stack).policies()).toEqual({ "members_rule-staff_permissions": permitted });
    pool.authenticated.grant(permission);
    expect(synthesized(stack).policies()).toEqual({
      "members_authenticated-role_permissions": permitted,
      "members_rule-admins_permissions": permitted,
      "members_rule-staff_permissions": permitted,
    });
  });

  test("fails for the name of a rule that the pool does not have, to compile already where the names are known", () => {
    const pool = identityPool(testStack(), { mode: "rules", rules, whenNoMatch: "Deny" });
    // @ts-expect-error No rule is named so.
    expect(() => pool.rule("stuff")).toThrow(
      'test/members: the identity pool has no such rule\n  got:     "stuff"\n  allowed: admins, staff\n',
    );
    const byToken = identityPool(testStack(), { mode: "token" });
    // @ts-expect-error It has no rules at all.
    expect(() => byToken.rule("staff")).toThrow("allowed: none: it does not choose roles by rules");
  });
});

test.each(["", "          ", "because"])("fails for guests with the reason %j", (allowedBecause) => {
  expect(() => identityPool(testStack(), { mode: "token" }, { allowedBecause })).toThrow(
    `test/members: guests are allowed without a written reason\n  got:     ${JSON.stringify(allowedBecause)}\n` +
      "  allowed: a sentence of at least 10 characters (spaces around it not counted) that says why people who are not signed in need AWS credentials\n" +
      '  fix:     write the reason, or guests: "refused"',
  );
});

test("fails to compile without a word on guests", () => {
  const stack = testStack();
  const { client } = identityPool(stack, { mode: "token" }, "refused", "others");
  const props = { address: "m", name: "m", client, roleSelection: { mode: "token" } } as const;
  // @ts-expect-error Whether guests get credentials has no default.
  expect(() => new IdentityPool(stack, "members", props)).toThrow(TypeError);
});
