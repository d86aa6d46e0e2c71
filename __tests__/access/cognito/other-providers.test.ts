import { named, principalsIn, type Resources, rolesHad, trust } from "./support";
import { byToken, pool, ruleOf, systemOf } from "./system";

const had = (system: Resources, label: string) => rolesHad(named(principalsIn(system), label));

test("people who signed in elsewhere get the authenticated role", () => {
  const system = systemOf({
    identityPool: {
      supported_login_providers: { "graph.facebook.com": "1" },
      saml_provider_arns: ["arn:aws:iam::1:saml-provider/x"],
    },
    attachment: { role_mapping: [{ ...byToken, identity_provider: "arn:aws:iam::1:saml-provider/x" }] },
  });
  expect(had(system, "signed in with graph.facebook.com")).toEqual(["authenticated"]);
  expect(had(system, "signed in with arn:aws:iam::1:saml-provider/x")).toEqual([]);
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
