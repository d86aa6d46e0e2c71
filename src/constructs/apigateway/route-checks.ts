import { type Construct } from "constructs";
import { describe } from "../../errors";
import { type MethodAndPath, patternReaches } from "../../execute-api";
import { type Caller } from "../iam/caller";

/** A route, as far as it is compared with the others. */
export interface CheckedRoute extends MethodAndPath {
  readonly allow: readonly Caller[];
}

/** Most resources (paths and their beginnings, the root among them) that a REST API may have. */
const resourceLimit = 300;

/**
 * What is wrong with an API's routes taken together: none at all, more than API Gateway allows, and grants that reach
 * too far.
 *
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-execution-service-limits-table.html
 */
export function routeFaults(api: Construct, routes: readonly CheckedRoute[]): string[] {
  const where = api.node.path;
  if (routes.length === 0) {
    return [describe({ where, what: "the API has no route, and AWS deploys none without", fix: "add a route" })];
  }
  const resources = new Set(routes.flatMap(({ path }) => beginningsOf(path))).size;
  const tooMany = describe({
    where,
    what: `the API's paths make ${resources} resources`,
    allowed: `${resourceLimit} resources an API (API Gateway's default quota; adjustable, then change the number here)`,
    fix: "split the API",
  });
  return [...(resources > resourceLimit ? [tooMany] : []), ...overreaches(where, routes)];
}

/**
 * The parameter that keeps a path from being added: API Gateway refuses two names for one place, as in `/m/{id}` and
 * `/m/{member}`, or `/m/{id}` beside `/m/{path+}`.
 */
export function siblingParameter(path: string, others: readonly string[]): string | undefined {
  const places = beginningsOf(path).filter((beginning) => beginning.endsWith("}"));
  return others
    .flatMap(beginningsOf)
    .find(
      (other) => other.endsWith("}") && places.some((place) => place !== other && parentOf(place) === parentOf(other)),
    );
}

/** `/`, `/m` and `/m/{id}` for `/m/{id}`: the resources that serve a path. */
function beginningsOf(path: string): string[] {
  const segments = path.split("/").slice(1).filter(Boolean);
  return ["/", ...segments.map((_, index) => `/${segments.slice(0, index + 1).join("/")}`)];
}

const parentOf = (path: string) => path.slice(0, path.lastIndexOf("/"));

/** Grants whose `*`, which crosses slashes in IAM, would also open a route that was not granted. */
function overreaches(where: string, routes: readonly CheckedRoute[]): string[] {
  return routes.flatMap((granted) =>
    granted.allow.flatMap((caller) =>
      routes
        .filter((other) => !other.allow.some((allowed) => includes(allowed, caller)) && patternReaches(granted, other))
        .map((other) => overreach(where, granted, other, caller)),
    ),
  );
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
