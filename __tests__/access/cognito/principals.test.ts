import { type Principal } from "../../../src/access/principal";
import { named, principalsIn, type Resources, rolesHad, textsOf, trust, trustOf } from "./support";
import { type Value } from "../../../src/access/terraform/configuration";
import { byToken, groupOf, key, pool, ruleOf, systemOf } from "./system";

const people = (principals: readonly Principal[]) =>
  principals.filter(({ kind }) => !["token", "foreign-token"].includes(kind)).map(({ label }) => label);
const had = (system: Resources, label: string) => rolesHad(named(principalsIn(system), label));
const said = (system: Resources, label: string) => textsOf(named(principalsIn(system), label).steps).join("\n");

const twoGroups = {
  roles: { admin: trust(pool), general: trust(pool) },
  groups: { admin: groupOf("admin", 1), general: groupOf("general", 2) },
  attachment: { role_mapping: [byToken] },
};
const unset =
  "Cognito answers InvalidIdentityPoolConfigurationException: Invalid identity pool configuration. Check assigned IAM roles for this pool";

test("a system with two groups has people with short names, each with their role", () => {
  const principals = principalsIn(systemOf(twoGroups));
  expect(people(principals)).toEqual(["anonymous", "signed in without a group", "admin", "general"]);
  expect(rolesHad(named(principals, "admin"))).toEqual(["admin"]);
  expect(rolesHad(named(principals, "signed in without a group"))).toEqual([]);
});

test("what people get is explained with the addresses that decide", () => {
  const { steps } = named(principalsIn(systemOf(twoGroups)), "general");
  expect(steps.map(({ address }) => address)).toEqual([
    "aws_cognito_user_pool.users",
    "aws_cognito_user_group.general",
    "aws_cognito_identity_pool.members",
    undefined,
    "aws_cognito_identity_pool_roles_attachment.members",
    "aws_cognito_user_group.general",
    "aws_iam_role.general, assume_role_policy",
  ]);
  expect(steps.every(({ section, text }) => /^\d\.?\d?$/.test(section) && !text.endsWith("."))).toBe(true);
});

test("fails somebody of no group with Cognito's own words", () => {
  expect(said(systemOf(twoGroups), "signed in without a group")).toMatch(
    /Cognito answers NotAuthorizedException: The ambiguous role mapping rules for: cognito-idp\.eu-west-1\..* denied this request/,
  );
});

test("without a mapping members of every group get the authenticated role", () => {
  expect(had(systemOf({ ...twoGroups, attachment: {} }), "admin")).toEqual(["authenticated"]);
});

test("fails a member of a group whose role trusts another identity pool", () => {
  const system = systemOf({
    ...twoGroups,
    identityPools: { other: {} },
    roles: { admin: trust("${aws_cognito_identity_pool.other.id}"), general: trust(pool) },
  });
  expect(had(system, "admin")).toEqual([]);
  expect(said(system, "admin")).toContain(unset);
  expect(said(system, "admin")).toContain(
    "aud ${aws_cognito_identity_pool.other.id}, and it is ${aws_cognito_identity_pool.members.id}",
  );
});

test("members of two groups that tie are listed, and can ask for either role", () => {
  const system = systemOf({ ...twoGroups, groups: { admin: groupOf("admin", 1), general: groupOf("general", 1) } });
  expect(people(principalsIn(system))).toContain("admin + general");
  expect(had(system, "admin + general")).toEqual(["admin", "general"]);
  expect(said(system, "admin + general")).toContain(
    "groups admin and general have the best precedence, 1, and different",
  );
  expect(said(system, "admin + general")).toContain("(CustomRoleArn), which the token names");
});

test("of the ties that lead to the same one stands for all", () => {
  const system = systemOf({
    roles: { a: trust(pool), b: trust(pool), c: trust(pool) },
    groups: { a: groupOf("a"), b: groupOf("b"), c: groupOf("c"), d: groupOf("c") },
    attachment: { role_mapping: [byToken] },
  });
  expect(people(principalsIn(system))).toEqual(["anonymous", "signed in without a group", "a", "b", "c", "d", "a + b"]);
  expect(said(system, "a + b")).toContain("the same becomes of members of a + c; b + c");
});

test("a better group without a role is listed together with two that it makes ambiguous", () => {
  const groups = { best: groupOf(undefined, 1), admin: groupOf("admin", 2), general: groupOf("general", 3) };
  const system = systemOf({ ...twoGroups, groups });
  expect(people(principalsIn(system))).toContain("best + admin + general");
  expect(had(system, "best + admin + general")).toEqual(["admin", "general"]);
});

