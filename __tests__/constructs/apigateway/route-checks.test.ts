import { type RouteKey } from "../../../src/constructs/apigateway/route";
import { setUp } from "../../support/rest-api";
import { synthesized } from "../../support/synth";

/** An API with these routes, all for administrators. */
const apiWith = (...keys: RouteKey[]) => {
  const { stack, api, admin, handler } = setUp();
  for (const key of keys) api.route(key, { handler, allow: [admin] });
  return synthesized(stack);
};

test("fails for an API without a route", () => {
  expect(() => synthesized(setUp().stack)).toThrow("test/api: the API has no route, and AWS deploys none without");
});

describe("two names for one place", () => {
  test.each<[one: RouteKey, other: RouteKey, taken: string]>([
    ["GET /m/{id}", "GET /m/{member}", "/m/{id}"],
    ["GET /m/{id}", "POST /m/{member}", "/m/{id}"],
    ["GET /m/{id}", "GET /m/{path+}", "/m/{id}"],
    ["GET /m/{path+}", "GET /m/{id}", "/m/{path+}"],
    ["GET /m/{id}", "GET /m/{id+}", "/m/{id}"],
    ["GET /m/{id}/name", "GET /m/{member}/address", "/m/{id}"],
    ["GET /{proxy+}", "GET /{id}/name", "/{proxy+}"],
  ])("fails for %s beside %s, which API Gateway refuses", (one, other, taken) => {
    expect(() => apiWith(one, other)).toThrow(
      `test/api: route ${other}: the API has ${taken} already, another parameter in the same place\n  allowed: ${taken}\n`,
    );
  });

  test("one name in one place is fine, and so are other names in other places and literals beside", () => {
    const json = apiWith(
      "GET /m/{id}",
      "PUT /m/{id}",
      "GET /m/{id}/{part}",
      "GET /m/me",
      "GET /m/me/{other}",
      "GET /files/{path+}",
    );
    const { paths } = JSON.parse(String(json.single("aws_api_gateway_rest_api").body)) as { paths: object };
    expect(Object.keys(paths)).toEqual(["/files/{path+}", "/m/me", "/m/me/{other}", "/m/{id}", "/m/{id}/{part}"]);
  });
});

describe("API Gateway's quota of resources", () => {
  /** A path that makes, with the root, so many resources. */
  const pathOf = (resources: number): RouteKey => `GET /${Array.from({ length: resources - 1 }, () => "a").join("/")}`;

  test("300 resources are the most", () => {
    expect(() => apiWith(pathOf(300))).not.toThrow();
  });

  test("a beginning that paths share counts once", () => {
    expect(() => apiWith(pathOf(300), "GET /", "GET /a", "POST /a", "GET /a/a")).not.toThrow();
  });

  test("fails for 301 resources, with the number and where it can be raised", () => {
    expect(() => apiWith(pathOf(300), "GET /b")).toThrow(
      /test\/api: the API's paths make 301 resources\n\s+allowed: 300 resources an API .*adjustable.*\n\s+fix: {5}split the API/,
    );
  });
});

describe("a grant that reaches further than its route", () => {
  test.each([
    ["GET /members/{id}", "GET /members/{id}/secrets"],
    ["GET /members/{id}", "GET /members/me"],
    ["ANY /tech4all", "GET /tech4all"],
    ["GET /files/{path+}", "GET /files/secret"],
  ] as const)("fails where allowing %s in IAM would also allow %s, which is another group's", (open, secret) => {
    const { stack, api, admin, general, handler } = setUp();
    api.route(open, { handler, allow: [general] });
    api.route(secret, { handler, allow: [admin] });
    expect(() => synthesized(stack)).toThrow(`test/api: allowing group general ${open} would allow ${secret} too`);
  });

  test("fails where everyone who is signed in gets the broad route, and one group alone the narrow one", () => {
    const { stack, api, pool, admin, handler } = setUp();
    api.route("GET /members/{id}", { handler, allow: [pool.authenticated] });
    api.route("GET /members/{id}/secrets", { handler, allow: [admin] });
    expect(() => synthesized(stack)).toThrow(
      "test/api: allowing everyone who is signed in GET /members/{id} would allow GET /members/{id}/secrets too",
    );
  });

  test("fails for each caller and each route that is reached", () => {
    const { stack, api, admin, general, handler } = setUp();
    api.route("GET /{kind}/{id}", { handler, allow: [admin, general] });
    api.route("GET /members/me/secrets", { handler, allow: [admin] });
    api.route("GET /members/me/keys", { handler, allow: [admin] });
    expect(() => synthesized(stack)).toThrow(
      /allowing group general .* would allow GET \/members\/me\/secrets[^]*allowing group general .* would allow GET \/members\/me\/keys/,
    );
    expect(() => synthesized(stack)).not.toThrow(/allowing group admin/);
  });

  test("a broader route is fine where its callers are allowed the narrower one as well", () => {
    const { stack, api, pool, admin, handler } = setUp();
    api.route("GET /members/{id}", { handler, allow: [admin] });
    api.route("GET /members/me", { handler, allow: [pool.authenticated] });
    expect(() => synthesized(stack)).not.toThrow();
  });
});
