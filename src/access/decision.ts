import { type Assumption } from "./assumptions";
import { type Formula } from "./formula";

/** What becomes of a call. */
export interface Decision {
  readonly outcome: Outcome;
  /** When the call is let through: `true` or `false`, or what it depends on. Of one that fails, when it gets that far. */
  readonly when: Formula;
  /**
   * The status that the caller gets where the call is not let through, or where it fails; undefined where no answer
   * comes, or where it depends on what the API makes of a service's answer.
   */
  readonly status?: number;
  /** The body of that answer. */
  readonly body?: string;
  /** Why it is not let through, or fails; absent where it is let through always. */
  readonly reason?: Reason;
  /** What the caller calls with, as far as it matters: `role gatehouse-dev-admin`, `ID token of web`. */
  readonly credentials?: string;
  readonly assumptions: readonly Assumption[];
}

export type Outcome =
  | "allowed"
  /** Depends on what the Terraform does not say; `when` names it. */
  | "conditional"
  /** Authorized, but the integration lacks a permission: the caller gets a 500. */
  | "failing"
  | "denied"
  /** There is no way from there: no answer comes, or the name does not resolve. */
  | "unreachable";

/** Why a call is not let through; {@link reasons} has the sentences. */
export type Reason = keyof typeof reasons;

/** What each reason says, as the end of a sentence that begins with "refused, because". */
export const reasons = {
  unsigned: "the request is not signed",
  "no statement": "no statement of the role or of a resource policy allows it",
  "explicit deny": "a statement denies it",
  "no role": "Cognito gives no role",
  "no token": "the request carries no token",
  "wrong token": "the token is not one that the authorizer accepts",
  "missing scope": "the token lacks every scope that the route asks for",
  authorizer: "the authorizer does not let it in",
  "no API key": "the request carries no API key of a usage plan",
  "policy allows nobody": "the resource policy does not allow it",
  "endpoint policy": "the policy of the VPC endpoint does not allow it",
  "private API": "the API is private and the call does not come through a VPC endpoint",
  "other region": "a VPC endpoint leads to private APIs of its own region only",
  "public API": "a VPC endpoint leads to private APIs only",
  "endpoint disabled": "the API's own name leads nowhere, and no custom domain to it",
  "not deployed": "no stage serves it",
  "no route": "no route serves it",
  "not open": "what it depends on cannot be met",
  "integration permission": "API Gateway may not invoke the function",
  "caller's permission": "the caller's own role may not invoke the function",
} as const;
