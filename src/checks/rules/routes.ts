import { type Api, type Route } from "../../access/api-gateway/facts/api";
import { fallThroughs } from "../../access/api-gateway/routing/fall-throughs";
import { routeOf } from "../../access/api-gateway/routing/routing";
import { blocksOf } from "../../access/terraform/configuration";
import { type Facts, type Rule } from "../facts";
import { type Finding } from "../finding";
import { mayHaveMore } from "./certainty";
import { apisByAddress } from "./policy-routes";

/** What routes can't have meant, taken together. */
export const routeRule: Rule = (facts) =>
  apisByAddress(facts).flatMap(([api]) => [...aroundGuards(facts, api), ...guardedPreflights(facts, api)]);

/** What certainly asks for something. */
const guards = new Set<Route["auth"]["kind"]>(["iam", "user-pool", "jwt", "lambda-authorizer"]);

/** One finding for each open route, whatever it serves in the place of guarded ones. */
function aroundGuards(facts: Facts, api: Api): readonly Finding[] {
  if (mayHaveMore(facts, api.address)) return [];
  const found = fallThroughs(api)
    .filter(({ guarded }) => guards.has(guarded.auth.kind))
    .map((one) => ({ ...one, methods: one.methods.filter((method) => method !== "OPTIONS" && method !== "HEAD") }));
  const open = [...new Set(found.filter(({ methods }) => methods.length > 0).map((one) => one.open))];
  return open.map((route) => {
    const served = found.filter((one) => one.open === route && one.methods.length > 0);
    const methods = new Map(served.map((one) => [one.guarded.path, one.methods.join(", ")]));
    const guarded = [...new Set(served.map((one) => one.guarded.label))].join(", ");
    return {
      id: "proxy-around-guarded-method",
      severity: "error",
      address: route.address,
      what: `${route.label} is open, and also serves ${[...methods].map(([path, names]) => `${names} of ${path}`).join("; ")}`,
      reason: `only ${guarded} ${guarded.includes(", ") ? "are" : "is"} guarded: other methods of these paths fall through to the open route`,
      fix: `guard ${route.label}, or add ${[...methods.keys()].map((path) => `ANY ${path}`).join(", ")} with the same authorization`,
    } as const;
  });
}

/**
 * Whether preflights come to a route for any method: an HTTP API with CORS answers by itself only what no route takes.
 * Where some route is open for `OPTIONS`, preflights were thought of.
 */
function takesPreflights(api: Api, route: Route): boolean {
  const { routes } = api;
  const open = routes.some(
    ({ method, auth, preflight }) => method === "OPTIONS" && !preflight && !guards.has(auth.kind),
  );
  return !open && routeOf(api, "OPTIONS", route.path === "$default" ? "/$default" : route.path) === route;
}

function guardedPreflights(facts: Facts, api: Api): readonly Finding[] {
  const { configuration } = facts;
  const resource = configuration.ofType("aws_apigatewayv2_api").find(({ address }) => address === api.address);
  const hasCors = blocksOf(resource?.values.cors_configuration).length > 0 && !mayHaveMore(facts, api.address);
  const guarded = api.routes.filter(
    (route) =>
      guards.has(route.auth.kind) &&
      (route.method === "OPTIONS" || (hasCors && route.method === "ANY" && takesPreflights(api, route))),
  );
  return [...new Set(guarded.map(({ address }) => address))].map((address) => ({
    id: "preflight-with-authorizer",
    severity: "error",
    address,
    what: `${guarded
      .filter((one) => one.address === address)
      .map(({ label }) => label)
      .join(", ")} asks for authorization`,
    reason:
      "browsers send neither a token nor a signature with OPTIONS, so that each preflight is refused and no page can call the API",
    fix: "leave OPTIONS without authorization, in a route of its own: it only says what may be asked",
  }));
}
