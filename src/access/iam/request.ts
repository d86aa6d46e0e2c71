import { type Formula } from "../formula";

/** A request as IAM sees it. Text may hold symbols (`../symbols`). */
export interface IamRequest {
  /** Such as `execute-api:Invoke`. */
  readonly action: string;
  /** The ARN, with a symbol for each part that differs between requests, such as a path parameter. */
  readonly resource: string;
  /** Who asks; policies that name principals are matched against it. */
  readonly caller: Caller;
  /** What is known of the request's context, by key in lower case. A key that is not here may have any value or none. */
  readonly keys: ReadonlyMap<string, ContextValue>;
  /**
   * Whether a request for exactly this resource would be another than this one: it fits this one's symbols, but is
   * served elsewhere. @default - no such
   */
  readonly isOther?: (resource: string) => boolean;
}

/** The values of a context key; none where the request certainly lacks it. Several where the key is multivalued. */
export type ContextValue = readonly string[];

export type Caller =
  | { readonly kind: "anonymous" }
  /** A session of a role. */
  | { readonly kind: "session"; readonly roleArn: string; readonly sessionArn: string; readonly accountId: string }
  /** A web identity, before it has a role. */
  | { readonly kind: "federated"; readonly provider: string }
  /** A service of AWS, such as `apigateway.amazonaws.com`. */
  | { readonly kind: "service"; readonly service: string };

/** What a policy says about a request. */
export interface Verdict {
  /** When some statement allows it. */
  readonly allowed: Formula;
  /** When some statement denies it. */
  readonly denied: Formula;
  /** The statements that apply at least sometimes, in their order. */
  readonly applying: readonly Applying[];
}

/** A statement that applies to a request. */
export interface Applying {
  /** Where its policy stands. */
  readonly address: string;
  /** Its name in the policy. */
  readonly statement: string;
  readonly effect: "Allow" | "Deny";
  readonly when: Formula;
}
