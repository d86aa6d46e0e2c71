import { type Construct } from "constructs";
import { UserError } from "../../errors";
import { type MethodAndPath } from "../../execute-api";
import { foreignScope } from "../cognito/hosted-sign-in";
import { type Scope } from "../cognito/scope";
import { type UserPool } from "../cognito/user-pool";
import { checkRange } from "../ranges";

// What REST APIs and HTTP APIs check alike.

/** How many calls a stage lets pass. */
export interface Throttling {
  /** Steady rate, 1 to 10000 requests a second; above it callers get 429. */
  readonly throttlingRateLimit: number;
  /** Burst, 1 to 5000 requests. */
  readonly throttlingBurstLimit: number;
}

/** @throws UserError for a throttling that API Gateway refuses. */
export function checkThrottling(stage: Construct, { throttlingRateLimit, throttlingBurstLimit }: Throttling): void {
  checkRange(stage, "throttlingRateLimit", throttlingRateLimit, 1, 10_000, "requests a second");
  checkRange(stage, "throttlingBurstLimit", throttlingBurstLimit, 1, 5_000, "requests");
}

/** @throws UserError for a name that can't be an API's and part of its log groups' names. */
export function checkApiName(api: Construct, name: string): void {
  if (/^[\w-]{1,128}$/.test(name)) return;
  throw new UserError({
    where: api.node.path,
    what: "this name can't be an API's and part of its log groups' names",
    got: name,
    allowed: "1 to 128 letters, digits, hyphens and underscores",
    fix: "rename the API",
  });
}

/** What is wrong with a route, what is allowed, and how to mend it. */
export type RouteFault = (what: string, allowed: string, fix: string) => UserError;

/** The errors of an API's route. */
export const faultOfRoute =
  (api: Construct, key: string): RouteFault =>
  (what, allowed, fix) =>
    new UserError({ where: api.node.path, what: `route ${key}: ${what}`, allowed, fix });

/** @throws UserError for a route that the API has already. */
export function checkUntaken(
  fault: RouteFault,
  { method, path }: MethodAndPath,
  others: readonly MethodAndPath[],
): void {
  if (!others.some((other) => other.method === method && other.path === path)) return;
  throw fault("the API has this route already", "one route for each method and path", "remove one of the two");
}

/** @throws UserError for a scope of another user pool than the one whose tokens open the route. */
export function checkScopesPool(fault: RouteFault, userPool: UserPool, scopes: readonly Scope[]): void {
  const stranger = foreignScope(userPool, scopes);
  if (!stranger) return;
  throw fault(
    `the scope ${stranger.name} is of another user pool, whose tokens this route refuses`,
    `scopes of ${userPool.node.path}`,
    "use a resource server of that pool",
  );
}