test("guests are listed where they are allowed, within the limits of the enhanced flow", () => {
  const system = systemOf({ identityPool: { allow_unauthenticated_identities: true } });
  const [credentials] = named(principalsIn(system), "guest").credentials;
  expect(credentials).toMatchObject({
    kind: "role",
    role: { name: "unauthenticated" },
    when: true,
    assumptions: [],
  });
  expect(credentials?.kind === "role" && credentials.sessionPolicies?.length).toBe(2);
  expect(people(principalsIn(systemOf()))).not.toContain("guest");
});

test("fails guests whose role is for the signed-in", () => {
  const roles = { unauthenticated: trust(pool) };
  const system = systemOf({ identityPool: { allow_unauthenticated_identities: true }, roles });
  expect(had(system, "guest")).toEqual([]);
  expect(said(system, "guest")).toContain(unset);
});

const rules = (...mapping_rule: readonly ReturnType<typeof ruleOf>[]) => ({
  role_mapping: [{ ...byToken, type: "Rules", mapping_rule }],
});

test("whoever a rule fits is listed, and whom none fits", () => {
  const system = systemOf({
    roles: { staff: trust(pool), partner: trust(pool) },
    attachment: rules(ruleOf("@staff", "staff"), ruleOf("@partner", "partner"), ruleOf("@staff.example", "partner")),
  });
  expect(people(principalsIn(system))).toEqual([
    "anonymous",
    "signed in without a group",
    "email contains @staff",
    "email contains @partner",
    "no rule fits",
  ]);
  expect(had(system, "email contains @partner")[0]).toBe("partner");
  expect(had(system, "no rule fits")).toEqual([]);
  expect(had(system, "signed in without a group")[0]).toBe("staff where the token's email contains @staff");
  expect(said(system, "no rule fits")).toContain(
    "rule 3 (email contains @staff.example) is never the first that fits, because of email contains @staff",
  );
});

test("a rule about groups is about their members", () => {
  const system = systemOf({
    roles: { staff: trust(pool) },
    groups: { admin: {} },
    attachment: rules(
      ruleOf("admin", "staff", { claim: "cognito:groups" }),
      ruleOf("x", "staff", { claim: "cognito:groups" }),
    ),
  });
  expect(people(principalsIn(system))).toEqual([
    "anonymous",
    "signed in without a group",
    "admin",
    "cognito:groups contains x",
    "no rule fits",
  ]);
  expect(had(system, "admin")).toEqual(["staff"]);
  expect(had(system, "signed in without a group")).toEqual([]);
  expect(named(principalsIn(system), "admin").credentials[0]).toMatchObject({ assumptions: ["A6"] });
});

test("in the classic flow a guest gets an admin's role that does not test amr", () => {
  const identityPool = { allow_classic_flow: true, allow_unauthenticated_identities: true };
  const roles = {
    admin: trust(pool, null),
    general: trust(pool),
    other: trust("${aws_cognito_identity_pool.other.id}"),
  };
  const system = systemOf({ identityPool, identityPools: { other: {} }, roles });
  const classic = principalsIn(system).filter(({ kind }) => kind === "classic");
  expect(classic.map(({ label }) => label)).toEqual([
    "classic flow: guest as admin",
    "classic flow: guest as unauthenticated",
    "classic flow: signed in as admin",
    "classic flow: signed in as authenticated",
    "classic flow: signed in as general",
  ]);
  const [credentials] = named(classic, "classic flow: guest as admin").credentials;
  expect(credentials).toMatchObject({ role: { name: "admin" }, when: true });
  expect(credentials).not.toHaveProperty("sessionPolicies");
});

test("tags of the session need sts:TagSession in the trust", () => {
  const principalTags = {
    aws_cognito_identity_pool_provider_principal_tag: {
      tags: {
        identity_pool_id: pool,
        identity_provider_name: "${aws_cognito_user_pool.users.endpoint}",
        use_defaults: true,
      },
    },
  };
  const aud = { StringEquals: { "cognito-identity.amazonaws.com:aud": pool } };
  const tagging = trustOf(aud, { Action: ["sts:AssumeRoleWithWebIdentity", "sts:TagSession"] });
  expect(had(systemOf({ more: principalTags }), "signed in without a group")).toEqual([]);
  expect(said(systemOf({ more: principalTags }), "signed in without a group")).toContain("not sts:TagSession");
  const system = systemOf({ more: principalTags, roles: { authenticated: tagging } });
  const [credentials] = named(principalsIn(system), "signed in without a group").credentials;
  expect(credentials?.kind === "role" && credentials.keys.get("aws:principaltag/client")).toHaveLength(1);
});

