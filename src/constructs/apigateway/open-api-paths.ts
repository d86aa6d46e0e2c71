import { type MethodAndPath } from "../../execute-api";

/** The routes of each path. Paths and methods are sorted, so that the order in which routes were added changes nothing. */
export function routesByPath<Route extends MethodAndPath>(routes: readonly Route[]): [path: string, of: Route[]][] {
  const paths = [...new Set(routes.map(({ path }) => path))].toSorted();
  const sorted = routes.toSorted((a, b) => (a.method < b.method ? -1 : 1));
  return paths.map((path) => [path, sorted.filter((route) => route.path === path)]);
}

/** What a document calls a method; for ANY it is an extension of API Gateway's. */
export const operationKey = (method: string): string =>
  method === "ANY" ? "x-amazon-apigateway-any-method" : method.toLowerCase();

/** A parameter that every request has, as a document states it. */
export const requiredParameter = (place: "path" | "query" | "header", name: string) => ({
  name,
  in: place,
  required: true,
  schema: { type: "string" },
});

/** The parameters of a path, the greedy one without its plus. */
export const pathParameters = (path: string) =>
  [...path.matchAll(/\{([^}+]*)\+?\}/g)].map(([, name = ""]) => requiredParameter("path", name));
