import fc from "fast-check";
import { type Api, type Route } from "../../../src/access/api-gateway/facts/api";
import { isServedElsewhere } from "../../../src/access/api-gateway/routing/elsewhere";
import { fallThroughs } from "../../../src/access/api-gateway/routing/fall-throughs";
import { routeOf } from "../../../src/access/api-gateway/routing/routing";
import { type JsonValue } from "../../../src/json";
import { document, guarded, httpApi, worldOf } from "./support";

const base: Omit<Api, "kind" | "routes"> = {
  address: "aws_api_gateway_rest_api.api",
  label: "api",
  id: "abc",
  executionArn: "arn:aws:execute-api:us-east-1:111122223333:abc",
  accountId: "111122223333",
  stage: { when: true, name: "live", address: "stage" },
  endpoint: "regional",
  vpcEndpointIds: [],
  defaultEndpoint: "enabled",
  customDomains: [],
};

function route(key: string, auth: Route["auth"]["kind"] = "iam"): Route {
  const [method = "", path] = key.split(" ");
  return {
    address: "api",
    label: key,
    ...(path === undefined ? { method: "ANY", path: method } : { method, path }),
    auth: auth === "none" ? { kind: "none" } : { kind: "iam" },
    apiKeyRequired: false,
    integration: { kind: "mock" },
    preflight: false,
  };
}

const api = (kind: Api["kind"], ...routes: readonly (string | Route)[]): Api => ({
  ...base,
  kind,
  routes: routes.map((one) => (typeof one === "string" ? route(one) : one)),
});

const servedBy = (of: Api, request: string) => {
  const [method = "", path = ""] = request.split(" ");
  return routeOf(of, method, path)?.label;
};

describe("a REST API's routing (docs/access-model.md 3)", () => {
  const rest = api(
    "REST",
    "GET /",
    "GET /members",
    "GET /members/me",
    "GET /members/{id}",
    "DELETE /members/{id}",
    "ANY /members/{id}/files/{proxy+}",
    "POST /admin",
    "ANY /{proxy+}",
  );

  test.each([
    ["GET /", "GET /"],
    ["POST /", undefined],
    ["GET /members", "GET /members"],
    ["GET /members/me", "GET /members/me"],
    ["GET /members/42", "GET /members/{id}"],
    ["DELETE /members/42", "DELETE /members/{id}"],
    ["GET /members/42/files/a/b", "ANY /members/{id}/files/{proxy+}"],
    ["POST /admin", "POST /admin"],
  ])("serves %s by %s", (request, label) => {
    expect(servedBy(rest, request)).toBe(label);
  });

  test("lets a greedy route elsewhere serve the methods that a path lacks", () => {
    expect(servedBy(rest, "GET /admin")).toBe("ANY /{proxy+}");
    expect(servedBy(rest, "DELETE /members/me")).toBe("ANY /{proxy+}");
  });

  test("serves by ANY what the path has no route of its own for", () => {
    const any = api("REST", "GET /a", "ANY /a");
    expect(servedBy(any, "GET /a")).toBe("GET /a");
    expect(servedBy(any, "PUT /a")).toBe("ANY /a");
  });

  test("fails to serve a method that neither the path nor a greedy route has", () => {
    expect(servedBy(api("REST", "GET /members/me", "DELETE /members/{id}"), "DELETE /members/me")).toBeUndefined();
  });
});

describe("an HTTP API's routing (docs/access-model.md 3)", () => {
  const http = api(
    "HTTP",
    "GET /pets/dog/1",
    "GET /pets/dog/{id}",
    "GET /pets/{proxy+}",
    "ANY /{proxy+}",
    "POST /pets/cat",
    "$default",
  );

  test.each([
    ["GET /pets/dog/1", "GET /pets/dog/1"],
    ["GET /pets/dog/2", "GET /pets/dog/{id}"],
    ["GET /pets/cat/1", "GET /pets/{proxy+}"],
    ["GET /pets/cat", "GET /pets/{proxy+}"],
    ["POST /test/5", "ANY /{proxy+}"],
    ["GET /", "$default"],
  ])("serves %s by %s", (request, label) => {
    expect(servedBy(http, request)).toBe(label);
  });

  test("prefers a full match by a parameter to a greedy one", () => {
    expect(servedBy(api("HTTP", "GET /a/{id}", "GET /a/{proxy+}"), "GET /a/b")).toBe("GET /a/{id}");
  });
});

