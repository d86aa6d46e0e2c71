import { labelsOf } from "../../../src/access/cognito/labels";
import { UserError } from "../../../src/errors";
import { cognitoIn, configurationOf } from "./support";
import { byToken, groupOf, pool, ruleOf, systemOf } from "./system";

test("a system's pools, clients, groups and mappings are read", () => {
  const { userPools, clients, groups, identityPools } = cognitoIn(
    systemOf({ groups: { admin: groupOf("admin", 1) }, attachment: { role_mapping: [byToken] } }),
  );
  expect(userPools).toMatchObject([{ label: "users", region: "eu-west-1", address: "aws_cognito_user_pool.users" }]);
  expect(userPools[0]?.providerName).toBe(`cognito-idp.eu-west-1.amazonaws.com/${userPools[0]?.id}`);
  expect(clients).toMatchObject([
    { label: "web", signIn: true, oauth: false, machine: false, userPoolId: userPools[0]?.id },
  ]);
  expect(groups).toMatchObject([{ name: "admin", precedence: 1 }]);
  expect(identityPools[0]?.attachments[0]?.mappings[0]?.key).toBe(`${userPools[0]?.providerName}:${clients[0]?.id}`);
});

test("a precedence of 0 is not known, for the provider leaves it out when it makes a group", () => {
  const groups = { zero: groupOf("a", 0), none: groupOf("a"), some: groupOf("a", 1) };
  expect(cognitoIn(systemOf({ groups })).groups.map(({ name, precedence }) => [name, precedence])).toEqual([
    ["none", null],
    ["some", 1],
    ["zero", undefined],
  ]);
});

test("groups, clients and identity pools may name user pools by ids that are elsewhere", () => {
  const { userPools, clients, rolesElsewhere } = cognitoIn({
    aws_cognito_user_group: {
      a: { name: "a", user_pool_id: "eu-west-1_a", role_arn: "arn:aws:iam::111111111111:role/a" },
    },
    aws_cognito_identity_pool: {
      b: {
        cognito_identity_providers: [
          { client_id: "1", provider_name: "cognito-idp.us-east-1.amazonaws.com/us-east-1_b" },
          { client_id: "2", provider_name: "${var.provider}" },
        ],
      },
    },
  });
  expect(userPools.map(({ label, address }) => [label, address])).toEqual([
    ["us-east-1_b", undefined],
    ["${the user pool of ${var.provider}}", undefined],
    ["eu-west-1_a", undefined],
  ]);
  expect(clients.map(({ label, address }) => [label, address])).toEqual([
    ["1", undefined],
    ["2", undefined],
  ]);
  expect(rolesElsewhere).toMatchObject([{ name: "a", arn: "arn:aws:iam::111111111111:role/a" }]);
});

test("users can change the attributes that their client may write and the pool lets change", () => {
  const schema = [
    { name: "department", mutable: true },
    { name: "email", mutable: false },
  ];
  const writable = (client: Parameters<typeof systemOf>[0]) =>
    cognitoIn(systemOf(client)).clients[0]?.writableAttributes;
  expect(writable({ userPool: { schema } })).not.toContain("email");
  expect(writable({ userPool: { schema } })).toContain("name");
  expect(writable({ userPool: { schema }, client: { write_attributes: ["email", "custom:department"] } })).toEqual([
    "custom:department",
  ]);
});

test("a flag may be a text, as Terraform takes it", () => {
  const identityPool = { allow_classic_flow: "1", allow_unauthenticated_identities: "0" };
  const [read] = cognitoIn(systemOf({ identityPool })).identityPools;
  expect(read).toMatchObject({ allowsClassicFlow: true, allowsGuests: false });
});

test.each([
  ["a precedence below zero", { groups: { admin: { precedence: -1 } } }, "aws_cognito_user_group.admin: precedence"],
  ["a flag that is none", { identityPool: { allow_classic_flow: "maybe" } }, "allow_classic_flow is not a boolean"],
  ["a type of mapping", { attachment: { role_mapping: [{ ...byToken, type: "Groups" }] } }, "no such type"],
  [
    "no resolution",
    { attachment: { role_mapping: [{ ...byToken, ambiguous_role_resolution: null }] } },
    "ambiguous_role_resolution is missing",
  ],
  [
    "a match type",
    { attachment: { role_mapping: [{ ...byToken, mapping_rule: [ruleOf("x", "y", { match_type: "Like" })] }] } },
    "no such match_type",
  ],
])("fails on %s, with the address", (_, changes, message) => {
  expect(() => cognitoIn(systemOf(changes))).toThrow(UserError);
  expect(() => cognitoIn(systemOf(changes))).toThrow(message);
});

test("people call things by the name in Terraform, or by the end of the construct's path", () => {
  const at = (path: string) => ({ "//": { metadata: { path } } });
  const { resources } = configurationOf({
    aws_cognito_user_pool: {
      users: at("dev/identity/user-pool/resource"),
      "first_user-pool_resource_1A2B3C": at("dev/first/user-pool/resource"),
      "second_user-pool_resource_4D5E6F": at("dev/second/user-pool/resource"),
      second_people_resource_4D5E6F: at("dev/second/people/resource"),
      plain: {},
    },
  });
  expect([...labelsOf(resources).values()]).toEqual([
    "first/user-pool",
    "plain",
    "people",
    "second/user-pool",
    "users",
  ]);
});

test("an identity pool's tags are read", () => {
  const more = {
    aws_cognito_identity_pool_provider_principal_tag: {
      a: {
        identity_pool_id: pool,
        identity_provider_name: "x",
        use_defaults: false,
        principal_tags: { team: "custom:team" },
      },
    },
  };
  expect(cognitoIn(systemOf({ more })).identityPools[0]?.principalTags).toMatchObject([
    { providerName: "x", usesDefaults: false, tags: new Map([["team", "custom:team"]]) },
  ]);
});
