import { assert, property, string } from "fast-check";
import { UserError } from "../../../src/errors";
import { matrixOf } from "../../../src/access/matrix";
import { condition } from "../../../src/access/formula";
import { parseSnapshot } from "../../../src/access/snapshot/parse";
import { renderSnapshot } from "../../../src/access/snapshot/render";
import { snapshotOf } from "../../../src/access/snapshot/snapshot-of";
import { type Cell } from "../../../src/access/access";
import { type Principal } from "../../../src/access/principal";
import { accessBy, api, letIn, origin, principal, refused, route } from "../../support/access";
import { snapshots } from "../../support/snapshots";

const admin = api("admin-api");
const access = accessBy(
  {
    principals: [
      principal("anonymous", "anonymous"),
      principal("general"),
      principal("admin"),
      principal("guest", "guest"),
    ],
    origins: [origin("internet"), origin("VPC endpoint main")],
    routes: [
      route(admin, "POST /members"),
      route(admin, "GET /members/{id}"),
      route(admin, "OPTIONS /members", "NONE"),
    ],
  },
  ({ route: { method }, principal: who, origin: from }) => {
    if (from.label !== "internet") return refused("public API");
    if (method === "OPTIONS") return letIn();
    if (who.label === "admin") return letIn("role r-admin");
    if (who.kind === "anonymous") return refused("unsigned");
    if (who.label !== "general" || method === "POST") return refused();
    const when = condition("aws:UserAgent is like curl*");
    return { ...refused(), outcome: "conditional", when };
  },
);
const text = renderSnapshot(snapshotOf(matrixOf(access)), "dev");

test("a snapshot has a line for each route, in the order of their paths, that says who is let in and why others are not", () => {
  expect(text.split("\n").filter((line) => !line.startsWith("#"))).toEqual([
    "",
    "principal anonymous [anonymous]: nothing",
    "principal guest [guest]: role r-guest",
    "principal admin [group]: role r-admin",
    "principal general [group]: role r-general",
    "",
    "origin internet",
    "origin VPC endpoint main",
    "",
    "admin-api OPTIONS /members [NONE] internet: lets in everybody | VPC endpoint main: refuses everybody (public API)",
    "admin-api POST /members [AWS_IAM] internet: lets in admin; refuses others (no statement); refuses anonymous (unsigned) | " +
      "VPC endpoint main: refuses everybody (public API)",
    'admin-api GET /members/{id} [AWS_IAM] internet: lets in admin; may let in general (if "aws:UserAgent is like curl*", no statement); ' +
      "refuses others (no statement); refuses anonymous (unsigned) | VPC endpoint main: refuses everybody (public API)",
    "",
  ]);
});

/** The lines about routes, with further principals who are refused as they call. */
function routeLines(...more: readonly Principal[]): readonly string[] {
  const parts = { origins: access.origins, routes: access.routes, principals: [...access.principals, ...more] };
  const decide = (cell: Cell) =>
    isHolder(cell.principal) && cell.route.method !== "OPTIONS" ? refused("unsigned") : access.decision(cell);
  const written = renderSnapshot(snapshotOf(matrixOf(accessBy(parts, decide))), "dev");
  expect(parseSnapshot(written, "x").principals).toHaveLength(parts.principals.length);
  return written.split("\n").filter((line) => line.startsWith("admin-api"));
}
const isHolder = ({ kind }: Principal) => kind === "token" || kind === "foreign-token";

test("no route's line changes for groups that nothing opens to, however many there are", () => {
  const groups = ["a", "b", "c", "d", "e"].map((label) => principal(label));
  const [first = [], ...others] = [0, 1, 2, 5].map((many) => routeLines(...groups.slice(0, many)));
  for (const lines of others) expect(lines).toEqual(first);
});

test("no route's line that asks for signatures changes for the tokens of one more client", () => {
  const web = [principal("ID token of web", "token"), principal("token of another client", "foreign-token")];
  const lines = routeLines(...web);
  expect(lines.join()).toContain("refuses anonymous, tokens (unsigned)");
  expect(routeLines(...web, principal("ID token of app", "token"))).toEqual(lines);
});

