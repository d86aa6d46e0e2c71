export { isAlive, removeRemains } from "./abandoned";
export { findTerraform, type TerraformBinary } from "./binary";
export { alarming, byKind, isEmpty, type PlanSummary } from "./plan";
export { columns, planAsJson, planAsMarkdown, planAsText } from "./plan-renderings";
export { type Advice } from "./failures";
export { endGroup, endingSignals, isRunning } from "./process";
export { providerVariables } from "./provider-mirror";
export { Terraform, type Output } from "./run";
