import { type Construct } from "constructs";
import { type MethodAndPath, methodPattern } from "../../execute-api";
import { type Scope } from "../cognito/scope";
import { type Caller } from "../iam/caller";
import { callersIdentityId } from "../iam/policy-variables";
import { TypescriptFunction } from "../lambda/typescript-function";
import { checkScopesPool, faultOfRoute, type RouteFault } from "./api-checks";
import { type CognitoAuth, type IamAuth, type RestApiAuth } from "./auth";
import { type Integration } from "./integration";
import { checkOpenAuth, type OpenAuth } from "./open-auth";
import { checkRequestRules, type RequestRules } from "./request-rules";
import { type ServiceAction } from "./service-action";

/** What every route states. */
interface RouteBase {
  /** The function that serves it, within API Gateway's 29 seconds; or the operation of an AWS service. */
  readonly handler: TypescriptFunction | ServiceAction;
  /** What a request must have, else the caller gets 400. @default - API Gateway looks at nothing */
  readonly request?: RequestRules;
}

/** For whom a route authorized by IAM is. */
interface IamAccess {
  /** Who may call it: at least one caller, each of the identity pool. */
  readonly allow: readonly [Caller, ...Caller[]];
  /**
   * A parameter of the path, without braces, in whose place each caller may name the own identity id alone, such as
   * `identityId` of `/members/{identityId}/files`. The first parameter, of a route of one method: a `*` before the id
   * would cross slashes. Assumption A2: API Gateway has IAM compare the path as it is called, with the `:` that an
   * identity id holds, so clients must not write it `%3A`. @default - whoever may call the route may name anything
   */
  readonly ownParameter?: string;
  readonly scopes?: never;
}

/** With which token a route can be called. */
interface TokenAccess {
  readonly allow?: never;
  readonly ownParameter?: never;
  /**
   * The token is an access token with at least one of these scopes, which any client of the pool may ask for. Those of
   * a resource server come from Cognito's sign-in pages alone. @default - none: an ID token is wanted
   */
  readonly scopes?: readonly [Scope, ...Scope[]];
}

/** An open route asks for nothing. */
interface OpenAccess {
  readonly allow?: never;
  readonly ownParameter?: never;
  readonly scopes?: never;
}

// Not distributive: of an API that may be authorized in any way, each route has to say in which.
type AccessBy<Auth extends RestApiAuth> = [Auth] extends [IamAuth]
  ? IamAccess
  : [Auth] extends [CognitoAuth]
    ? TokenAccess
    : OpenAccess;

/** What a route does, how its calls are authorized if not as the API's others, and for whom. */
export type RouteProps<Default extends RestApiAuth> = RouteBase &
  (
    | ({ readonly auth: IamAuth } & IamAccess)
    | ({ readonly auth: CognitoAuth } & TokenAccess)
    | ({ readonly auth: OpenAuth } & OpenAccess)
    // The last is what the compiler's message speaks of where a route lacks something.
    | ({ readonly auth?: never } & AccessBy<Default>)
  );

/** A route with everything said. */
export interface Route extends MethodAndPath {
  readonly key: string;
  readonly handler: TypescriptFunction | ServiceAction;
  readonly request: RequestRules | undefined;
  readonly auth: RestApiAuth;
  readonly allow: readonly Caller[];
  readonly ownParameter: string | undefined;
  readonly scopes: readonly Scope[];
}

/** The route as it is granted: with the caller's identity id in the place of its own parameter. */
export function grantedRoute({
  method,
  path,
  ownParameter,
}: Pick<Route, "method" | "path" | "ownParameter">): MethodAndPath {
  return {
    method,
    path: ownParameter === undefined ? path : path.replace(`{${ownParameter}}`, () => callersIdentityId),
  };
}

/** The longest that API Gateway waits for an integration, in seconds (its default quota; adjustable). */
const longestWait = 29;

/** @throws UserError for what is wrong with a route by itself. */
export function checkRoute(api: Construct, route: Route): void {
  const { key, handler, auth, allow, scopes, request } = route;
  const fault = faultOfRoute(api, key);
  if (request) checkRequestRules(api, key, request);
  if (auth.type === "NONE") checkOpenAuth(api, auth);
  // A misspelled group is undefined, and synthesis may run before the compiler.
  if (allow.some((caller: Caller | undefined) => caller === undefined)) {
    throw fault("allow names something that is not there", "callers that there are", "correct the name: npm run lint");
  }
  const stranger = auth.type === "AWS_IAM" && allow.find((caller) => caller.identityPool !== auth.identityPool);
  if (stranger) {
    throw fault(
      `allow names ${stranger.callerName} of another identity pool, whose credentials this API does not know`,
      `callers of ${auth.identityPool.node.path}`,
      "name a group of that pool, or give the API the other pool",
    );
  }
  checkAccess(fault, route);
  if (auth.type === "COGNITO_USER_POOLS") checkScopesPool(fault, auth.userPool, scopes);
  if (handler instanceof TypescriptFunction && handler.timeoutSeconds > longestWait) {
    throw fault(
      `its function may run for ${handler.timeoutSeconds} seconds, but the caller gets 504 before`,
      `${longestWait} seconds, API Gateway's default limit (adjustable by a quota increase, which this project does not assume)`,
      "shorten the function's timeoutSeconds",
    );
  }
}

/** What the types say, for whoever gets around them; and what they can't. */
function checkAccess(fault: RouteFault, { method, path, auth, allow, scopes, ownParameter }: Route): void {
  const byIam = auth.type === "AWS_IAM";
  if (byIam ? allow.length === 0 : allow.length > 0 || ownParameter !== undefined) {
    throw byIam
      ? fault("IAM decides, and nobody is allowed", "at least one caller", "name who may call it in allow")
      : fault("allow and ownParameter are for IAM, which does not decide here", "neither", "authorize it by IAM");
  }
  if (scopes.length > 0 && auth.type !== "COGNITO_USER_POOLS") {
    throw fault("scopes are for tokens, which nobody asks for here", "none", "authorize it by a user pool's tokens");
  }
  if (ownParameter === undefined) return;
  const [before = "", after] = path.split(`{${ownParameter}}`);
  if (after === undefined) {
    throw fault(
      `ownParameter names ${ownParameter}, which is no parameter of the path`,
      "the name of a parameter in braces, not a greedy one",
      "correct the name",
    );
  }
  if (methodPattern({ method, path: before }).includes("*")) {
    throw fault(
      "a * before the caller's identity would cross slashes in IAM, so that anybody could be named",
      "a method other than ANY, and no parameter before the own one",
      "write a route for each method, and put the parameter first",
    );
  }
}

/** What API Gateway calls for a route. It waits a second longer than a function may run, to hear of its failure. */
export function integrationOfRoute({ handler }: Route): Integration {
  if (handler instanceof TypescriptFunction) {
    const timeoutMilliseconds = Math.min(handler.timeoutSeconds + 1, longestWait) * 1000;
    return { type: "function", functionArn: handler.arn, timeoutMilliseconds };
  }
  const { service, action, role, requestTemplate } = handler;
  return { type: "service", service, action, roleArn: role.arn, requestTemplate };
}
