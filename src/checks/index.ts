/** What can never have been meant, found by reading Terraform. */
export { fails, type Finding, type Severity } from "./finding";
export { findingsOf } from "./findings";
export { type Checked, reportAsJson, reportAsText } from "./report";
