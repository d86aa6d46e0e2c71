import { type Access } from "../../../src/access/access";
import { condition } from "../../../src/access/formula";
import { matrixOf } from "../../../src/access/matrix";
import { accessAsJson } from "../../../src/access/renderings/json";
import { accessAsMarkdown } from "../../../src/access/renderings/markdown";
import { accessAsText } from "../../../src/access/renderings/table";
import { symbolic } from "../../../src/access/symbols";
import { accessBy, api, letIn, origin, principal, reach, refused, route, serviceRole } from "../../support/access";

const admin = api("admin-api");
const general = api("general-api", "REST API, regional, stage general");
const principals = [
  principal("anonymous", "anonymous"),
  principal("guest", "guest"),
  principal("general"),
  principal("admin"),
  principal("ID token of web", "token"),
];
const parts = {
  principals,
  origins: [origin("internet"), origin("VPC endpoint main")],
  routes: [
    route(admin, "GET /members"),
    route(admin, "POST /members"),
    route(admin, "OPTIONS /members", "NONE"),
    route(general, "GET /profile", "COGNITO_USER_POOLS"),
  ],
  notCovered: ["the Lambda authorizer aws_api_gateway_authorizer.a decides by its code"],
};

const access = accessBy(parts, ({ route: { api: of, asks }, principal: who, origin: from }) => {
  if (from.label !== "internet") return refused("public API");
  if (asks === "nothing") return letIn();
  if (of === general) {
    if (who.kind !== "token") return { ...refused("no token"), status: 401 };
    return { ...letIn("ID token of web"), outcome: "failing", status: 500, reason: "integration permission" };
  }
  if (who.label === "admin")
    return { ...letIn(`role ${symbolic({ kind: "unknown", name: "var.role" })}`), assumptions: ["A1"] };
  if (who.label === "general")
    return { ...refused(), outcome: "conditional", when: condition("aws:UserAgent is like curl*") };
  return who.kind === "anonymous" ? refused("unsigned") : refused();
});
const text = (of: Access, all = false) => accessAsText(matrixOf(of), { title: "dev", all });

test("the table names each API, its routes with equal access together, and who is let in from where, and why others are not", () => {
  expect(text(access)).toBe(`Who can call what: dev

admin-api: REST API, regional, stage api

  GET /members, POST /members  [AWS_IAM]
    from internet
      let in       admin      with role \${var.role} [A1]
      may enter    general    if aws:UserAgent is like curl*; otherwise no statement of the role or of a resource
                              policy allows it
      refused 403  anonymous  the request is not signed
      refused 403  guest      no statement of the role or of a resource policy allows it
    from VPC endpoint main
      refused 403  everybody  a VPC endpoint leads to private APIs only

  OPTIONS /members  [NONE]
    from internet
      let in       everybody
    from VPC endpoint main
      refused 403  everybody  a VPC endpoint leads to private APIs only

general-api: REST API, regional, stage general

  GET /profile  [COGNITO_USER_POOLS]
    from internet
      fails 500    ID token of web            API Gateway may not invoke the function
      refused 401  anonymous, general, admin  the request carries no token
    from VPC endpoint main
      refused 403  everybody                  a VPC endpoint leads to private APIs only

Roles that Cognito gives
  guest    r-guest
  general  r-general
  admin    r-admin

Answers
  may enter: depends on what the Terraform does not say; the condition stands behind it
  fails: authorized, but the integration lacks a permission, so that the caller gets an error

Assumptions (docs/access-model.md, section 8)
  A1 a resource policy that only denies is enough on AWS_IAM routes: the role's own permission allows

Not analysed
  - the Lambda authorizer aws_api_gateway_authorizer.a decides by its code

Tokens alone are refused by AWS_IAM, and not listed there (--all lists them).
Who has no token is refused where one is asked for, and not listed there (--all does).
Guests' credentials are limited by session policies of AWS, of which this is the copy of 2026-09-23.`);
});

const manyRoutes = Array.from({ length: 300 }, (_, index) => route(admin, `GET /things-${index}`));
const many = accessBy({ ...parts, routes: manyRoutes }, access.decision);

test("of 300 routes with equal access twelve are named and the others counted, unless all are asked for", () => {
  expect(text(many).split("\n").length).toBeLessThan(40);
  expect(text(many).replaceAll(/\s+/g, " ")).toContain("GET /things-11 and 288 more (--all names them) [AWS_IAM]");
  const named = text(many, true);
  for (const { path } of manyRoutes) expect(named).toMatch(new RegExp(`${path}\\b`));
});

const manyTokens = accessBy(
  {
    ...parts,
    principals: [
      principals[0] ?? principal("anonymous"),
      principal("a", "token"),
      principal("b", "token"),
      principal("c", "foreign-token"),
    ],
    routes: [route(general, "GET /profile", "JWT"), route(admin, "GET /members")],
  },
  ({ principal: { label, kind }, origin: from, route: { asks } }) => {
    if (from.label !== "internet") return refused(kind === "anonymous" ? "no token" : "explicit deny");
    if (asks === "signature") return refused("unsigned");
    return label === "a" ? letIn("a") : { ...refused("wrong token"), status: 401 };
  },
);

