import fc from "fast-check";
import { type Value } from "../../../src/access/terraform/configuration";
import { UserError } from "../../../src/errors";
import { principalsIn, trust } from "./support";
import { byToken, groupOf, pool, ruleOf, systemOf } from "./system";

const oddities: fc.Arbitrary<Value> = fc.oneof(
  fc.constantFrom<Value>(null, true, -1, 1.5, "", "x", "${var.x}", "https://x", [], {}),
  fc.constantFrom<Value>([null], [[]], { a: "b" }, ["${var.x}", 3], "cognito-idp.eu-west-1.amazonaws.com/eu-west-1_a"),
);
const some = (...names: readonly string[]) => fc.dictionary(fc.constantFrom(...names), oddities, { maxKeys: 2 });

/** What Terraform's provider and AWS would make of it may be a refusal, but is never a crash of ours. */
function people(changes: Parameters<typeof systemOf>[0]): readonly string[] {
  try {
    return principalsIn(systemOf(changes), ["a/b"]).map(({ label }) => label);
  } catch (error) {
    if (error instanceof UserError) return [];
    throw error;
  }
}

test("whatever the arguments hold, there are people with labels of their own, or a message with an address", () => {
  fc.assert(
    fc.property(
      fc.record({
        userPool: some("schema", "lambda_config"),
        client: some(
          "explicit_auth_flows",
          "allowed_oauth_flows",
          "allowed_oauth_scopes",
          "user_pool_id",
          "write_attributes",
        ),
        identityPool: some(
          "allow_classic_flow",
          "allow_unauthenticated_identities",
          "cognito_identity_providers",
          "saml_provider_arns",
          "supported_login_providers",
        ),
        group: some("precedence", "role_arn", "user_pool_id"),
        attachment: some("roles", "role_mapping"),
        mapping: some("identity_provider", "type", "mapping_rule", "ambiguous_role_resolution"),
        rule: some("claim", "match_type", "value", "role_arn"),
      }),
      ({ userPool, client, identityPool, group, attachment, mapping, rule }) => {
        const rules = { ...byToken, type: "Rules", mapping_rule: [ruleOf("x", "admin", rule)], ...mapping };
        const labels = people({
          userPool,
          client,
          identityPool,
          roles: { admin: trust(pool) },
          groups: { admin: { ...groupOf("admin", 1), ...group }, general: groupOf("admin") },
          attachment: { role_mapping: [rules], ...attachment },
        });
        expect(new Set(labels).size).toBe(labels.length);
      },
    ),
  );
});
