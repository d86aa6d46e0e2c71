import { type Construct } from "constructs";
import { describe } from "../../errors";
import { type MethodAndPath, patternReaches, resourcePolicyReaches } from "../../execute-api";
import { type Caller } from "../iam/caller";
import { resolved } from "../tokens";
import { modelFaults } from "./request-rules";
import { preflights, resourcePolicyLimit } from "./resource-policy";
import { grantedRoute, type Route } from "./rest-api-route";
import { namedMethods } from "./route";
import { authorizerLimit } from "./rest-api-security";

/** A route, as far as it is compared with the others. */
export type CheckedRoute = Pick<Route, "method" | "path" | "auth" | "allow" | "ownParameter" | "request">;

/** An API, as far as its routes are checked together. */
export interface CheckedApi {
  readonly stageName: string;
  readonly routes: readonly CheckedRoute[];
  /** Whether API Gateway answers preflight requests. */
  readonly cors: boolean;
  /** The resource policy, if it has one. */
  readonly policy: string | undefined;
}

/** Most resources (paths and their beginnings, the root among them) that a REST API may have. */
const resourceLimit = 300;

/**
 * What is wrong with an API's routes taken together: none at all, more than API Gateway allows, and grants that reach
 * too far, be it in a role's policy or in the API's own.
 *
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-execution-service-limits-table.html
 */
export function routeFaults(api: Construct, { stageName, routes, cors, policy }: CheckedApi): string[] {
  const where = api.node.path;
  if (routes.length === 0) {
    return [describe({ where, what: "the API has no route, and AWS deploys none without", fix: "add a route" })];
  }
  const models = modelFaults(routes.flatMap(({ request }) => request ?? []));
  return [
    ...quotaFaults(where, routes),
    ...models.map((what) => describe({ where, what, fix: "give each schema a name of its own" })),
    ...overreaches(where, routes),
    ...(policy === undefined ? [] : policyFaults(where, { stageName, routes, cors, policy: resolved(api, policy) })),
  ];
}

function quotaFaults(where: string, routes: readonly CheckedRoute[]): string[] {
  const resources = new Set(routes.flatMap(({ path }) => beginningsOf(path))).size;
  const pools = new Set(routes.flatMap(({ auth }) => (auth.type === "COGNITO_USER_POOLS" ? [auth.userPool] : []))).size;
  const adjustable = "API Gateway's default quota; adjustable, then change the number here";
  const tooMany = (what: string, limit: string) =>
    describe({ where, what, allowed: `${limit} an API (${adjustable})`, fix: "split the API" });
  return [
    ...(resources > resourceLimit
      ? [tooMany(`the API's paths make ${resources} resources`, `${resourceLimit} resources`)]
      : []),
    ...(pools > authorizerLimit
      ? [tooMany(`the API's routes name ${pools} user pools`, `${authorizerLimit} authorizers`)]
      : []),
  ];
}

/** An Allow for everybody must not reach a route that IAM decides: it would admit whoever can sign at all. */
function policyFaults(where: string, { stageName, routes, cors, policy }: CheckedApi & { policy: string }): string[] {
  const byIam = routes.filter(({ auth }) => auth.type === "AWS_IAM");
  const allowed: MethodAndPath[] = [
    ...routes.filter(({ auth }) => auth.type !== "AWS_IAM"),
    ...(cors && byIam.length > 0 ? [preflights] : []),
  ];
  // Where preflights are answered, OPTIONS has a method of its own beside ANY.
  const served = byIam.flatMap((route) =>
    cors && route.method === "ANY" ? namedMethods.map((method) => ({ ...route, method })) : [route],
  );
  const opened = allowed.flatMap((route) =>
    served.filter((other) => resourcePolicyReaches(stageName, route, other)).map((other) => [route, other]),
  );
  return [
    ...opened.map(([route, other]) =>
      describe({
        where,
        what:
          `${route?.method} ${route?.path} is allowed to everybody in the resource policy, which would open ` +
          `${other?.method} ${other?.path} to every signed caller too, because * crosses slashes there`,
        fix: "put one of the two below another path, or into an API of its own",
      }),
    ),
    ...(policy.length > resourcePolicyLimit
      ? [
          describe({
            where,
            what: `the resource policy has ${policy.length} characters`,
            allowed: `${resourcePolicyLimit} characters (API Gateway's default quota; adjustable, then change the number here)`,
            fix: "split the API, or authorize its routes alike",
          }),
        ]
      : []),
  ];
}

/**
 * The parameter that keeps a path from being added: API Gateway refuses two names for one place, as in `/m/{id}` and
 * `/m/{member}`, or `/m/{id}` beside `/m/{path+}`.
 */
export function siblingParameter(path: string, others: readonly string[]): string | undefined {
  for (const place of beginningsOf(path).filter((beginning) => beginning.endsWith("}"))) {
    const parent = parentOf(place);
    const sibling = others
      .filter((other) => other.startsWith(`${parent}/{`))
      .map((other) => other.slice(0, other.indexOf("}", parent.length) + 1))
      .find((other) => other !== place);
    if (sibling !== undefined) return sibling;
  }
  return undefined;
}

/** `/`, `/m` and `/m/{id}` for `/m/{id}`: the resources that serve a path. */
function beginningsOf(path: string): string[] {
  const segments = path.split("/").slice(1).filter(Boolean);
  return ["/", ...segments.map((_, index) => `/${segments.slice(0, index + 1).join("/")}`)];
}

const parentOf = (path: string) => path.slice(0, path.lastIndexOf("/"));

/** Grants whose `*`, which crosses slashes in IAM, would also open a route that was not granted. */
function overreaches(where: string, routes: readonly CheckedRoute[]): string[] {
  const byIam = routes.filter(({ auth }) => auth.type === "AWS_IAM");
  return byIam.flatMap((granted) => {
    const pattern = grantedRoute(granted);
    const reached = byIam.filter((other) => patternReaches(pattern, other));
    return granted.allow.flatMap((caller) =>
      reached
        .filter((other) => !isMeantFor(caller, granted, other))
        .map((other) => overreach(where, granted, other, caller)),
    );
  });
}

/** Whether a caller who may call one route may call the other as freely. */
function isMeantFor(caller: Caller, granted: CheckedRoute, other: CheckedRoute): boolean {
  if (!other.allow.some((allowed) => includes(allowed, caller))) return false;
  if (granted === other || other.ownParameter === undefined) return true;
  const [before] = other.path.split(`{${other.ownParameter}}`);
  return granted.ownParameter === other.ownParameter && granted.path.startsWith(`${before}{${other.ownParameter}}`);
}

const includes = (allowed: Caller, caller: Caller) => caller.roles.every((role) => allowed.roles.includes(role));

const overreach = (where: string, granted: MethodAndPath, other: MethodAndPath, { callerName }: Caller) =>
  describe({
    where,
    what:
      `allowing ${callerName} ${granted.method} ${granted.path} would allow ${other.method} ${other.path} too, ` +
      "because a path parameter becomes * in IAM, and * crosses slashes",
    fix: `put one of the two below another path, or allow ${callerName} both`,
  });