test("tokens that are refused are counted, and where nobody is let in the reasons stand together; --all names each", () => {
  expect(text(manyTokens)).toContain(`
  GET /profile  [JWT]
    from internet
      let in       a
      refused 401  anonymous and 2 tokens  the token is not one that the authorizer accepts
    from VPC endpoint main
      refused 403  everybody               a statement denies it; the request carries no token
`);
  expect(text(manyTokens, true)).toContain(`
    from internet
      let in       a
      refused 401  anonymous, b, c  the token is not one that the authorizer accepts
    from VPC endpoint main
      refused 403  anonymous        the request carries no token
      refused 403  a, b, c          a statement denies it
`);
});

test("no line is longer than 116 characters, save for a name that is longer itself", () => {
  for (const line of [...text(access).split("\n"), ...text(many, true).split("\n")])
    expect(line.length).toBeLessThanOrEqual(116);
});

test("a configuration without APIs says so", () => {
  expect(text(accessBy({ ...parts, routes: [], notCovered: [] }, access.decision))).toContain(
    "There is no route of an API.",
  );
});

test("the Markdown has a table for each API, and no name gets out of its cell", () => {
  const odd = api("odd | api");
  const shown = accessBy({ ...parts, routes: [...parts.routes, route(odd, "GET /a|`b`")] }, access.decision);
  const lines = accessAsMarkdown(matrixOf(shown), { title: "dev", all: false }).split("\n");
  expect(lines.slice(0, 9)).toEqual([
    "## Who can call what: dev",
    "",
    "### admin-api",
    "",
    "REST API, regional, stage api.",
    "",
    "| routes | from | answer | who | with what, or why |",
    "|---|---|---|---|---|",
    "| `GET /members`, `POST /members` (AWS\\_IAM) | internet | let in | admin | with role \\$\\{var.role\\} \\[A1\\] |",
  ]);
  expect(lines).toContain("### odd \\| api");
  expect(lines.find((line) => line.includes("/a"))).toMatch(/^\| `` GET \/a\\\|`b` `` \(AWS/);
  for (const line of lines.filter((one) => /^\| .* \| .* \| .* \| /.test(one)))
    expect(line.match(/(?<!\\)\|/g)).toHaveLength(6);
});

test("the JSON has every cell, and each distinct decision once", () => {
  const matrix = matrixOf(access);
  const json = JSON.parse(accessAsJson(matrix, "dev")) as {
    readonly principals: readonly { readonly label: string }[];
    readonly apis: readonly { readonly label: string }[];
    readonly decisions: readonly { readonly outcome: string; readonly reason?: string }[];
    readonly routes: readonly { readonly api: number; readonly decisions: readonly (readonly number[])[] }[];
  };
  expect(json).toMatchObject({
    version: 1,
    title: "dev",
    notCovered: parts.notCovered,
    origins: [{ label: "internet", kind: "internet" }, { label: "VPC endpoint main" }],
  });
  expect(json.apis.map(({ label }) => label)).toEqual(["admin-api", "general-api"]);
  expect(new Set(json.decisions.map((one) => JSON.stringify(one))).size).toBe(json.decisions.length);
  for (const [place, one] of parts.routes.entries())
    for (const [from, at] of parts.origins.entries())
      for (const [who, of] of principals.entries()) {
        const { outcome, reason } = access.decision({ route: one, principal: of, origin: at });
        const decision = json.decisions[json.routes[place]?.decisions[from]?.[who] ?? -1];
        expect([decision?.outcome, decision?.reason]).toEqual([outcome, reason]);
      }
});

describe("a role that API Gateway uses", () => {
  const routes = [...parts.routes.slice(0, 2), ...parts.routes.slice(3)];
  const proxy = {
    ...serviceRole("proxy|", routes, [
      reach(["idp:Start", "idp:Answer"], ["users"]),
      { ...reach(["iam:*"], ["*"], "Deny"), condition: "aws:SourceIp lies in 10.0.0.0/8" },
      { ...reach(["s3:*"], ["x"]), otherActions: true, otherResources: true },
    ]),
    boundary: [reach(["idp:*"], ["*"])],
    unknown: ["${var.policy}"],
  };
  const shown = accessBy(
    { ...parts, serviceRoles: [proxy, serviceRole("idle", routes.slice(2), [])] },
    access.decision,
  );

  test("stands in the table with the routes that it serves, what it may do, and what of that is not known", () => {
    expect(text(shown)).toContain(`
Roles that API Gateway uses
  proxy|  for GET /members, POST /members of admin-api; GET /profile of general-api
          may idp:Start, idp:Answer on users
          may not iam:* on * if aws:SourceIp lies in 10.0.0.0/8
          may everything but s3:* on everything but x
          at most idp:* on *
          may what \${var.policy} says, which is not known
  idle    for GET /profile of general-api
          may nothing
`);
    expect(text(access)).not.toContain("Roles that API Gateway uses");
  });

  test("stands in the Markdown and in the JSON too", () => {
    const lines = accessAsMarkdown(matrixOf(shown), { title: "dev", all: false }).split("\n");
    expect(lines).toContain("### Roles that API Gateway uses");
    expect(lines.find((line) => line.startsWith("| proxy\\| |"))).toContain(
      "may idp:Start, idp:Answer on users; may not iam",
    );
    const json = JSON.parse(accessAsJson(matrixOf(shown), "dev")) as { readonly serviceRoles: readonly object[] };
    expect(json.serviceRoles).toMatchObject([
      { role: "proxy|", routes: [0, 1, 3], statements: proxy.reach, boundary: proxy.boundary, unknown: proxy.unknown },
      { role: "idle", routes: [3], statements: [], unknown: [] },
    ]);
  });
});
