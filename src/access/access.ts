import { type Api, type Auth, type Route } from "./api-gateway/facts/api";
import { decide, decideAll } from "./api-gateway/decision/decide";
import { apisOf } from "./api-gateway/reading/apis";
import { notCovered } from "./api-gateway/reading/not-covered";
import { originsOf } from "./api-gateway/reading/origins";
import { remembered } from "./remembered";
import { routeOf } from "./api-gateway/routing/routing";
import { scopeTexts } from "./api-gateway/facts/scopes";
import { type ServiceRole, serviceRolesOf } from "./api-gateway/facts/service-roles";
import { type Cognito } from "./cognito/cognito";
import { cognitoOf } from "./cognito/facts";
import { principalsOf } from "./cognito/principals";
import { type Decision } from "./decision";
import { isOpen, textOf } from "./formula";
import { rolesOf } from "./iam/roles";
import { type Origin } from "./origin";
import { type Principal } from "./principal";
import { type Step } from "./step";
import { readable } from "./symbols";
import { type Configuration } from "./terraform/configuration";
import { uniqueAmong } from "./unique";

/** Who can call what: every principal, every route, every origin, and what becomes of each call. */
export interface Access {
  readonly principals: readonly Principal[];
  readonly origins: readonly Origin[];
  readonly routes: readonly AccessRoute[];
  /** What becomes of a call. */
  readonly decision: (cell: Cell) => Decision;
  /** What becomes of all calls of a route: origin by origin, and from each for principal by principal. */
  readonly decisions: (route: AccessRoute) => readonly Decision[];
  /** How that comes about, step by step, once the principal has its credentials. */
  readonly explain: (cell: Cell) => readonly Step[];
  /** The route that serves a path of an API; undefined where none does. */
  readonly serving: (api: AccessApi, method: string, path: string) => AccessRoute | undefined;
  /** The roles by which API Gateway calls services and functions, in the order of their labels. */
  readonly serviceRoles: readonly AccessServiceRole[];
  /** What was not analysed, in sentences without a full stop. */
  readonly notCovered: readonly string[];
}

/** A call, as far as it matters who may make it. */
export interface Cell {
  readonly route: AccessRoute;
  readonly principal: Principal;
  readonly origin: Origin;
}

/** A route of an API as it is shown; routes of one API have the very same `api`. */
export interface AccessRoute {
  readonly api: AccessApi;
  /** Such as `GET` or `ANY`. */
  readonly method: string;
  readonly path: string;
  /** What people call it: `GET /members/{id}`, `$default`. */
  readonly label: string;
  /** What asks for it: signed requests, tokens, or nothing. */
  readonly asks: "nothing" | "signature" | "token" | "unknown";
  /** Whether it only answers browsers that ask before a call. */
  readonly preflight: boolean;
  /** Such as `AWS_IAM`, with what belongs to it: `JWT members/read`. */
  readonly auth: string;
}

/** A role that API Gateway takes on, as it is shown: its label is unique. */
export interface AccessServiceRole extends Omit<ServiceRole, "routes"> {
  /** The routes whose integrations or authorizers are called with the role. */
  readonly routes: readonly AccessRoute[];
}

/** An API as it is shown. */
export interface AccessApi {
  /** Unique. */
  readonly label: string;
  readonly address: string;
  /** What it is: `REST API, regional, stage api`. */
  readonly description: string;
}

/**
 * Who can call what of a configuration. Decisions are made when they are asked for.
 *
 * @throws UserError naming the address where something can't be read.
 */
export function accessOf(configuration: Configuration): Access {
  const roles = rolesOf(configuration);
  const apis = apisOf(configuration, roles);
  const cognito = cognitoOf(configuration, roles);
  const shown = shownApis(apis);
  const facts = new Map(shown.flatMap(({ routes }) => [...routes].map(([route, fact]) => [route, fact])));
  const factOf = (route: AccessRoute) => {
    const fact = facts.get(route);
    if (fact === undefined) throw new Error(`${route.label} is not a route of this access`);
    return fact;
  };
  const call = ({ route, principal, origin }: Cell) => ({ ...factOf(route), principal, origin });
  const principals = principalsOf(cognito, roles, askedOf(apis, cognito));
  const origins = originsOf(configuration, apis, roles);
  const resting = principals.map((principal) => principal.steps.some(({ assumptions = [] }) => assumptions.length > 0));
  return {
    principals,
    origins,
    routes: [...facts.keys()],
    decision: (cell) => withAssumptions(decide(call(cell)), cell.principal, cell.route),
    decisions: (route) => {
      const decided = decideAll(factOf(route), principals, origins);
      if (route.asks !== "signature" || !resting.includes(true)) return decided;
      return decided.map((decision, at) => {
        const place = at % principals.length;
        const principal = resting[place] ? principals[place] : undefined;
        return principal ? withAssumptions(decision, principal, route) : decision;
      });
    },
    explain: (cell) => {
      const steps: Step[] = [];
      decide(call(cell), (step) => steps.push(step));
      return steps;
    },
    serving: (api, method, path) => {
      const { fact, routes } = shown.find((one) => one.api === api) ?? {};
      const served = fact && routeOf(fact, method, path);
      return [...(routes ?? [])].find(([, { route }]) => route === served)?.[0];
    },
    serviceRoles: shownServiceRoles(serviceRolesOf(apis, roles), facts),
    notCovered: notCovered(configuration, apis),
  };
}

