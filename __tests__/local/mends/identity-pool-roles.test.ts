import { type RoleMapping, refusePoolRoles } from "../../../src/local/mends/identity-pool-roles";

const provider = "cognito-idp.eu-west-1.amazonaws.com/eu-west-1_abc";
const key = `${provider}:client`;
const role = "arn:aws:iam::123456789012:role/general";
const pool = { CognitoIdentityProviders: [{ ProviderName: provider, ClientId: "client" }] };
const token: RoleMapping = { Type: "Token", AmbiguousRoleResolution: "Deny" };
const rule = { Claim: "cognito:groups", MatchType: "Contains", Value: "admins", RoleARN: role };

function rules(count: number): RoleMapping {
  return { ...token, Type: "Rules", RulesConfiguration: { Rules: Array.from({ length: count }, () => rule) } };
}

function rulesOf(part: Partial<typeof rule>): RoleMapping {
  return { ...token, Type: "Rules", RulesConfiguration: { Rules: [{ ...rule, ...part }] } };
}

test("a rule's claim may have 64 characters and its value 128, spaces among them", () => {
  const longest = rulesOf({ Claim: "c".repeat(64), Value: ` ${"v".repeat(127)}` });
  expect(refusePoolRoles(pool, { RoleMappings: { [key]: longest } })).toBeUndefined();
});

test("roles, a token mapping and 25 rules are taken", () => {
  expect(refusePoolRoles(pool, { Roles: { authenticated: role }, RoleMappings: { [key]: token } })).toBeUndefined();
  expect(refusePoolRoles(pool, { RoleMappings: { [key]: rules(25) } })).toBeUndefined();
  expect(refusePoolRoles(pool, {})).toBeUndefined();
});

test.each([provider, `https://${key}`, `${provider}:other`])(
  "fails for the mapping key %s, which the pool does not have",
  (name) => {
    expect(refusePoolRoles(pool, { RoleMappings: { [name]: token } })).toEqual({
      status: 400,
      type: "InvalidParameterException",
      message: `${name} is not a valid RoleMapping ProviderName or is not a configured provider.`,
    });
  },
);

test.each<[string, RoleMapping]>([
  ["without a resolution of ambiguity", { Type: "Token" }],
  ["of an unknown type", { ...token, Type: "Claims" }],
  ["with an unknown resolution", { ...token, AmbiguousRoleResolution: "Allow" }],
  ["of type Rules without rules", { ...token, Type: "Rules" }],
  ["of type Token with rules", { ...rules(1), Type: "Token" }],
  ["with 26 rules", rules(26)],
  ["with an unknown match type", { ...rules(1), RulesConfiguration: { Rules: [{ ...rule, MatchType: "Like" }] } }],
  ["with a claim of 65 characters", rulesOf({ Claim: "c".repeat(65) })],
  ["with a claim that has a space", rulesOf({ Claim: "custom:my department" })],
  ["with an empty value", rulesOf({ Value: "" })],
  ["with a value of 129 characters", rulesOf({ Value: "v".repeat(129) })],
  ["to no role", { ...rules(1), RulesConfiguration: { Rules: [{ ...rule, RoleARN: "general" }] } }],
])("fails for a mapping %s", (_, mapping) => {
  expect(refusePoolRoles(pool, { RoleMappings: { [key]: mapping } })?.status).toBe(400);
});

test("fails for eleven mappings", () => {
  const clients = Array.from({ length: 11 }, (_, index) => ({ ProviderName: provider, ClientId: `c${index}` }));
  const RoleMappings = Object.fromEntries(clients.map(({ ClientId }) => [`${provider}:${ClientId}`, token]));
  expect(refusePoolRoles({ CognitoIdentityProviders: clients }, { RoleMappings })?.message).toContain(
    "less than or equal to 10",
  );
});

test("fails for a kind of role that does not exist", () => {
  expect(refusePoolRoles(pool, { Roles: { guest: role } })?.type).toBe("InvalidParameterException");
});
