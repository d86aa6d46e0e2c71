import { adding, foundAfter, key, summaries, trust, without } from "../../support/terraform";

const at = "aws_cognito_identity_pool_roles_attachment.members";
const pool = "aws_cognito_identity_pool.members";
const attachment = (more: Record<string, unknown>) =>
  adding({ aws_cognito_identity_pool_roles_attachment: { members: more } });
const poolWith = (more: Record<string, unknown>) => adding({ aws_cognito_identity_pool: { members: more } });
const guestRole = adding({
  aws_iam_role: { guest: { name: "guest", assume_role_policy: trust("unauthenticated") } },
  aws_cognito_identity_pool_roles_attachment: {
    members: {
      roles: { authenticated: "${aws_iam_role.signed-in.arn}", unauthenticated: "${aws_iam_role.guest.arn}" },
    },
  },
});
const guests = poolWith({ allow_unauthenticated_identities: true });

test.each([
  [
    "a pool without roles",
    [without("aws_cognito_identity_pool_roles_attachment", "members")],
    [`identity-pool-without-roles at ${pool}`],
  ],
  ["guests without a role", [guests], [`guests-without-role at ${pool}`]],
  ["a role of guests in a pool that allows none", [guestRole], [`guest-role-without-guests at ${at}`]],
  [
    "guests with the classic flow",
    [guestRole, guests, poolWith({ allow_classic_flow: true })],
    [`classic-flow-with-guests at ${pool}`],
  ],
])("%s is found", (_, changes, expected) => {
  expect(summaries(foundAfter(...changes))).toEqual(expected);
});

test.each([
  ["guests with a role", [guestRole, guests]],
  ["the classic flow without guests", [poolWith({ allow_classic_flow: true })]],
  [
    "flags that a variable decides",
    [
      guestRole,
      poolWith({ allow_unauthenticated_identities: "${aws_ssm_parameter.guests.value}", allow_classic_flow: true }),
      adding({ aws_ssm_parameter: { guests: {} } }),
    ],
  ],
])("%s: nothing is found", (_, changes) => {
  expect(summaries(foundAfter(...changes))).toEqual([]);
});

