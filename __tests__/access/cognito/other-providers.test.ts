import { named, principalsIn, type Resources, rolesHad, trust } from "./support";
import { byToken, pool, ruleOf, systemOf } from "./system";

const had = (system: Resources, label: string) => rolesHad(named(principalsIn(system), label));

const openId = "arn:aws:iam::1:oidc-provider/x";
const saml = "arn:aws:iam::1:saml-provider/x";

test("people who signed in elsewhere get the authenticated role", () => {
  const system = systemOf({
    identityPool: {
      supported_login_providers: { "graph.facebook.com": "1" },
      openid_connect_provider_arns: [openId],
    },
    attachment: { role_mapping: [{ ...byToken, identity_provider: openId }] },
  });
  expect(had(system, "signed in with graph.facebook.com")).toEqual(["authenticated"]);
  expect(had(system, `signed in with ${openId}`)).toEqual([]);
});

test("people with a SAML assertion can have whichever roles it names, if they trust the identity pool", () => {
  const identityPool = { saml_provider_arns: [saml] };
  const roles = { staff: trust(pool), other: trust(pool, "unauthenticated") };
  const naming = (role: string) => `the SAML assertion of ${saml} names role arn:aws:iam::111111111111:role/${role}`;
  expect(had(systemOf({ identityPool, roles }), `signed in with ${saml}`)).toEqual([
    `authenticated where ${naming("authenticated")}`,
    `staff where ${naming("staff")}`,
    `authenticated where the SAML assertion of ${saml} names no role`,
  ]);
  const rules = { ...byToken, identity_provider: saml, type: "Rules", mapping_rule: [ruleOf("@staff", "staff")] };
  expect(
    had(systemOf({ identityPool, roles, attachment: { role_mapping: [rules] } }), `signed in with ${saml}`),
  ).toEqual(["staff where the token's email contains @staff"]);
});

test("fails to find people with a SAML assertion in the classic flow", () => {
  const identityPool = { saml_provider_arns: [saml], openid_connect_provider_arns: [openId], allow_classic_flow: true };
  const labels = principalsIn(systemOf({ identityPool })).map(({ label }) => label);
  expect(labels).toContain(`classic flow: signed in with ${openId} as authenticated`);
  expect(labels).not.toContain(`classic flow: signed in with ${saml} as authenticated`);
});

test("whoever signed in elsewhere can ask for the role of a later rule, too", () => {
  const mapping = {
    ...byToken,
    identity_provider: "graph.facebook.com",
    type: "Rules",
    mapping_rule: [ruleOf("@staff", "staff"), ruleOf("@partner", "partner")],
  };
  const system = systemOf({
    roles: { staff: trust(pool), partner: trust(pool) },
    identityPool: { supported_login_providers: { "graph.facebook.com": "1" } },
    attachment: { role_mapping: [mapping] },
  });
  expect(had(system, "signed in with graph.facebook.com")).toEqual([
    "staff where the token's email contains @staff",
    "partner where not (the token's email contains @staff) and the token's email contains @partner",
    "partner where the token's email contains @partner",
  ]);
});