test("a principal that is called as a word of the lines is written otherwise than the word", () => {
  const named = ["tokens", "others", "everybody"].map((label) => principal(label));
  expect(routeLines(...named, principal("ID token of web", "token"))[1]).toContain(
    "refuses anonymous, tokens (unsigned)",
  );
  const letTokensIn = accessBy(
    { ...access, principals: [...access.principals, ...named] },
    ({ principal: { label } }) => (label === "tokens" ? letIn() : refused()),
  );
  const written = renderSnapshot(snapshotOf(matrixOf(letTokensIn)), "dev");
  expect(written).toContain('lets in "tokens"; refuses others (no statement)');
  expect(parseSnapshot(written, "x")).toEqual(snapshotOf(matrixOf(letTokensIn)));
});

test("a snapshot says how it is read and written anew, and no line is a number or a date", () => {
  expect(text).toMatch(/^# Who can call what in dev: /);
  expect(text).toContain("npm run access -- --write");
  expect(text).not.toMatch(/\d{4}-\d{2}|\bsha|[0-9a-f]{12}/);
});

test("a snapshot that was written is read as what it was", () => {
  assert(
    property(snapshots, (snapshot) => expect(parseSnapshot(renderSnapshot(snapshot, "dev"), "x")).toEqual(snapshot)),
  );
});

test("a snapshot is read with the line ends of Windows too", () => {
  expect(parseSnapshot(text.replaceAll("\n", "\r\n"), "x")).toEqual(parseSnapshot(text, "x"));
});

const withLine = (line: string) => text.replace(/^admin-api POST.*$/m, line);

test.each([
  ["<<<<<<< HEAD", "a merge conflict is left in it"],
  ["=======", "a merge conflict is left in it"],
  ["admin-api POST", 'expected " " at character 15, before the end of the line'],
  ["admin-api POST /x [AWS_IAM] internet: lets on admin", "expected lets in, may let in"],
  ["admin-api POST /x [AWS_IAM] anywhere: lets in admin", 'it says nothing of the principal "anonymous"'],
  ["admin-api POST /x [AWS_IAM] internet: lets in everybody", 'it says nothing of the origin "VPC endpoint main"'],
  [
    "admin-api POST /x [AWS_IAM] anywhere: lets in admin; refuses admin; refuses others",
    'the principal "admin" is named twice',
  ],
  [
    "admin-api POST /x [AWS_IAM] anywhere: lets in boss; refuses others",
    'no line above says what the principal "boss" is',
  ],
  ["admin-api POST /x [AWS_IAM] anywhere: refuses everybody (mood)", "expected a reason"],
  ["admin-api POST /x [AWS_IAM] anywhere: lets in everybody!", "expected the end of the line"],
  ["admin-api OPTIONS /members [NONE] anywhere: lets in everybody", "an earlier line is about the same route"],
  ["principal admin [group]: nothing", "an earlier line says so already"],
  ["principal boss [chief]: nothing", '"chief" is no kind of principal'],
])("fails for the line %j, naming it", (line, what) => {
  const parse = () => parseSnapshot(withLine(line), "environments/dev.access.txt");
  expect(parse).toThrow(UserError);
  expect(parse).toThrow(/^environments\/dev\.access\.txt:16: /);
  expect(parse).toThrow(what);
  expect(parse).toThrow("write it anew: npm run access -- --write");
});

test("fails for an empty file", () => {
  expect(() => parseSnapshot("", "f")).toThrow("f: this is no snapshot of who can call what: it names no principal");
});

test("fails on garbage with a UserError only", () => {
  const readsOrRefuses = property(string(), string(), (one, other) => {
    for (const garbage of [one, withLine(one), withLine(`admin-api ${one} [${other}] anywhere: ${one}`)]) {
      try {
        parseSnapshot(garbage, "f");
      } catch (error) {
        if (!(error instanceof UserError)) return false;
      }
    }
    return true;
  });
  expect(() => assert(readsOrRefuses)).not.toThrow();
});