const tagged = (changes: Readonly<Record<string, Value>>) => ({
  aws_cognito_identity_pool_provider_principal_tag: {
    tags: {
      identity_pool_id: pool,
      identity_provider_name: "${aws_cognito_user_pool.users.endpoint}",
      use_defaults: false,
      ...changes,
    },
  },
});

test("tags that are not known may be none, and no tags need no permission", () => {
  expect(had(systemOf({ more: tagged({}) }), "signed in without a group")).toEqual(["authenticated"]);
  expect(had(systemOf({ more: tagged({ principal_tags: "${var.tags}" }) }), "signed in without a group")).toEqual([
    "authenticated where not (principal_tags of aws_cognito_identity_pool_provider_principal_tag.tags names any)",
  ]);
});

test("fails people of another provider whose sessions are tagged by a role that does not trust tags", () => {
  const more = tagged({ identity_provider_name: "graph.facebook.com", principal_tags: { team: "team" } });
  const identityPool = { supported_login_providers: { "graph.facebook.com": "1" }, allow_classic_flow: true };
  const system = systemOf({ identityPool, more });
  expect(had(system, "signed in with graph.facebook.com")).toEqual([]);
  const labels = people(principalsIn(system)).filter((label) => label.startsWith("classic flow"));
  expect(labels).toEqual(["classic flow: signed in as authenticated"]);
});

test("who may sign in with two app clients has the credentials of either, which tags tell apart", () => {
  const trusted = trustOf(
    { StringEquals: { "cognito-identity.amazonaws.com:aud": pool } },
    { Action: ["sts:AssumeRoleWithWebIdentity", "sts:TagSession"] },
  );
  const clients = ["web", "phone"].map((name) => ({
    client_id: `\${aws_cognito_user_pool_client.${name}.id}`,
    provider_name: "${aws_cognito_user_pool.users.endpoint}",
  }));
  const user_pool_id = "${aws_cognito_user_pool.users.id}";
  const system = systemOf({
    roles: { authenticated: trusted },
    identityPool: { cognito_identity_providers: clients },
    more: {
      ...tagged({ use_defaults: true }),
      aws_cognito_user_pool_client: { web: { user_pool_id }, phone: { user_pool_id } },
    },
  });
  expect(had(system, "signed in without a group")).toEqual(["authenticated", "authenticated"]);
  expect(had({ ...system, aws_cognito_identity_pool_provider_principal_tag: {} }, "signed in without a group")).toEqual(
    ["authenticated"],
  );
});

test("one person has the credentials of every identity pool", () => {
  const second = "${aws_cognito_identity_pool.second.id}";
  const first = systemOf({ roles: { second: trust(second) } });
  const system: Resources = {
    ...first,
    aws_cognito_identity_pool: {
      ...first["aws_cognito_identity_pool"],
      second: { ...first["aws_cognito_identity_pool"]?.["members"], allow_unauthenticated_identities: true },
    },
    aws_cognito_identity_pool_roles_attachment: {
      ...first["aws_cognito_identity_pool_roles_attachment"],
      second: { identity_pool_id: second, roles: { authenticated: "${aws_iam_role.second.arn}" } },
    },
  };
  expect(people(principalsIn(system))).toEqual(["anonymous", "guest of second", "signed in without a group"]);
  expect(had(system, "signed in without a group")).toEqual(["authenticated", "second"]);
  expect(said(system, "guest of second")).toContain("identity pool second has no unauthenticated role");
});

test("the people of the user pool that APIs have to do with have the short names", () => {
  const system = systemOf({
    ...twoGroups,
    more: {
      aws_cognito_user_pool: { users: {}, others: {} },
      aws_cognito_user_group: {
        admin: { name: "admin", user_pool_id: "${aws_cognito_user_pool.users.id}", ...groupOf("admin", 1) },
        other: { name: "admin", user_pool_id: "${aws_cognito_user_pool.others.id}" },
      },
      aws_iam_role_policy: {
        admin: {
          role: "admin",
          policy: JSON.stringify({
            Version: "2012-10-17",
            Statement: { Effect: "Allow", Action: "execute-api:Invoke", Resource: "*" },
          }),
        },
      },
    },
  });
  expect(people(principalsIn(system))).toEqual([
    "anonymous",
    "signed in without a group",
    "admin",
    "signed in to others without a group",
    "admin of others",
  ]);
});

test("labels are unique, and every mapping key that fits nobody leaves the defaults", () => {
  const system = systemOf({
    ...twoGroups,
    attachment: { role_mapping: [{ ...byToken, identity_provider: `https://${key}` }] },
  });
  const labels = principalsIn(system, ["a", "b"]).map(({ label }) => label);
  expect(new Set(labels).size).toBe(labels.length);
  expect(had(system, "admin")).toEqual(["authenticated"]);
});
