import { named, principalsIn, type Resources, rolesHad, trust } from "./support";
import { byToken, groupOf, pool, ruleOf, systemOf } from "./system";

const people = (system: Resources) =>
  principalsIn(system)
    .filter(({ kind }) => !["token", "foreign-token"].includes(kind))
    .map(({ label }) => label);
const had = (system: Resources, label: string) => rolesHad(named(principalsIn(system), label));

const twoGroups = {
  roles: { admin: trust(pool), general: trust(pool) },
  groups: { admin: groupOf("admin", 1), general: groupOf("general", 2) },
  attachment: { role_mapping: [byToken] },
};

test("an identity pool's id that somebody wrote down may be this one's", () => {
  const system = systemOf({ ...twoGroups, roles: { admin: trust("eu-west-1:1"), general: trust(pool) } });
  expect(had(system, "admin")).toEqual(["admin where ${aws_cognito_identity_pool.members.id} is eu-west-1:1"]);
});

test("whether guests are allowed may depend on a variable", () => {
  const system = systemOf({ identityPool: { allow_unauthenticated_identities: "${var.guests}" } });
  expect(had(system, "guest")).toEqual([
    "unauthenticated where allow_unauthenticated_identities of aws_cognito_identity_pool.members is true",
  ]);
});

test("a user pool and client elsewhere may have groups with any role that trusts the identity pool", () => {
  const provider = "cognito-idp.eu-west-1.amazonaws.com/eu-west-1_abc";
  const system = systemOf({
    identityPool: { cognito_identity_providers: [{ client_id: "123abc", provider_name: provider }] },
    attachment: { role_mapping: [{ ...byToken, identity_provider: `${provider}:123abc` }] },
    roles: { admin: trust(pool) },
  });
  expect(people(system)).toEqual([
    "anonymous",
    "signed in to users without a group",
    "signed in to eu-west-1_abc without a group",
    "member of a group of eu-west-1_abc",
  ]);
  expect(had(system, "member of a group of eu-west-1_abc")).toContain(
    "admin where the groups of the user in eu-west-1_abc prefer role arn:aws:iam::111111111111:role/admin",
  );
});

test("a function that changes tokens leaves roles open", () => {
  const system = systemOf({
    ...twoGroups,
    userPool: { lambda_config: [{ pre_token_generation: "arn:aws:lambda:x" }] },
  });
  expect(had(system, "admin")[0]).toBe(
    "admin where the pre-token-generation function of users leaves groups and roles as they are",
  );
  expect(had(system, "admin").join("\n")).toContain("general where the pre-token-generation function of users lets");
  expect(had(system, "admin")).not.toContain("admin");
});

test("a function that changes tokens may take all roles away", () => {
  const mapping = { ...byToken, ambiguous_role_resolution: "AuthenticatedRole" };
  const userPool = { lambda_config: [{ pre_token_generation: "arn:aws:lambda:x" }] };
  expect(had(systemOf({ ...twoGroups, userPool, attachment: { role_mapping: [mapping] } }), "admin")).toContain(
    "authenticated where the pre-token-generation function of users lets the token prefer no role",
  );
});

test("who is in groups whose precedence is not known can ask for the role of each", () => {
  const unknown = (role: string) => ({ ...groupOf(role), precedence: "${var.x}" });
  const system = systemOf({ ...twoGroups, groups: { admin: unknown("admin"), general: unknown("general") } });
  expect(had(system, "admin + general")).toEqual([
    "admin where the role of group admin is preferred among admin, general",
    "general where the role of group general is preferred among admin, general",
    "admin",
    "general",
  ]);
});

test("fails to know a role that is not in the configuration", () => {
  const arn = "arn:aws:iam::222222222222:role/elsewhere";
  const system = systemOf({ ...twoGroups, groups: { admin: { role_arn: arn } } });
  expect(had(system, "admin")).toHaveLength(1);
  expect(had(system, "admin")[0]).toContain(`what the trust policy of ${arn} says allows it`);
});

test("several mappings whose provider is not known may each be the one", () => {
  const mapping = (name: string, role: string) => ({
    identity_provider: `\${var.${name}}`,
    type: "Rules",
    ambiguous_role_resolution: "Deny",
    mapping_rule: [ruleOf("@x", role)],
  });
  const role_mapping = [mapping("a", "admin"), mapping("b", "general")];
  const [one, other] = had(systemOf({ ...twoGroups, attachment: { role_mapping } }), "email contains @x");
  expect(one).toMatch(/^admin where \$\{var.a\} is cognito-idp/);
  expect(other).toMatch(/^general where \$\{var.b\} is cognito-idp.* and not \(\$\{var.a\} is/);
});

test("an identity pool elsewhere is open for every app client", () => {
  const system = systemOf({
    more: {
      aws_cognito_identity_pool: {},
      aws_cognito_identity_pool_roles_attachment: {
        members: { identity_pool_id: "eu-west-1:9", roles: { authenticated: "${aws_iam_role.elsewhere.arn}" } },
      },
      aws_iam_role: { elsewhere: { name: "elsewhere", assume_role_policy: trust("eu-west-1:9") } },
    },
  });
  expect(had(system, "signed in without a group")).toEqual([
    "elsewhere where identity pool eu-west-1:9 accepts app client web",
  ]);
});

test.each([
  [
    "clients",
    { identityPool: { cognito_identity_providers: "${var.x}" } },
    "identity pool aws_cognito_identity_pool.members accepts",
  ],
  ["mappings", { attachment: { role_mapping: "${var.x}" } }, "${var.x.identity_provider} is cognito-idp."],
  [
    "rules",
    { attachment: { role_mapping: [{ ...byToken, type: "Rules", mapping_rule: "${var.x}" }] } },
    "${var.x.claim}",
  ],
  [
    "default roles",
    { attachment: { roles: "${var.x}" } },
    "what the trust policy of ${var.x.authenticated} says allows it",
  ],
])("what is not known of %s leaves roles open", (_, changes, text) => {
  expect(had(systemOf(changes), "signed in without a group").join("\n")).toContain(text);
});

test("labels and explanations are readable where a name is not known", () => {
  const system = systemOf({ groups: { admin: { name: "${var.x}" } }, attachment: { role_mapping: [byToken] } });
  const principal = named(principalsIn(system), "${var.x}");
  expect(JSON.stringify([principal.label, principal.steps])).not.toMatch(/[\uE000-\uE003]/u);
});
