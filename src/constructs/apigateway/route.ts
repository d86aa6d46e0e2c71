import { type Construct } from "constructs";
import { UserError } from "../../errors";
import { type MethodAndPath } from "../../execute-api";

/** The methods that ANY stands for where each is named: all but OPTIONS. */
export const namedMethods = ["DELETE", "GET", "HEAD", "PATCH", "POST", "PUT"] as const;
const methods = ["ANY", ...namedMethods] as const;

/** A method that a route can serve. OPTIONS belongs to CORS, which answers it without an authorizer. */
export type RouteMethod = (typeof methods)[number];

/** A route's key: a method and a path, such as `GET /members/{id}` or `ANY /files/{path+}`. */
export type RouteKey = `${RouteMethod} /${string}`;

/**
 * The method and path of a route's key.
 *
 * @throws UserError for a key that API Gateway refuses.
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-method-settings-method-request.html
 */
export function parseRouteKey(api: Construct, key: string): MethodAndPath {
  const [method = "", path = "", ...rest] = key.split(" ");
  const segments = path.split("/").slice(1);
  const fault =
    rest.length > 0 || !methods.some((known) => known === method) || !path.startsWith("/")
      ? "this is not a method and a path"
      : pathFault(segments);
  if (fault === undefined) return { method, path };
  throw new UserError({
    where: api.node.path,
    what: `route: ${fault}`,
    got: key,
    allowed: `${methods.join(", ")}, a space, and a path such as / or /members/{id} or /files/{path+}`,
    fix: "correct the route",
  });
}

function pathFault(segments: readonly string[]): string | undefined {
  if (segments.length === 1 && segments[0] === "") return undefined;
  const wrong = segments.find((segment) => !/^([\w.:-]+|\{[\w.:-]+\+?\})$/.test(segment));
  if (wrong !== undefined) return `"${wrong}" is not a path segment`;
  // API Gateway would take it as a literal, which Express and others don't mean by it.
  const colon = segments.find((segment) => segment.startsWith(":"));
  if (colon !== undefined) return `"${colon}" would be taken literally; a parameter is {${colon.slice(1) || "id"}}`;
  const greedy = segments.findIndex((segment) => segment.endsWith("+}"));
  if (greedy !== -1 && greedy < segments.length - 1) return "a greedy parameter must come last";
  const names = segments.filter((segment) => segment.startsWith("{")).map((segment) => segment.replace("+", ""));
  if (new Set(names).size < names.length) return "two parameters have one name";
  return undefined;
}
