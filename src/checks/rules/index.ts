import { type Rule } from "../facts";
import { allowRule } from "./allow";
import { deploymentRule } from "./deployments";
import { groupRule } from "./groups";
import { identityPoolRule } from "./identity-pools";
import { integrationRule } from "./integrations";
import { mappingRulesRule } from "./mapping-rules";
import { originRule } from "./origins";
import { policyRule } from "./policies";
import { policyRouteRule } from "./policy-routes";
import { refusalRule } from "./refusals";
import { resourcePolicyRule } from "./resource-policy";
import { roleMappingRule } from "./role-mapping";
import { routeRule } from "./routes";
import { tokenRule } from "./tokens";
import { trustRule } from "./trust";
import { trustOfPoolRule } from "./trust-of-pool";

/** Everything that is looked for, by subject. */
export const rules: readonly Rule[] = [
  trustRule,
  trustOfPoolRule,
  identityPoolRule,
  groupRule,
  roleMappingRule,
  mappingRulesRule,
  policyRule,
  policyRouteRule,
  allowRule,
  resourcePolicyRule,
  originRule,
  deploymentRule,
  routeRule,
  refusalRule,
  tokenRule,
  integrationRule,
];