/** Roles of one name, which different accounts may have, get a number. */
function shownServiceRoles(
  roles: readonly ServiceRole[],
  facts: ReadonlyMap<AccessRoute, { readonly route: Route }>,
): readonly AccessServiceRole[] {
  const given = new Set<string>();
  return roles
    .toSorted((one, other) => Number(one.label > other.label) - Number(one.label < other.label))
    .map((role) => {
      const routes = [...facts].flatMap(([shown, { route }]) => (role.routes.includes(route) ? [shown] : []));
      return { ...role, routes, label: uniqueAmong(given, role.label) };
    });
}

/** Who is refused because Cognito gives no role, or no other one, is so on the assumptions that Cognito's refusal rests on. */
function withAssumptions(decision: Decision, principal: Principal, route: AccessRoute): Decision {
  if (route.asks !== "signature" || (decision.reason !== "no role" && decision.reason !== "no statement"))
    return decision;
  const resting = remembered(resters, principal, () => new WeakMap<Decision, Decision>());
  return remembered(resting, decision, () => {
    const assumptions = principal.steps.flatMap((step) => step.assumptions ?? []);
    if (assumptions.length === 0) return decision;
    return { ...decision, assumptions: [...new Set([...decision.assumptions, ...assumptions])].toSorted() };
  });
}

/** Decisions with what they rest on besides, so that calls that nothing tells apart still have the very same one. */
const resters = new WeakMap<Principal, WeakMap<Decision, Decision>>();

/** What the routes ask of tokens. */
function askedOf(apis: readonly Api[], { userPools, clients }: Cognito): Parameters<typeof principalsOf>[2] {
  const auths = apis.flatMap(({ routes }) => routes.map(({ auth }) => auth));
  const named = auths.flatMap((auth) => (auth.kind === "user-pool" || auth.kind === "jwt" ? auth.scopes : []));
  // A route that does not say which scopes it asks for may ask for any that some client has.
  const anyScope = auths.some((auth) => auth.kind === "unknown" || ("unknownScopes" in auth && auth.unknownScopes));
  const scopes = anyScope ? [...named, ...clients.flatMap(({ oauthScopes }) => oauthScopes)] : named;
  const wanted = new Set(
    auths.flatMap((auth) => (auth.kind === "user-pool" ? auth.pools : auth.kind === "jwt" ? [auth.issuer] : [])),
  );
  const asked = userPools.filter(
    ({ id, issuer }) => wanted.has(issuer) || [...wanted].some((arn) => arn.endsWith(`/${id}`)),
  );
  return { scopes: [...new Set(scopes)].toSorted(), userPoolIds: asked.map(({ id }) => id) };
}

interface ShownApi {
  readonly fact: Api;
  readonly api: AccessApi;
  readonly routes: ReadonlyMap<AccessRoute, { readonly api: Api; readonly route: Route }>;
}

function shownApis(apis: readonly Api[]): readonly ShownApi[] {
  const given = new Set<string>();
  return apis.map((fact) => {
    const api = { label: labelOf(fact, apis, given), address: fact.address, description: descriptionOf(fact) };
    const routes = fact.routes.map((route) => [shownRoute(api, route), { api: fact, route }] as const);
    return { fact, api, routes: new Map(routes) };
  });
}

/** An API with several stages is one for each of them; what is called alike even so gets a number. */
function labelOf({ label, stage }: Api, apis: readonly Api[], given: Set<string>): string {
  const staged =
    apis.filter((one) => one.label === label).length > 1 && stage ? `${label}/${readable(stage.name)}` : label;
  return uniqueAmong(given, readable(staged));
}

function descriptionOf({ kind, endpoint, stage, defaultEndpoint, customDomains, resourcePolicy }: Api): string {
  const place = endpoint === "unknown" ? "endpoint type not known" : endpoint;
  return [
    `${kind} API`,
    ...(kind === "HTTP" ? [] : [place]),
    stage ? readable(`stage ${stage.name}${isOpen(stage.when) ? `, if ${textOf(stage.when)}` : ""}`) : "not deployed",
    ...(resourcePolicy ? [`${resourcePolicy.when === undefined ? "with" : "perhaps with"} a resource policy`] : []),
    ...(defaultEndpoint === "disabled" ? ["called by custom domains only"] : []),
    ...(customDomains.length > 0 && defaultEndpoint !== "disabled" ? ["custom domains too"] : []),
  ].join(", ");
}

function shownRoute(api: AccessApi, { method, path, label, auth, apiKeyRequired, preflight }: Route): AccessRoute {
  const key = apiKeyRequired === "unknown" ? ", perhaps an API key" : apiKeyRequired ? ", API key" : "";
  const text = `${authText(auth)}${key}`;
  return {
    api,
    method: readable(method),
    path: readable(path),
    label,
    preflight,
    auth: text,
    asks: askedBy[auth.kind],
  };
}

const askedBy: Readonly<Record<Auth["kind"], AccessRoute["asks"]>> = {
  none: "nothing",
  iam: "signature",
  "user-pool": "token",
  jwt: "token",
  "lambda-authorizer": "unknown",
  unknown: "unknown",
};

/** As API Gateway names it, with the scopes of which a token has to have one. */
function authText(auth: Auth): string {
  if (auth.kind === "user-pool") return ["COGNITO_USER_POOLS", ...scopeTexts(auth)].join(" ");
  if (auth.kind === "jwt") return ["JWT", ...scopeTexts(auth)].join(" ");
  return { none: "NONE", iam: "AWS_IAM", "lambda-authorizer": "CUSTOM", unknown: "unknown" }[auth.kind];
}
