import { array, assert, constantFrom, oneof, property } from "fast-check";
import { UserError } from "../../../src/errors";
import { questionOf } from "../../../src/access/renderings/question";
import { explanationOf, whyAsJson, whyAsText } from "../../../src/access/renderings/why";
import { accessBy, api, letIn, origin, principal, refused, route } from "../../support/access";
import { anyText } from "../../support/any-text";

const admin = api("admin-api");
const other = api("general-api");
const member = { text: "a member of group general", address: "aws_cognito_user_group.general", section: "1.1" };
const general = { ...principal("general"), steps: [member] };
const parts = {
  principals: [principal("anonymous", "anonymous"), general, principal("guest of members", "guest")],
  origins: [origin("internet"), origin("VPC endpoint main")],
  routes: [
    route(admin, "GET /members"),
    route(admin, "GET /members/me"),
    route(admin, "GET /members/{id}"),
    route(admin, "ANY /{proxy+}"),
    route(admin, "OPTIONS /members", "NONE"),
    { ...route(other, "ANY $default"), label: "$default" },
    route(other, "OPTIONS /members", "NONE"),
  ],
};
const steps = [
  {
    text: "the route GET /members of admin-api serves the call",
    address: "aws_api_gateway_rest_api.admin",
    section: "3.1",
  },
  {
    text: "the statement allows execute-api:Invoke",
    address: "aws_iam_role_policy.general",
    statement: "AllowOwn",
    section: "5.1",
  },
];
const access = accessBy(
  parts,
  ({ origin: from }) =>
    from.label === "internet"
      ? { ...letIn("role r-general"), assumptions: ["A2"] }
      : { ...refused("public API"), body: '{"message":"Forbidden"}' },
  steps,
);
const asked = (words: readonly string[], more: { api?: string; from?: string } = {}) =>
  questionOf(access, { words, ...more });
const routeAsked = (...words: string[]) => asked(words, { api: "admin-api" }).route?.label;

test("--why tells the chain of decisions, with address, statement and section, for each outcome that an origin makes", () => {
  const question = asked(["general", "GET /members"], { api: "admin-api" });
  expect(whyAsText(explanationOf(access, question))).toBe(`general, GET /members of admin-api
  from internet: let in, with role r-general [A2]
  from VPC endpoint main: refused 403, a VPC endpoint leads to private APIs only
    {"message":"Forbidden"}

How general comes by credentials
   1. a member of group general
      aws_cognito_user_group.general, docs/access-model.md 1.1

From internet: let in
   1. the route GET /members of admin-api serves the call
      aws_api_gateway_rest_api.admin, docs/access-model.md 3.1
   2. the statement allows execute-api:Invoke
      aws_iam_role_policy.general, statement AllowOwn, docs/access-model.md 5.1
  A2 assumed: a path is compared with a policy as it was called, percent-encoding and all (docs/access-model.md 8)

From VPC endpoint main: refused 403
   1. the route GET /members of admin-api serves the call
      aws_api_gateway_rest_api.admin, docs/access-model.md 3.1
   2. the statement allows execute-api:Invoke
      aws_iam_role_policy.general, statement AllowOwn, docs/access-model.md 5.1`);
  expect(JSON.parse(whyAsJson(explanationOf(access, question)))).toMatchObject({
    principal: "general",
    api: "admin-api",
    route: "GET /members",
    roles: "r-general",
    credentials: [member],
    decisions: [
      { origins: ["internet"], outcome: "allowed", steps },
      { origins: ["VPC endpoint main"], status: 403 },
    ],
  });
});

test("--why with a principal alone tells the role that it gets, and how", () => {
  expect(whyAsText(explanationOf(access, asked(["general"])))).toBe(`general: gets the role r-general

How general comes by credentials
   1. a member of group general
      aws_cognito_user_group.general, docs/access-model.md 1.1`);
});

