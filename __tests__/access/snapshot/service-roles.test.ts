import { matrixOf } from "../../../src/access/matrix";
import { type AccessServiceRole } from "../../../src/access/access";
import { differences } from "../../../src/access/snapshot/differences";
import { parseSnapshot } from "../../../src/access/snapshot/parse";
import { renderSnapshot } from "../../../src/access/snapshot/render";
import { type Snapshot } from "../../../src/access/snapshot/snapshot";
import { snapshotOf } from "../../../src/access/snapshot/snapshot-of";
import { accessBy, api, letIn, origin, principal, reach, route, serviceRole } from "../../support/access";

const loginProxy = api("login-proxy", "REST API, private, stage proxy");
const login = [route(loginProxy, "POST /start", "NONE"), route(loginProxy, "POST /answer", "NONE")];

/** The snapshot of an access with these roles of API Gateway. */
function snapshotWith(...serviceRoles: readonly AccessServiceRole[]): Snapshot {
  const parts = { principals: [principal("anonymous", "anonymous")], origins: [origin("internet")] };
  return snapshotOf(matrixOf(accessBy({ ...parts, routes: login, serviceRoles }, () => letIn())));
}

const sentences = (before: AccessServiceRole, after: AccessServiceRole) =>
  differences(snapshotWith(before), snapshotWith(after)).map(({ kind, sentence }) => `${kind}: ${sentence}`);

const proxy = serviceRole("proxy", login.slice(0, 1), [reach(["idp:Start"], ["users"])]);
const withReach = (...more: AccessServiceRole["reach"]) => ({ ...proxy, reach: [...proxy.reach, ...more] });

test("a role that API Gateway uses has a line with its routes, and one right for each action and resource", () => {
  const more = { ...reach(["idp:*"], ["admins"], "Deny"), condition: "aws:SourceIp lies in 10.0.0.0/8" };
  const role = { ...withReach(reach(["idp:A", "idp:B"], ["x", "y"]), more), unknown: ["${var.policy}"] };
  const text = renderSnapshot(snapshotWith(role), "dev");
  expect(text.split("\n").findLast((line) => line !== "")).toBe(
    "service-role proxy [login-proxy POST /start]: " +
      '"may idp:A on x", "may idp:A on y", "may idp:B on x", "may idp:B on y", "may idp:Start on users", ' +
      '"may not idp:* on admins if aws:SourceIp lies in 10.0.0.0/8", "may what ${var.policy} says, which is not known"',
  );
  expect(parseSnapshot(text, "f")).toEqual(snapshotWith(role));
});

test("a statement that widens a role reads as what it gains, before everything that closes", () => {
  const wider = { ...proxy, reach: [reach(["idp:Start", "idp:CreateUser"], ["users"])] };
  const gained = "API Gateway's role proxy gains idp:CreateUser on users, for login-proxy POST /start";
  expect(sentences(proxy, wider)).toEqual([`gain: ${gained}`]);
  expect(sentences(wider, proxy)).toEqual([`loss: ${gained.replace("gains", "loses")}`]);
  const other = { ...proxy, reach: [reach(["idp:Start"], ["admins"])] };
  expect(sentences(proxy, other)).toEqual([
    "gain: API Gateway's role proxy gains idp:Start on admins, for login-proxy POST /start",
    "loss: API Gateway's role proxy loses idp:Start on users, for login-proxy POST /start",
  ]);
});

test("a denial that goes is a gain, and so is a boundary that goes or is widened", () => {
  const denied = withReach(reach(["idp:Start"], ["admins"], "Deny"));
  expect(sentences(denied, proxy)).toEqual([
    "gain: API Gateway's role proxy is no more denied idp:Start on admins, for login-proxy POST /start",
  ]);
  expect(sentences(proxy, denied)).toEqual([
    "loss: API Gateway's role proxy is denied idp:Start on admins, for login-proxy POST /start",
  ]);
  const limited = { ...proxy, boundary: [reach(["idp:*"], ["*"])] };
  const wider = { ...proxy, boundary: [reach(["idp:*", "s3:*"], ["*"])] };
  const [gained, limit] = [sentences(limited, wider), sentences(proxy, limited)];
  expect(sentences(limited, proxy)[0]).toMatch(/^gain: .* is no more limited to idp:\* on \*/);
  expect(limit).toEqual(["loss: API Gateway's role proxy is limited to idp:* on *, for login-proxy POST /start"]);
  expect(gained).toEqual(["gain: API Gateway's role proxy is limited to s3:* on *, for login-proxy POST /start"]);
});

test("a role that comes to another route, or comes or goes itself, is told with what it may do", () => {
  expect(sentences(proxy, { ...proxy, routes: login })).toEqual([
    "gain: API Gateway's role proxy is used for login-proxy POST /answer too",
  ]);
  expect(differences(snapshotWith(), snapshotWith(proxy)).map(({ sentence }) => sentence)).toEqual([
    "API Gateway uses the role proxy for login-proxy POST /start: it may idp:Start on users",
  ]);
  expect(differences(snapshotWith(proxy), snapshotWith()).map(({ kind }) => kind)).toEqual(["loss"]);
});

test("fails for a line of a role that is there already, naming it", () => {
  const text = renderSnapshot(snapshotWith(proxy), "dev");
  const line = text.split("\n").findLast((one) => one !== "");
  expect(() => parseSnapshot(`${text}${line}\n`, "f")).toThrow("an earlier line says so already");
  expect(() => parseSnapshot(`${text}service-role x for y\n`, "f")).toThrow('expected " ["');
});
