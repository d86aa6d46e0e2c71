import fc from "fast-check";
import { type Decision } from "../../src/access/decision";
import { textOf } from "../../src/access/formula";
import { readable } from "../../src/access/symbols";
import { type JsonValue } from "../../src/json";
import { allow, deny, merged, policy, type Resources } from "./api-gateway/support";
import { accessTo, cellsOf, counted, system, without } from "./whole-system";

type Cells = ReadonlyMap<string, Decision>;

/** A resource by its type and name. */
type Place = readonly [type: string, name: string];

const places: readonly Place[] = Object.entries(system).flatMap(([type, byName]) =>
  Object.keys(byName).map((name): Place => [type, name]),
);
/** Resources that nothing refers to: a system without them is one, too. */
const leaves = places.filter(([type, name]) => !JSON.stringify(system).includes(`{${type}.${name}.`));

const nameOf = (place: Place) => place.join(".");

/** A function's answers, each found once. */
function once(answer: (some: readonly Place[]) => Cells): (some: readonly Place[]) => Cells {
  const known = new Map<string, Cells>();
  return (some) => {
    const key = some.map(nameOf).toSorted().join();
    const cells = known.get(key) ?? answer(some);
    known.set(key, cells);
    return cells;
  };
}

const undecidedIn = (all: Resources, some: readonly Place[]) =>
  cellsOf(accessTo(some.reduce((rest, [type, name]) => counted(rest, type, name, "${var.some ? 1 : 0}"), all)));
const undecided = once((some) => undecidedIn(system, some));
const withoutAll = once((gone) =>
  cellsOf(accessTo(gone.reduce((rest, [type, name]) => without(rest, type, name), system))),
);

const isRefusal = ({ outcome }: Decision) => outcome !== "allowed" && outcome !== "conditional";

/** The cells of which something is said that is not so in one of the worlds. */
function wrong(cells: Cells, worlds: readonly Cells[]): readonly string[] {
  return [...cells].flatMap(([cell, said]) => {
    const answers = worlds.flatMap((world) => world.get(cell) ?? []);
    const is =
      (said.outcome === "allowed" && answers.some(({ outcome }) => outcome !== "allowed")) ||
      (isRefusal(said) && answers.some((answer) => !isRefusal(answer)));
    return is ? [`${cell}: ${said.outcome}, and ${answers.map(({ outcome }) => outcome).join(", ")}`] : [];
  });
}

/** The cells that are said to depend on something, although they are the same in all worlds. */
function vague(cells: Cells, worlds: readonly Cells[]): readonly string[] {
  return [...cells].flatMap(([cell, said]) => {
    const outcomes = new Set(worlds.map((world) => world.get(cell)?.outcome));
    const [only] = outcomes;
    return outcomes.size === 1 && only !== undefined && only !== said.outcome ? [`${cell}: ${said.outcome}`] : [];
  });
}

function subsetsOf(some: readonly Place[]): readonly (readonly Place[])[] {
  const [first, ...others] = some;
  if (first === undefined) return [[]];
  const rest = subsetsOf(others);
  return [...rest, ...rest.map((had) => [first, ...had])];
}

test("that one resource may not exist never turns allowed into denied or back, and what depends on it says so alone", () => {
  const there = withoutAll([]);
  const faults = places.flatMap((place) => {
    const cells = undecided([place]);
    const worlds = leaves.includes(place) ? [there, withoutAll([place])] : [there];
    const lost = [...there.keys()].filter((cell) => !cells.has(cell));
    return [...wrong(cells, worlds), ...lost, ...(worlds.length > 1 ? vague(cells, worlds) : [])].map(
      (fault) => `${nameOf(place)}: ${fault}`,
    );
  });
  expect(faults).toEqual([]);
});

test("of several resources that may not exist, what is said holds with any of them and without", () => {
  fc.assert(
    fc.property(fc.subarray([...leaves], { minLength: 2, maxLength: 3 }), (some) => {
      expect(wrong(undecided(some), subsetsOf(some).map(withoutAll))).toEqual([]);
    }),
    { numRuns: 5 },
  );
});

/** What is said of a call of somebody, from the internet if it is not told otherwise. */
function told(cells: Cells, call: string, from = "internet"): string {
  const decision = cells.get(`${call} | ${from}`);
  if (decision === undefined) return "not there";
  const { outcome, when } = decision;
  return outcome === "conditional" ? `if ${readable(textOf(when))}` : outcome;
}

const restApi = "aws_api_gateway_rest_api.rest";
const insideApi = "aws_api_gateway_rest_api.inside";
const httpApi = "aws_apigatewayv2_api.http";
const from192 = "internet 192.0.2.0/24";

