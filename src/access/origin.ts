import { type Formula } from "./formula";
import { type Policy } from "./iam/policy";
import { type ContextValue } from "./iam/request";

/** Where on the network a call comes from. */
export interface Origin {
  /** Short and unique, such as `internet`, `internet 203.0.113.0/24`, `VPC endpoint execute-api-endpoint`. */
  readonly label: string;
  readonly kind: "internet" | "endpoint" | "other-endpoint";
  /** An endpoint's own policy; absent where it has none and so allows all. */
  readonly endpointPolicy?: Policy;
  /** Where an endpoint is: it leads to private APIs of its own region only. @default - not known */
  readonly region?: string;
  /** Whether names of public APIs lead to the endpoint too (private DNS), where that is known. */
  readonly privateDns?: boolean;
  /** What a policy can know of it: `aws:sourceip`, `aws:sourcevpce`, `aws:sourcevpc`, `aws:vpcsourceip`. */
  readonly keys: ReadonlyMap<string, ContextValue>;
  /** Under which conditions there is such a way. @default - always */
  readonly when?: Formula;
}
