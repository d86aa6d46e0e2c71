/** Everything that `npm run check` can find. docs/findings.md has a section for each. */
export const findingIds = [
  // Trust
  "trust-without-aud",
  "trust-without-amr",
  "trust-amr-without-for-any-value",
  "trust-with-unknown-key",
  "trust-by-assume-role",
  "role-not-trusting-identity-pool",
  "guest-role-trusts-users",
  "user-role-trusts-guests",
  // Identity pools and role mappings
  "identity-pool-without-roles",
  "guests-without-role",
  "guest-role-without-guests",
  "classic-flow-with-guests",
  "group-role-without-token-mapping",
  "role-mapping-key-malformed",
  "role-mapping-of-unknown-client",
  "role-mapping-denies-users-without-group",
  "precedence-shared",
  "precedence-missing",
  "rule-on-user-writable-claim",
  "rule-never-decides",
  "too-many-rules",
  "too-many-role-mappings",
  // Policies
  "policy-names-path-parameter",
  "policy-names-no-route",
  "policy-allows-every-api",
  "policy-with-action-of-management",
  "policy-allows-with-not-principal",
  "policy-allows-with-for-all-values",
  // Resource policies and origins
  "resource-policy-allows-everybody",
  "resource-policy-names-federated-role",
  "private-api-without-resource-policy",
  "vpc-condition-on-public-api",
  "source-ip-on-private-api",
  "vpc-endpoint-ids-without-restriction",
  "deployment-without-policy-trigger",
  // Routes
  "proxy-around-guarded-method",
  "preflight-with-authorizer",
  "refusals-without-cors",
  // Tokens
  "jwt-issuer-is-no-issuer",
  "jwt-audience-of-unknown-client",
  "jwt-route-without-scopes",
  // Integrations
  "caller-without-invoke-permission",
  "integration-without-permission",
  // Acknowledgements
  "acknowledgement-without-finding",
] as const;

/** What a finding is called. */
export type FindingId = (typeof findingIds)[number];

/** Whether a text is a finding's id. */
export function isFindingId(text: string): text is FindingId {
  return findingIds.some((id) => id === text);
}