test.each<readonly [Place, string, string]>([
  [["aws_iam_role_policy", "admin"], `${httpApi} | GET /signed | admin`, "internet"],
  [["aws_iam_role_policy_attachment", "things"], `${restApi} | GET /things/{id} | general`, "internet"],
  [["aws_iam_policy", "things"], `${restApi} | GET /things/{id} | general`, "internet"],
  [["aws_iam_role", "admin"], `${httpApi} | GET /signed | admin`, "internet"],
  [["aws_cognito_identity_pool", "members"], `${httpApi} | GET /signed | admin`, "internet"],
  [["aws_cognito_identity_pool_roles_attachment", "members"], `${httpApi} | GET /signed | admin`, "internet"],
  [["aws_cognito_user_group", "admin"], `${httpApi} | GET /signed | admin`, "internet"],
  [["aws_cognito_user_pool_client", "web"], `${httpApi} | GET /signed | admin`, "internet"],
  [
    ["aws_cognito_user_pool_client", "web"],
    `${httpApi} | GET /read | access token of web with things/read`,
    "internet",
  ],
  [["aws_lambda_permission", "rest"], `${restApi} | DELETE /things/{id} | guest`, from192],
  [["aws_lambda_permission", "http"], `${httpApi} | GET /signed | admin`, "internet"],
  [["aws_api_gateway_method", "home"], `${restApi} | GET / | anonymous`, from192],
  [["aws_api_gateway_integration", "home"], `${restApi} | GET / | anonymous`, from192],
  [["aws_api_gateway_resource", "proxy"], `${restApi} | ANY /{proxy+} | ID token of web`, from192],
  [["aws_api_gateway_stage", "rest"], `${restApi} | GET / | anonymous`, from192],
  [["aws_api_gateway_rest_api", "rest"], `${restApi} | GET / | anonymous`, from192],
  [["aws_apigatewayv2_integration", "served"], `${httpApi} | $default | anonymous`, "internet"],
  [["aws_apigatewayv2_route", "rest"], `${httpApi} | $default | anonymous`, "internet"],
  [["aws_apigatewayv2_stage", "http"], `${httpApi} | $default | anonymous`, "internet"],
  [["aws_apigatewayv2_api", "http"], `${httpApi} | $default | anonymous`, "internet"],
  [["aws_vpc_endpoint", "way"], `${insideApi} | GET /open | admin`, "VPC endpoint way"],
])("where %j may not exist, %s is allowed where it does", (place, call, from) => {
  const condition = `count of ${nameOf(place)} makes one`;
  expect(told(undecided([place]), call, from)).toContain(condition);
});

test.each<readonly [Place, string, string]>([
  [["aws_iam_role_policy", "limits"], `${restApi} | DELETE /things/{id} | admin`, "internet"],
  // With NONE, an API without a resource policy lets everybody in: docs/access-model.md 3.3
  [["aws_api_gateway_rest_api_policy", "rest"], `${restApi} | GET / | anonymous`, "internet"],
  [["aws_vpc_endpoint_policy", "way"], `${insideApi} | GET /open | anonymous`, "VPC endpoint way"],
  // What serves the path where the route is not there: docs/access-model.md 3
  [["aws_apigatewayv2_route", "signed"], `${httpApi} | GET /signed | anonymous`, "internet"],
])("where %j may not exist, %s is allowed where it does not", (place, call, from) => {
  expect(told(undecided([place]), call, from)).toBe(`if not (count of ${nameOf(place)} makes one)`);
});

test("a private API whose only resource policy may not exist lets nobody through where it does not", () => {
  const cells = undecided([["aws_api_gateway_rest_api_policy", "inside"]]);
  expect(told(cells, `${insideApi} | GET /signed | admin`, "VPC endpoint way")).toBe(
    "if count of aws_api_gateway_rest_api_policy.inside makes one",
  );
});

test("a boundary that may not exist confines nobody where it does not", () => {
  const narrow = { name: "boundary", policy: policy(allow("arn:aws:s3:::files")) };
  const all = merged(system, { aws_iam_policy: { ...system.aws_iam_policy, boundary: narrow } });
  const call = `${httpApi} | GET /signed | admin`;
  expect(told(cellsOf(accessTo(all)), call)).toBe("denied");
  expect(told(undecidedIn(all, [["aws_iam_policy", "boundary"]]), call)).toBe(
    "if not (count of aws_iam_policy.boundary makes one)",
  );
});

const inRest = { rest_api_id: "${aws_api_gateway_rest_api.rest.id}" };

/** The system with two resources of which either one or the other is there. */
function alternatives(type: string, one: Record<string, JsonValue>, other: Record<string, JsonValue>): Cells {
  const { rest: _, ...others } = system[type] ?? {};
  const rest = { rest: { ...one, count: "${var.a ? 1 : 0}" }, other: { ...other, count: "${var.a ? 0 : 1}" } };
  return cellsOf(accessTo({ ...system, [type]: { ...others, ...rest } }));
}

test("of two resource policies that may not exist the one that does decides", () => {
  const open = { ...inRest, policy: policy(allow("execute-api:/*", { Principal: "*" })) };
  const closed = { ...inRest, policy: policy(deny("execute-api:/*", { Principal: "*" })) };
  const type = "aws_api_gateway_rest_api_policy";
  const conditions = ["rest", "other"].map((name) => `count of ${type}.${name} makes one`);
  const said = told(alternatives(type, open, closed), `${restApi} | GET / | anonymous`);
  for (const condition of conditions) expect(said).toContain(condition);
});

test("of two roles of one name that may not exist nobody knows what they may do", () => {
  const admin = { ...system.aws_iam_role?.admin };
  const all = merged(system, {
    aws_iam_role: {
      admin: { ...admin, count: "${var.a ? 1 : 0}" },
      other: { ...admin, count: "${var.a ? 0 : 1}", inline_policy: [{ policy: policy(deny("*")) }] },
    },
  });
  const indexed = JSON.parse(
    JSON.stringify(all).replaceAll("aws_iam_role.admin.", "aws_iam_role.admin[0]."),
  ) as Resources;
  expect(told(cellsOf(accessTo(indexed)), `${httpApi} | GET /signed | admin`)).toContain(
    "the one of aws_iam_role.admin and aws_iam_role.other that there is",
  );
});

test("of two methods of one path that may not exist nobody knows whom they let in", () => {
  const method = {
    ...inRest,
    resource_id: "${aws_api_gateway_resource.proxy.id}",
    http_method: "ANY",
    authorization: "NONE",
  };
  const cells = alternatives("aws_api_gateway_method", method, { ...method, authorization: "AWS_IAM" });
  const said = told(cells, `${restApi} | ANY /{proxy+} | anonymous`, from192);
  expect(said).toContain("the one of aws_api_gateway_method.other and aws_api_gateway_method.rest that there is");
});
