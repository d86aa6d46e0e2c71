import { assert, property, string, webUrl } from "fast-check";
import { UserError } from "../../../src/errors";
import { questionOf } from "../../../src/access/renderings/question";
import { explanationsOf, whyAsJson, whyAsText } from "../../../src/access/renderings/why";
import { accessBy, api, letIn, origin, principal, refused, route } from "../../support/access";

const admin = api("admin-api");
const general = api("general-api");
const parts = {
  principals: [principal("anonymous", "anonymous"), principal("general"), principal("guest of members", "guest")],
  origins: [origin("internet"), origin("VPC endpoint main")],
  routes: [
    route(admin, "GET /members"),
    route(admin, "GET /members/me"),
    route(admin, "GET /members/{id}"),
    route(admin, "ANY /{proxy+}"),
    route(admin, "OPTIONS /members", "NONE"),
    { ...route(general, "ANY $default"), label: "$default" },
    route(general, "OPTIONS /members", "NONE"),
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
const routeAsked = (...words: string[]) => asked(words, { api: "admin-api" }).route.label;

test("--why tells the chain of decisions, with address, statement and section, for each outcome that an origin makes", () => {
  const question = asked(["general", "GET /members"], { api: "admin-api" });
  expect(whyAsText(question, explanationsOf(access, question)))
    .toBe(`general, GET /members of admin-api, from internet: let in
  with role r-general [A2]

   1. the route GET /members of admin-api serves the call
      aws_api_gateway_rest_api.admin, docs/access-model.md 3.1
   2. the statement allows execute-api:Invoke
      aws_iam_role_policy.general, statement AllowOwn, docs/access-model.md 5.1
  A2 is assumed: a path parameter is compared with a policy as the caller wrote it, percent-encoding decoded
     (docs/access-model.md 8)

general, GET /members of admin-api, from VPC endpoint main: refused 403
  a VPC endpoint leads to private APIs only
  the answer: {"message":"Forbidden"}

   1. the route GET /members of admin-api serves the call
      aws_api_gateway_rest_api.admin, docs/access-model.md 3.1
   2. the statement allows execute-api:Invoke
      aws_iam_role_policy.general, statement AllowOwn, docs/access-model.md 5.1`);
  expect(JSON.parse(whyAsJson(question, explanationsOf(access, question)))).toMatchObject({
    principal: "general",
    api: "admin-api",
    route: "GET /members",
    explanations: [
      { origins: ["internet"], outcome: "allowed", steps },
      { origins: ["VPC endpoint main"], status: 403 },
    ],
  });
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
  expect(asked(["general", "GET /x"], { api: "general-api" }).route.label).toBe("$default");
  expect(asked(["general", "$default"]).route.api).toBe(general);
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
  [["general"], {}, "it needs a principal, and a route's method and path"],
  [["GET /members"], {}, "it needs a principal, and a route's method and path"],
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
  assert(
    property(string(), webUrl({ withFragments: true }), (who, path) => {
      for (const words of [[who], [who, path], ["general", `GET /${who}`]]) {
        try {
          asked(words);
        } catch (error) {
          if (!(error instanceof UserError)) return false;
        }
      }
      return true;
    }),
  );
});
