import { named, principalsIn, rolesHad, trust } from "./support";
import { byToken, pool, ruleOf, systemOf } from "./system";

const provider_name = "${aws_cognito_user_pool.users.endpoint}";
const idOf = (client: string) => `\${aws_cognito_user_pool_client.${client}.id}`;

/** A mapping by rules for one client: who has the text in their e-mail address gets the role `staff`. */
const mapping = (client: string, value: string) => ({
  ...byToken,
  identity_provider: `${provider_name}:${idOf(client)}`,
  type: "Rules",
  mapping_rule: [ruleOf(value, "staff")],
});

test("whom no rule of an identity pool fits, none fits that is for another of its clients either", () => {
  const user_pool_id = "${aws_cognito_user_pool.users.id}";
  const system = systemOf({
    roles: { staff: trust(pool) },
    identityPool: {
      cognito_identity_providers: ["web", "phone"].map((client) => ({ client_id: idOf(client), provider_name })),
    },
    attachment: { role_mapping: [mapping("web", "@staff"), mapping("phone", "@partner")] },
    more: { aws_cognito_user_pool_client: { web: { user_pool_id }, phone: { user_pool_id } } },
  });
  const had = (label: string) => rolesHad(named(principalsIn(system), label));
  expect(had("no rule of members fits")).toEqual([]);
  expect(had("email contains @partner")).toEqual(["staff where the token's email contains @staff", "staff"]);
});
