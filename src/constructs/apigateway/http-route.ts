import { type Construct } from "constructs";
import { type MethodAndPath } from "../../execute-api";
import { nameOfScope, type Scope } from "../cognito/scope";
import { type TypescriptFunction } from "../lambda/typescript-function";
import { checkScopesPool, checkUntaken, faultOfRoute, type RouteFault } from "./api-checks";
import { type JwtAuth } from "./jwt-auth";
import { checkOpenAuth, type OpenAuth } from "./open-auth";

/** How calls of an HTTP API are authorized. */
export type HttpAuth = JwtAuth | OpenAuth;

interface ServedRoute {
  /** The function that serves it, within API Gateway's 30 seconds; it gets payload format 2.0. */
  readonly handler: TypescriptFunction;
}

/** A route for holders of a token that the API's authorizer accepts. */
export interface GuardedRoute extends ServedRoute {
  readonly auth?: undefined;
  /**
   * The token is an access token with at least one of these scopes: 1 to 10, of 64 characters each at most. @default -
   * any access token or ID token will do
   */
  readonly scopes?: readonly [Scope, ...Scope[]];
}

/** A route that is open to everybody although the API is not. */
export interface OpenedRoute extends ServedRoute {
  readonly auth: OpenAuth;
  readonly scopes?: undefined;
}

/** A route of an API that is open to everybody. */
export interface RouteOfOpenApi extends ServedRoute {
  readonly auth?: undefined;
  readonly scopes?: undefined;
}

/** What a route does, and for whom: scopes are for routes that want a token. */
export type HttpRouteProps<Auth extends HttpAuth> = Auth extends JwtAuth ? GuardedRoute | OpenedRoute : RouteOfOpenApi;

/** A route with the authorizer that is in force for it. */
export interface HttpRoute extends MethodAndPath {
  readonly handler: TypescriptFunction;
  readonly auth: HttpAuth;
  readonly scopes: readonly Scope[];
}

const scopeLimit = { number: 10, characters: 64 };
const secondsLimit = 30;

/**
 * Checks a route by itself and beside those that the API has.
 *
 * @throws UserError for a route that is there already, a function that is too slow, an open route without a reason,
 * and scopes that API Gateway refuses or that no token can carry.
 */
export function checkHttpRoute(api: Construct, key: string, route: HttpRoute, others: readonly HttpRoute[]): void {
  const fault = faultOfRoute(api, key);
  checkUntaken(fault, route, others);
  checkTwins(fault, route.path, others);
  if (route.handler.timeoutSeconds > secondsLimit) {
    throw fault(
      `its function may run for ${route.handler.timeoutSeconds} seconds, but API Gateway gives up before`,
      `${secondsLimit} seconds, the longest that an HTTP API waits (not adjustable)`,
      "shorten the function's timeoutSeconds",
    );
  }
  if (route.auth.type === "JWT") checkScopes(fault, route.auth, route.scopes);
  else checkOpen(api, fault, route.auth, route.scopes);
}

function checkTwins(fault: RouteFault, path: string, others: readonly HttpRoute[]): void {
  const twin = others.find((other) => other.path !== path && shapeOf(other.path) === shapeOf(path))?.path;
  if (twin === undefined) return;
  throw fault(`the API has ${twin} already, the same path with another parameter's name`, twin, "use one name");
}

/** A path without its parameters' names. */
const shapeOf = (path: string) => path.replaceAll(/\{[^}+]*(\+?)\}/g, "{$1}");

function checkOpen(api: Construct, fault: RouteFault, auth: OpenAuth, scopes: readonly Scope[]): void {
  checkOpenAuth(api, auth);
  if (scopes.length === 0) return;
  throw fault("an open route has scopes, which nobody would check", "no scopes", "remove them, or remove its auth");
}

function checkScopes(fault: RouteFault, { userPool, clients }: JwtAuth, scopes: readonly Scope[]): void {
  const names = [...new Set(scopes.map(nameOfScope))];
  if (names.length > scopeLimit.number) {
    const allowed = `${scopeLimit.number} scopes a route (API Gateway's quota, not adjustable)`;
    throw fault(`it names ${names.length} scopes`, allowed, "name a scope that covers several of them");
  }
  const long = names.find((name) => name.length > scopeLimit.characters);
  if (long !== undefined) {
    const allowed = `${scopeLimit.characters} characters on a route, the resource server's identifier among them`;
    throw fault(`the scope ${long} has ${long.length} characters`, allowed, "shorten the identifier or the scope");
  }
  checkScopesPool(fault, userPool, scopes);
  if (names.length === 0 || clients.some((client) => names.some((name) => client.scopes.includes(name)))) return;
  throw fault(
    `no token can have any of its scopes (${names.join(", ")}), so nobody could call it`,
    "a scope that a client of the API may ask for",
    "name the scope in a client's hostedSignIn.scopes; a sign-in through Cognito's API gives none but aws.cognito.signin.user.admin",
  );
}