test("how a role comes about is not told where a token is asked for", () => {
  const tokens = [{ ...parts.routes[0], asks: "token" as const }, ...parts.routes.slice(1)];
  const [route_] = tokens;
  expect(
    explanationOf(access, { principal: general, route: route_ as (typeof parts.routes)[0], origins: [] }).credentials,
  ).toEqual([]);
});

test("--from asks of one origin", () => {
  expect(asked(["general", "GET /members/me"], { api: "admin-api", from: "VPC endpoint main" }).origins).toEqual([
    parts.origins[1],
  ]);
});

test.each([
  [["general", "GET /members"], "GET /members"],
  [["general", "GET", "/members"], "GET /members"],
  [["General", "get /members"], "GET /members"],
  [["guest", "of", "members", "GET", "/members"], "GET /members"],
  [["guest of members", "GET /members/42"], "GET /members/{id}"],
  [["general", "GET /members/{id}"], "GET /members/{id}"],
  [["general", "GET /members/me"], "GET /members/me"],
  [["general", "DELETE /members"], "ANY /{proxy+}"],
  [["general", "GET /a/b/c"], "ANY /{proxy+}"],
])("%j asks of the route %s", (words, label) => {
  expect(routeAsked(...words)).toBe(label);
});

test("a path that no route of an HTTP API has is served by $default, which can be asked for by name", () => {
  expect(asked(["general", "GET /x"], { api: "general-api" }).route?.label).toBe("$default");
  expect(asked(["general", "$default"]).route?.api).toBe(other);
});

test("a route whose path is not known is asked for by its label", () => {
  const unknown = {
    ...route(admin, "POST /x"),
    label: "POST /${path of var.resource}",
    path: "/${path of var.resource}",
  };
  const open = accessBy({ ...parts, routes: [...parts.routes, unknown] }, access.decision);
  const words = ["guest of members", "POST /${path of var.resource}"];
  expect(questionOf(open, { words })).toMatchObject({ principal: parts.principals[2], route: unknown });
});

test.each([
  [["generl", "GET /members"], {}, 'there is no such principal\n  got:     "generl"\n  allowed: general, '],
  [
    ["general", "GET /members"],
    { api: "admn" },
    'there is no such API\n  got:     "admn"\n  allowed: admin-api, general-api',
  ],
  [
    ["general", "GET /members"],
    { from: "intranet" },
    'there is no such origin\n  got:     "intranet"\n  allowed: internet, ',
  ],
  [
    ["general", "OPTIONS /members"],
    {},
    "several APIs serve OPTIONS /members\n  allowed: admin-api, general-api\n  fix:     say which: --api",
  ],
  [["GET /members"], {}, "this does not name a principal, a method and a path that begins with a slash"],
  [["general", "GET members"], {}, 'got:     "general GET members"'],
  [["general", "/members"], {}, "this does not name a principal"],
  [["general", "POST"], {}, "this does not name a principal"],
])("fails for %j %j, naming what there is", (words, more, message) => {
  expect(() => asked(words, more)).toThrow(UserError);
  expect(() => asked(words, more)).toThrow(message);
});

test("fails for a route that there is not, naming the nearest of 300 and counting the others", () => {
  const routes = Array.from({ length: 300 }, (_, index) => route(admin, `GET /things-${index}`));
  const many = accessBy({ ...parts, routes }, access.decision);
  const ask = () => questionOf(many, { words: ["general", "GET /thing-299"] });
  expect(ask).toThrow(/no route serves this[^]*allowed: GET \/things-299, .*, and 292 more\n/);
});

test("fails on garbage with a UserError only", () => {
  const word = oneof(anyText, constantFrom("general", "GET", "GET /", "/members", "/{id}", "$default"));
  const readsOrRefuses = property(array(word, { minLength: 1, maxLength: 4 }), (words) => {
    try {
      asked(words);
      return true;
    } catch (error) {
      return error instanceof UserError;
    }
  });
  expect(() => assert(readsOrRefuses, { numRuns: 300 })).not.toThrow();
});
