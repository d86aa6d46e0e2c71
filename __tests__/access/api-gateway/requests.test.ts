import fc from "fast-check";
import { type Api, type Route } from "../../../src/access/api-gateway/facts/api";
import { decide } from "../../../src/access/api-gateway/decision/decide";
import { routeOf } from "../../../src/access/api-gateway/routing/routing";
import { condition } from "../../../src/access/formula";
import { authorize } from "../../../src/access/iam/authorize";
import { type Policy } from "../../../src/access/iam/policy";
import { readPolicy } from "../../../src/access/iam/read-policy";
import { type Caller } from "../../../src/access/iam/request";
import { type Origin } from "../../../src/access/origin";
import { account, noPolicy, policy, region, signerOf, told } from "./support";

const executionArn = `arn:aws:execute-api:${region}:${account}:abc`;
const internet: Origin = { label: "internet", kind: "internet", keys: new Map() };

/** A route by its key; one that asks for nothing has a `!` behind it, one that may not exist a `?`. */
function routeIn(written: string): Route {
  const [label = "", , open] = /^(.*?)(!?)(\??)$/.exec(written)?.slice(1) ?? [];
  const [method = "", path] = label.split(" ");
  return {
    address: "api",
    label,
    ...(path === undefined ? { method: "ANY", path: method } : { method, path }),
    auth: { kind: written.includes("!") ? "none" : "iam" },
    apiKeyRequired: false,
    integration: { kind: "mock" },
    preflight: false,
    ...(open ? { when: condition(`there is ${label}`) } : {}),
  };
}

function apiOf(kind: Api["kind"], routes: readonly Route[]): Api {
  return {
    kind,
    address: "api",
    label: "api",
    id: "abc",
    executionArn,
    accountId: account,
    stage: { when: true, name: "live", address: "stage" },
    endpoint: "regional",
    vpcEndpointIds: [],
    defaultEndpoint: "enabled",
    customDomains: [],
    routes,
  };
}

const arn = `arn:aws:iam::${account}:role/caller`;
const caller: Caller = {
  kind: "session",
  roleArn: arn,
  sessionArn: `arn:aws:sts::${account}:assumed-role/caller/s`,
  accountId: account,
};
const roleWith = (...policies: readonly Policy[]) => ({
  address: "role",
  name: "caller",
  arn,
  accountId: account,
  trust: noPolicy,
  policies,
});

function allowing(...statements: readonly (readonly ["Allow" | "Deny", readonly string[]])[]): Policy {
  const written = statements.map(([effect, resources]) => ({
    Effect: effect,
    Action: "execute-api:Invoke",
    Resource: resources.map((resource) => `${executionArn}/live/${resource}`),
  }));
  return readPolicy(policy(...written), "policy", "identity");
}

const said = (api: Api, route: Route, given: Policy) =>
  decide({ api, route, principal: signerOf(roleWith(given)), origin: internet });

// docs/access-model.md 3: what serves a call where its route does not exist differs from path to path.
describe("calls of a route that may not exist", () => {
  const answer = (kind: Api["kind"], ...written: readonly string[]) => {
    const [route, ...others] = written.map(routeIn);
    if (!route) throw new Error("route");
    return told(said(apiOf(kind, [route, ...others]), route, allowing()));
  };

  test("are served by a route that fits some of them, and refused otherwise", () => {
    const some = "if it is GET /{id}/b that serves the call otherwise and not (there is GET /a/{id})";
    expect(answer("HTTP", "GET /a/{id}?", "GET /{id}/b!")).toBe(some);
    expect(answer("REST", "GET /a/{id}?", "GET /{id}/b!")).toBe(some);
    expect(answer("REST", "GET /a/{proxy+}?", "GET /{id}/b!")).toBe(
      "if it is GET /{id}/b that serves the call otherwise and not (there is GET /a/{proxy+})",
    );
  });

  test("are none of those that another route serves in any case", () => {
    expect(answer("HTTP", "GET /a/{proxy+}?", "GET /{id}/b!")).toBe("denied 403 no statement");
    expect(answer("REST", "GET /a/{id}?", "GET /a/b!")).toBe("denied 403 no statement");
  });

  test("are served by a greedy route where a resource lacks the method, unless that does not exist either", () => {
    const routes = ["GET /a/{id}?", "PUT /{id}/b?", "GET /{id}/{name}", "GET /{proxy+}!"];
    expect(answer("REST", ...routes)).toContain("it is GET /{proxy+} that serves the call otherwise");
    expect(answer("HTTP", ...routes)).toBe("denied 403 no statement");
  });

  test("are served by a less specific route where neither they nor the others of their resource exist", () => {
    const routes = ["GET /a/b!?", "PUT /{id}/b?", "GET /{id}/{name}", "GET /{proxy+}!"];
    expect(answer("REST", ...routes)).toContain("there is GET /a/b");
  });

  test("are served by the one of two routes that there is, which differ in a parameter's name only", () => {
    const one = ["GET /x/{a}!?", "GET /x/{b}?"];
    for (const written of [one, one.toReversed()])
      for (const kind of ["REST", "HTTP"] as const)
        expect(answer(kind, ...written)).toMatch(/^if .*there is GET \/x\/\{a\}/);
  });
});

test("what serves the calls of a route that may not exist is not known where too many others fit some of them", () => {
  const names = Array.from({ length: 12 }, (_, index) => `n${index}`);
  const others = names.flatMap((name) => [`GET /${name}/{b}/{c}`, `GET /{a}/${name}/{c}`, `GET /{a}/{b}/${name}`]);
  const [route, ...rest] = ["GET /{a}/{proxy+}?", ...others].map(routeIn);
  if (!route) throw new Error("route");
  const decision = said(apiOf("REST", [route, ...rest]), route, allowing(["Allow", ["*"]]));
  expect(told(decision)).toContain("what serves the call otherwise lets it in");
});

