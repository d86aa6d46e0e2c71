import { accessOf } from "../../src/access";
import { foreign } from "../support/foreign";

/** Who gets which answer to a call of a route from somewhere: `let in` and the like, with the status of a refusal. */
function answers(name: string, route: string, from = "internet"): Record<string, readonly string[]> {
  const access = accessOf(foreign(name));
  const called = access.routes.find(({ label }) => label === route);
  const origin = access.origins.find(({ label }) => label === from);
  if (called === undefined || origin === undefined) {
    throw new Error(
      `${route} of ${access.routes.map(({ label }) => label).join()}, ${from} of ${access.origins.map(({ label }) => label).join()}`,
    );
  }
  const found: Record<string, string[]> = {};
  for (const principal of access.principals) {
    const { outcome, status } = access.decision({ route: called, principal, origin });
    (found[status === undefined ? outcome : `${outcome} ${status}`] ??= []).push(principal.label);
  }
  return found;
}

describe("a REST API with a method for each resource and a user pool's authorizer", () => {
  const shop = "rest-with-user-pool-authorizer.tf.json";

  test("a route without scopes wants an ID token of the pool's clients", () => {
    const { allowed = [], "denied 401": refused = [] } = answers(shop, "GET /orders/{number}");
    expect(allowed).toContain("ID token of storefront");
    expect(refused).toEqual(expect.arrayContaining(["anonymous", "access token of storefront"]));
  });

  test("a route with a scope wants an access token that has it", () => {
    const { allowed = [], "denied 401": refused = [] } = answers(shop, "POST /orders");
    expect(allowed).toContain("access token of storefront with shop/orders.write");
    expect(refused).toEqual(expect.arrayContaining(["anonymous", "ID token of storefront"]));
  });

  test("the status and preflights are open to everybody", () => {
    expect(Object.keys(answers(shop, "GET /status"))).toEqual(["allowed"]);
    expect(Object.keys(answers(shop, "OPTIONS /orders"))).toEqual(["allowed"]);
  });
});

describe("a plan with modules, group roles and AWS_IAM", () => {
  const plan = "plan-with-modules.json";

  test("readers get a 500, since the caller's rights are passed on", () => {
    expect(answers(plan, "GET /books")).toMatchObject({
      allowed: expect.arrayContaining(["librarians", "volunteers"]),
      "failing 500": ["readers"],
      "denied 403": expect.arrayContaining(["anonymous", "signed in without a group"]),
    });
  });

  test("a route that the plan adds is there", () => {
    const { allowed, "denied 403": refused } = answers(plan, "PUT /books/{isbn}");
    expect(allowed).toEqual(["librarians"]);
    expect(refused).toEqual(
      expect.arrayContaining(["anonymous", "signed in without a group", "readers", "volunteers"]),
    );
  });
});

describe("an HTTP API with a JWT authorizer", () => {
  const notes = "http-api-with-jwt.tf.json";

  test("both tokens of the client are accepted where no scope is asked for", () => {
    expect(answers(notes, "GET /notes")).toMatchObject({
      allowed: expect.arrayContaining(["signed in without a group", "ID token of app", "access token of app"]),
      "denied 401": expect.arrayContaining(["anonymous", "token of another user pool", "token of another client"]),
    });
  });

  test("where a scope is asked for, an ID token is not enough", () => {
    expect(answers(notes, "PUT /notes/{id}")).toMatchObject({
      allowed: expect.arrayContaining(["access token of app"]),
      "denied 403": ["ID token of app"],
    });
  });

  test("whatever no other route serves is guarded as well", () => {
    expect(answers(notes, "$default")["denied 401"]).toContain("anonymous");
    expect(answers(notes, "GET /health").allowed).toContain("anonymous");
  });
});

describe("a private API with the usual Allow for everybody and Deny of other endpoints", () => {
  const ledger = "private-api.tf.json";
  const route = "GET /entries/{entry}";

  test("nobody reaches it from the internet", () => {
    expect(Object.keys(answers(ledger, route))).toEqual(["unreachable"]);
  });

  test("through its endpoint even guests are let in, whose role may do nothing", () => {
    expect(answers(ledger, route, "VPC endpoint api").allowed).toEqual(["guest", "signed in without a group"]);
  });

  test("through any other endpoint nobody is", () => {
    expect(Object.keys(answers(ledger, route, "another VPC endpoint"))).toEqual(["denied 403"]);
  });
});
