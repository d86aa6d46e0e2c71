export { findTerraform, oldestTerraform, type TerraformBinary } from "./binary";
export { alarming, byKind, isEmpty, type PlannedChange, type PlannedLoss, type PlanSummary } from "./plan";
export { columns, planAsJson, planAsMarkdown, planAsText } from "./plan-renderings";
export { shellWord, type Advice } from "./failures";
export { endGroup, isRunning } from "./process";
export { providerSource, type ProviderSource } from "./provider-mirror";
export { Terraform, type Output, type StackRun } from "./run";