test("a call of a route that may not exist names no credentials with which it is refused", () => {
  const [route, other] = [routeIn("GET /a/{id}?"), routeIn("GET /{first}/b")];
  const roles = [{ ...roleWith(), name: "none" }, roleWith(allowing(["Allow", ["GET/a/c"]]))];
  const principal = { ...signerOf(roleWith()), credentials: roles.flatMap((role) => signerOf(role).credentials) };
  const decision = decide({ api: apiOf("REST", [route, other]), route, principal, origin: internet });
  expect([told(decision), decision.credentials]).toEqual(["if there is GET /a/{id} and {id} is c", "role caller"]);
});

test("parameters of one name may have different values", () => {
  const [route, other] = [routeIn("GET /{id}/{id}"), routeIn("GET /a/a")];
  const api = apiOf("REST", [route, other]);
  expect(told(said(api, route, allowing(["Allow", ["GET/a/b"]])))).toBe("if {id} (2) is b and {id} is a");
  expect(told(said(api, route, allowing(["Allow", ["GET/*/a"]])))).toBe("if {id} (2) is a");
});

const segments = ["a", "b", "c"];
const paths = ["", ...segments, ...segments.flatMap((one) => segments.map((other) => `${one}/${other}`)), "c/c/c"];
const requests = ["GET", "PUT"].flatMap((method) => paths.map((path) => [method, `/${path}`] as const));

const key = fc
  .record({
    method: fc.constantFrom("GET", "PUT", "ANY"),
    first: fc.constantFrom("", "/a", "/b", "/{first}", "/{other}", "/{proxy+}"),
    second: fc.constantFrom("", "/a", "/b", "/{second}", "/{other}", "/{proxy+}"),
  })
  .map(
    ({ method, first, second }) => `${method} ${first === "" || first === "/{proxy+}" ? first || "/" : first + second}`,
  );
const routeKeys = fc.uniqueArray(
  fc.oneof({ weight: 5, arbitrary: key }, { weight: 1, arbitrary: fc.constant("$default") }),
  {
    minLength: 1,
    maxLength: 6,
  },
);
const resource = fc
  .tuple(
    fc.constantFrom("GET", "PUT", "*", "G*"),
    fc.constantFrom(
      "*",
      "/*",
      "/",
      "/a",
      "/a/*",
      "/*/b",
      "/a/b",
      "/b/a",
      "/a*",
      "/?",
      "/*c",
      "/c/c",
      "/a/{second}",
      "/??*",
    ),
  )
  .map((parts) => parts.join(""));
const statements = fc.array(
  fc.tuple(
    fc.constantFrom("Allow" as const, "Allow" as const, "Deny" as const),
    fc.array(resource, { minLength: 1, maxLength: 3 }),
  ),
  { minLength: 1, maxLength: 3 },
);

function subsetsOf(routes: readonly Route[]): readonly (readonly Route[])[] {
  const [first, ...others] = routes;
  if (first === undefined) return [[]];
  const rest = subsetsOf(others);
  return [...rest, ...rest.map((some) => [first, ...some])];
}

/** What becomes of each request of a route, whichever of the routes exist. */
function answersOf(route: Route, { kind, routes }: Api, policies: Policy): readonly boolean[] {
  const role = roleWith(policies);
  const letsIn = (method: string, path: string) => {
    const called = `${executionArn}/live/${method}${path}`;
    const request = { action: "execute-api:Invoke", resource: called, caller, keys: new Map() };
    return authorize({ role, request, sameAccount: true }).when === true;
  };
  const shape = ({ method, path }: Route) => `${method} ${path.replaceAll(/\{\w+\}/g, "{}")}`;
  return subsetsOf(routes.filter(({ when }) => when !== undefined)).flatMap((gone) => {
    const others = routes.filter((one) => !gone.includes(one));
    // API Gateway takes no two that differ in a parameter's name only.
    if (new Set(others.map(shape)).size < others.length) return [];
    const withRoute = apiOf(kind, [...others.filter((one) => shape(one) !== shape(route)), route]);
    return requests
      .filter(([method, path]) => routeOf(withRoute, method, path) === route)
      .map(([method, path]) => {
        const server = routeOf(apiOf(kind, others), method, path);
        return server?.auth.kind === "iam" ? letsIn(method, path) : server !== undefined;
      });
  });
}

describe("what is said of a route", () => {
  const marks = fc.array(fc.constantFrom("", "", "!", "?", "!?"), { minLength: 6, maxLength: 6 });

  test.each(["REST", "HTTP"] as const)("of a %s API holds for each of its requests", (kind) => {
    fc.assert(
      fc.property(routeKeys, marks, statements, (keys, marked, given) => {
        const ofKind = keys.filter((one) => kind === "HTTP" || one !== "$default");
        const api = apiOf(
          kind,
          ofKind.map((one, place) => routeIn(`${one}${marked[place] ?? ""}`)),
        );
        const policies = allowing(...given);
        const wrong = api.routes.filter((route) => {
          const { outcome } = said(api, route, policies);
          return outcome !== "conditional" && answersOf(route, api, policies).includes(outcome !== "allowed");
        });
        expect(wrong.map(({ label }) => label)).toEqual([]);
      }),
      { numRuns: 150 },
    );
  });
});