// docs/access-model.md 4: what a browser asks before a call meets with the authorization of a route that takes OPTIONS.
describe("CORS of an HTTP API", () => {
  const cors = { cors_configuration: [{ allow_origins: ["https://app.example.com"] }] };
  const openTo = (paths: Record<string, JsonValue>) => {
    const { apis } = worldOf(httpApi(document(paths), cors));
    return (apis[0]?.routes ?? []).map(({ label, auth }) => `${label} ${auth.kind}`);
  };

  test("is answered for every path without authorization", () => {
    expect(openTo({ "/a": { get: guarded } })).toEqual(["GET /a iam", "OPTIONS /{proxy+} none"]);
  });

  test("fails where a guarded route takes OPTIONS, as ANY, {proxy+} or $default", () => {
    const any = (path: string) => openTo({ [path]: { "x-amazon-apigateway-any-method": guarded } });
    expect(any("/$default")).toEqual(["$default iam"]);
    expect(any("/{proxy+}")).toEqual(["ANY /{proxy+} iam"]);
    expect(openTo({ "/{proxy+}": { options: guarded } })).toEqual(["OPTIONS /{proxy+} iam"]);
    const [of] = worldOf(httpApi(document({ "/a": { "x-amazon-apigateway-any-method": guarded } }), cors)).apis;
    expect(of && [routeOf(of, "OPTIONS", "/a")?.label, routeOf(of, "OPTIONS", "/b")?.label]).toEqual([
      "ANY /a",
      "OPTIONS /{proxy+}",
    ]);
  });
});

test("serves by one of its routes that fits, and no other fits better", () => {
  const segment = fc.constantFrom("a", "b", "{id}");
  const path = fc
    .tuple(fc.array(segment, { maxLength: 3 }), fc.boolean())
    .map(([segments, greedy]) => `/${[...segments, ...(greedy ? ["{proxy+}"] : [])].join("/")}`);
  const method = fc.constantFrom("GET", "POST", "ANY");
  const key = fc.tuple(method, path).map(([verb, template]) => `${verb} ${template}`);
  const request = fc
    .array(fc.constantFrom("a", "b", "c"), { maxLength: 4 })
    .map((segments) => `/${segments.join("/")}`);
  fc.assert(
    fc.property(fc.uniqueArray(key), request, (routes, called) => {
      const of = api("HTTP", ...routes);
      const found = routeOf(of, "GET", called);
      const fitting = of.routes.filter((one) => one.method !== "POST" && fitsPath(one.path, called));
      expect(fitting.length > 0).toBe(found !== undefined);
      if (!found) return;
      expect(fitting).toContain(found);
      const full = fitting.filter((one) => !one.path.endsWith("+}"));
      if (full.length > 0) expect(full).toContain(found);
      const literal = fitting.filter((one) => one.path === called);
      if (literal.length > 0) expect(literal).toContain(found);
    }),
  );
});

/** By a regular expression, independently of the tree. */
function fitsPath(template: string, path: string): boolean {
  const pattern = template
    .split("/")
    .map((segment) => (segment.endsWith("+}") ? ".+" : segment.startsWith("{") ? "[^/]+" : segment))
    .join("/");
  return new RegExp(`^${pattern}$`).test(path);
}

describe("a policy that names one path", () => {
  const rest = api("REST", "GET /members/me", "GET /members/{id}", "ANY /members/{id}");
  const [me, id, any] = rest.routes;
  const arn = (path: string) => `${base.executionArn}/live/${path}`;

  test("is about the route that serves it, and no other", () => {
    if (!me || !id || !any) throw new Error("routes");
    expect(isServedElsewhere(rest, id)(arn("GET/members/me"))).toBe(true);
    expect(isServedElsewhere(rest, me)(arn("GET/members/me"))).toBe(false);
    expect(isServedElsewhere(rest, id)(arn("GET/members/42"))).toBe(false);
    expect(isServedElsewhere(rest, any)(arn("GET/members/42"))).toBe(true);
    expect(isServedElsewhere(rest, any)(arn("PUT/members/42"))).toBe(false);
  });

  test("is about no request where a parameter was left in it", () => {
    if (!id) throw new Error("routes");
    expect(isServedElsewhere(rest, id)(arn("GET/members/{id}"))).toBe(true);
  });
});

describe("open routes around guarded ones", () => {
  test("are found: an open {proxy+} ANY serves the other methods of a guarded POST /admin", () => {
    const found = fallThroughs(api("REST", "POST /admin", route("ANY /{proxy+}", "none")));
    expect(found.map((one) => [one.guarded.label, one.open.label, one.methods])).toEqual([
      ["POST /admin", "ANY /{proxy+}", ["DELETE", "GET", "HEAD", "OPTIONS", "PATCH", "PUT"]],
    ]);
  });

  test("are none where the greedy route is guarded, or the path has ANY", () => {
    expect(fallThroughs(api("REST", "POST /admin", "ANY /{proxy+}"))).toEqual([]);
    expect(fallThroughs(api("REST", "ANY /admin", route("ANY /{proxy+}", "none")))).toEqual([]);
  });

  test("are found where an HTTP API's $default is open", () => {
    const found = fallThroughs(api("HTTP", "GET /admin/{id}", route("$default", "none")));
    expect(found.map(({ open, methods }) => [open.label, methods.includes("GET"), methods.includes("PUT")])).toEqual([
      ["$default", false, true],
    ]);
  });
});
