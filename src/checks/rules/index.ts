import { type Rule } from "../facts";
import { groupRule } from "./groups";
import { identityPoolRule } from "./identity-pools";
import { mappingRulesRule } from "./mapping-rules";
import { roleMappingRule } from "./role-mapping";
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
];
