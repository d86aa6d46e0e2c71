import { type Access } from "../../../src/access/access";
import { condition } from "../../../src/access/formula";
import { matrixOf } from "../../../src/access/matrix";
import { accessAsJson } from "../../../src/access/renderings/json";
import { legendOf } from "../../../src/access/renderings/legend";
import { accessAsMarkdown } from "../../../src/access/renderings/markdown";
import { accessAsText } from "../../../src/access/renderings/table";
import { symbolic } from "../../../src/access/symbols";
import { accessBy, api, letIn, origin, principal, refused, route } from "../../support/access";

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
const text = (of: Access, all = false) => accessAsText(matrixOf(of), legendOf(matrixOf(of)), { title: "dev", all });

test("the table names each API, its routes with equal access together, and who is let in from where, and why others are not", () => {
  expect(text(access)).toBe(`Who can call what: dev

admin-api: REST API, regional, stage api

  GET /members, POST /members  [AWS_IAM]
    internet           let in       admin      with role \${var.role} [A1]
                       may enter    general    if aws:UserAgent is like curl*; otherwise no statement of the role or
                                               of a resource policy allows it
                       refused 403  anonymous  the request is not signed
                       refused 403  guest      no statement of the role or of a resource policy allows it
    VPC endpoint main  refused 403  everybody  a VPC endpoint leads to private APIs only

  OPTIONS /members  [NONE]
    internet           let in       everybody
    VPC endpoint main  refused 403  everybody  a VPC endpoint leads to private APIs only

general-api: REST API, regional, stage general

  GET /profile  [COGNITO_USER_POOLS]
    internet           fails 500    ID token of web            with ID token of web; API Gateway may not invoke the
                                                               function
                       refused 401  anonymous, general, admin  the request carries no token
    VPC endpoint main  refused 403  everybody                  a VPC endpoint leads to private APIs only

Answers
  may enter  depends on what the Terraform does not say; the condition stands behind it
  fails  authorized, but the integration lacks a permission, so that the caller gets an error

Assumptions (docs/access-model.md, section 8)
  A1  a resource policy that only denies is enough on AWS_IAM routes: the role's own permission allows

Not analysed
  -  the Lambda authorizer aws_api_gateway_authorizer.a decides by its code

Holders of a token alone are refused by AWS_IAM, and not listed there.
Guests, and others who have no token, are refused where a token is asked for, and not listed there.
Guests' credentials are limited by session policies of AWS, of which this is the copy of 2026-09-23.`);
});

const manyRoutes = Array.from({ length: 300 }, (_, index) => route(admin, `GET /things-${index}`));
const many = accessBy({ ...parts, routes: manyRoutes }, access.decision);

test("of 300 routes with equal access twelve are named and the others counted, unless all are asked for", () => {
  expect(text(many).split("\n").length).toBeLessThan(30);
  expect(text(many)).toContain(
    "GET /things-11 and 288 more (--all names them)  [AWS_IAM]".replaceAll(" ", " ").slice(0, 40),
  );
  const named = text(many, true);
  for (const { path } of manyRoutes) expect(named).toMatch(new RegExp(`${path}\\b`));
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
  const lines = accessAsMarkdown(matrixOf(shown), legendOf(matrixOf(shown)), "dev").split("\n");
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
  for (const line of lines.filter((one) => one.startsWith("|"))) expect(line.match(/(?<!\\)\|/g)).toHaveLength(6);
});

test("the JSON has every cell, and each distinct decision once", () => {
  const matrix = matrixOf(access);
  const json = JSON.parse(accessAsJson(matrix, legendOf(matrix), "dev")) as {
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