describe("role mappings", () => {
  const mapping = (more: Record<string, unknown>) =>
    attachment({
      role_mapping: [
        { identity_provider: key, type: "Token", ambiguous_role_resolution: "AuthenticatedRole", ...more },
      ],
    });

  test("a group's role without a mapping by token is found at each such group", () => {
    const without_ = attachment({ role_mapping: [] });
    expect(summaries(foundAfter(without_))).toEqual([
      "group-role-without-token-mapping at aws_cognito_user_group.admin",
      "group-role-without-token-mapping at aws_cognito_user_group.staff",
    ]);
  });

  test("a group's role that a rule gives is none without effect", () => {
    const rule = { claim: "sub", match_type: "Equals", value: "1", role_arn: "${aws_iam_role.admin.arn}" };
    expect(summaries(foundAfter(mapping({ type: "Rules", mapping_rule: [rule] })))).toEqual([
      "group-role-without-token-mapping at aws_cognito_user_group.staff",
    ]);
  });

  test("a group's role is not found where the user pool belongs to no identity pool here", () => {
    expect(
      summaries(foundAfter(poolWith({ cognito_identity_providers: [] }), attachment({ role_mapping: [] }))),
    ).toEqual([]);
  });

  test.each([
    ["https://${aws_cognito_user_pool.users.endpoint}:${aws_cognito_user_pool_client.web.id}", "with a scheme"],
    ["${aws_cognito_user_pool.users.endpoint}", "without an app client"],
    ["cognito-idp.eu-west-1.amazonaws.com/eu-west-1_abc", "without an app client"],
    ["cognito-idp.eu-west-1.amazonaws.com/${aws_cognito_user_pool.users.id}", "without an app client"],
    ["${aws_cognito_user_pool.users.id}:${aws_cognito_user_pool_client.web.id}", "without cognito-idp.<region>"],
    ["eu-west-1_abc:5v1c8f0k2m9q", "without cognito-idp.<region>"],
  ])("the key %s is malformed", (identity_provider, fault) => {
    const findings = foundAfter(mapping({ identity_provider }));
    expect(findings).toContainEqual(
      expect.objectContaining({ id: "role-mapping-key-malformed", address: at, what: expect.stringContaining(fault) }),
    );
  });

  test.each([
    key,
    "cognito-idp.eu-west-1.amazonaws.com/${aws_cognito_user_pool.users.id}:${aws_cognito_user_pool_client.web.id}",
    "graph.facebook.com",
    "arn:aws:iam::111122223333:oidc-provider/example.org",
    "arn:aws:iam::111122223333:oidc-provider/cognito-idp.eu-west-1.amazonaws.com/eu-west-1_abc",
  ])("the key %s is well-formed", (identity_provider) => {
    const ids = foundAfter(mapping({ identity_provider })).map(({ id }) => id);
    expect(ids).not.toContain("role-mapping-key-malformed");
    expect(ids).not.toContain("role-mapping-of-unknown-client");
  });

  test("a client that is no provider of the pool is found", () => {
    const other = adding({
      aws_cognito_user_pool_client: { app: { name: "app", user_pool_id: "${aws_cognito_user_pool.users.id}" } },
    });
    const identity_provider = "${aws_cognito_user_pool.users.endpoint}:${aws_cognito_user_pool_client.app.id}";
    expect(summaries(foundAfter(other, mapping({ identity_provider })))).toEqual([
      `role-mapping-of-unknown-client at ${at}`,
    ]);
  });

  test("a client's id that somebody wrote may be that of the client", () => {
    const identity_provider = "${aws_cognito_user_pool.users.endpoint}:5v1c8f0k2m9q";
    expect(summaries(foundAfter(mapping({ identity_provider })))).toEqual([]);
  });

  test("Deny is worth knowing, and fails nothing", () => {
    const findings = foundAfter(mapping({ ambiguous_role_resolution: "Deny" }));
    expect(findings).toMatchObject([{ id: "role-mapping-denies-users-without-group", severity: "info", address: at }]);
  });

  test("more than ten providers with a mapping are found", () => {
    const mappings = Array.from({ length: 11 }, (_, index) => ({
      identity_provider: index === 0 ? key : `provider${index}.example.org`,
      type: "Token",
      ambiguous_role_resolution: "AuthenticatedRole",
    }));
    expect(summaries(foundAfter(attachment({ role_mapping: mappings })))).toEqual([`too-many-role-mappings at ${at}`]);
    expect(summaries(foundAfter(attachment({ role_mapping: mappings.slice(0, 10) })))).toEqual([]);
  });

  const rule = (claim: string, match_type: string, value: string) => ({
    claim,
    match_type,
    value,
    role_arn: "${aws_iam_role.admin.arn}",
  });
  const rules = (...mapping_rule: readonly object[]) => [
    mapping({ type: "Rules", mapping_rule }),
    without("aws_cognito_user_group", "staff"),
    without("aws_cognito_user_group", "admin"),
  ];

  test("more than 25 rules are found", () => {
    const many = Array.from({ length: 26 }, (_, index) => rule("sub", "Equals", String(index)));
    expect(summaries(foundAfter(...rules(...many)))).toEqual([`too-many-rules at ${at}`]);
    expect(summaries(foundAfter(...rules(...many.slice(1))))).toEqual([]);
  });

  test("a rule on an attribute that a client may write is found, and on no other", () => {
    expect(summaries(foundAfter(...rules(rule("email", "Equals", "a@example.org"))))).toEqual([
      `rule-on-user-writable-claim at ${at}`,
    ]);
    const client = adding({ aws_cognito_user_pool_client: { web: { write_attributes: ["name"] } } });
    expect(summaries(foundAfter(...rules(rule("email", "Equals", "a@example.org")), client))).toEqual([]);
    expect(summaries(foundAfter(...rules(rule("cognito:groups", "Contains", "admin"))))).toEqual([]);
  });

  test("a whole address that only changes once it is verified is none that users write, unless they sign up", () => {
    const settings = [{ attributes_require_verification_before_update: ["email"] }];
    const only = [{ allow_admin_create_user_only: true }];
    const users = { user_attribute_update_settings: settings, admin_create_user_config: only };
    const verified = adding({ aws_cognito_user_pool: { users } });
    const signUp = adding({ aws_cognito_user_pool: { users: { user_attribute_update_settings: settings } } });
    expect(summaries(foundAfter(...rules(rule("email", "Equals", "a@example.org")), signUp))).toEqual([
      `rule-on-user-writable-claim at ${at}`,
    ]);
    expect(summaries(foundAfter(...rules(rule("email", "Equals", "a@example.org")), verified))).toEqual([]);
    for (const other of [rule("email", "Contains", "@example.org"), rule("phone_number", "Equals", "+49301")])
      expect(summaries(foundAfter(...rules(other), verified))).toEqual([`rule-on-user-writable-claim at ${at}`]);
  });

  test("an attribute of one's own is found where a client may write it and it can change", () => {
    const team = (mutable: boolean) => [
      ...rules(rule("custom:team", "Equals", "red")),
      adding({
        aws_cognito_user_pool: { users: { schema: [{ name: "team", attribute_data_type: "String", mutable }] } },
        aws_cognito_user_pool_client: { web: { write_attributes: ["custom:team"] } },
      }),
    ];
    expect(summaries(foundAfter(...team(true)))).toEqual([`rule-on-user-writable-claim at ${at}`]);
    expect(summaries(foundAfter(...team(false)))).toEqual([]);
  });

  test.each([
    [rule("sub", "Contains", "ab"), rule("sub", "Equals", "xaby")],
    [rule("sub", "StartsWith", "a"), rule("sub", "StartsWith", "ab")],
    [rule("sub", "Equals", "a"), rule("sub", "Equals", "a")],
    [rule("sub", "NotEqual", "a"), rule("sub", "Equals", "b")],
    [rule("cognito:groups", "Contains", "a"), rule("cognito:groups", "Contains", "a")],
  ])("after %j, the rule %j never decides", (earlier, later) => {
    const findings = foundAfter(...rules(earlier, later));
    expect(summaries(findings)).toEqual([`rule-never-decides at ${at}`]);
  });

  test.each([
    [rule("sub", "Equals", "xaby"), rule("sub", "Contains", "ab")],
    [rule("sub", "StartsWith", "a"), rule("aud", "StartsWith", "ab")],
    [rule("sub", "NotEqual", "a"), rule("sub", "Equals", "A")],
    [rule("cognito:groups", "Contains", "a"), rule("cognito:groups", "Equals", "ab")],
  ])("after %j, the rule %j may decide", (earlier, later) => {
    expect(summaries(foundAfter(...rules(earlier, later)))).toEqual([]);
  });
});

describe("precedence", () => {
  const precedences = (admin: number | undefined, staff: number | undefined) =>
    adding({ aws_cognito_user_group: { admin: { precedence: admin }, staff: { precedence: staff } } });

  test("groups of one precedence with different roles are found", () => {
    const findings = foundAfter(precedences(3, 3));
    expect(summaries(findings)).toEqual(["precedence-shared at aws_cognito_user_group.admin"]);
    expect(findings[0]?.what).toContain("the groups admin and staff have the precedence 3");
  });

  test("groups of one precedence with one role are none", () => {
    const one = adding({ aws_cognito_user_group: { staff: { role_arn: "${aws_iam_role.admin.arn}" } } });
    expect(summaries(foundAfter(precedences(3, 3), one))).toEqual([]);
  });

  test("two groups without precedence are found, and a single one is not", () => {
    expect(summaries(foundAfter(precedences(undefined, undefined)))).toEqual([
      "precedence-missing at aws_cognito_user_group.admin",
    ]);
    expect(summaries(foundAfter(precedences(1, undefined)))).toEqual([]);
  });
});
