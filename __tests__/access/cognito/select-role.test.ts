import { type RoleMapping, type Rule } from "../../../src/access/cognito/cognito";
import { type Login, type Selection, selectRole } from "../../../src/access/cognito/select-role";
import { tokenRolesOf } from "../../../src/access/cognito/token-roles";
import { all, any, condition, textOf } from "../../../src/access/formula";
import { symbolic } from "../../../src/access/symbols";
import { group, identityPool, textsOf, users } from "./support";

const address = "aws_cognito_identity_pool_roles_attachment.roles";
const roles = { address, authenticated: "AUTH", unauthenticated: "GUEST", mappings: [] };
const key = `${users}:client`;
const [admin, general] = [group("admin", 1, "ADMIN"), group("general", 2, "GENERAL")];

function login(groups = [admin], changes: Partial<Login> = {}): Login {
  const claims = { values: new Map([["email", ["a@x.example"]]]), rules: new Map<string, boolean>() };
  return {
    kind: "login",
    providerName: users,
    clientId: "client",
    tokenRoles: tokenRolesOf(groups),
    claims,
    ...changes,
  };
}

function mapping(changes: Partial<RoleMapping> = {}): RoleMapping {
  return { key, type: "Token", resolution: "Deny", rules: [], ...changes };
}

const withMapping = (one: RoleMapping) => identityPool({ attachments: [{ ...roles, mappings: [one] }] });
const rule = (value: string, roleArn: string, matchType = "Contains"): Rule => ({
  claim: "email",
  matchType,
  value,
  roleArn,
});

function answer(selections: readonly Selection[]): string {
  const [first, ...others] = selections;
  expect(others).toEqual([]);
  expect(first?.when).toBe(true);
  if (first?.outcome.kind === "role") return first.outcome.roleArn;
  return `${first?.outcome.error.exception}: ${first?.outcome.error.message}`;
}

const unset =
  "InvalidIdentityPoolConfigurationException: Invalid identity pool configuration. Check assigned IAM roles for this pool.";
const denied = `NotAuthorizedException: The ambiguous role mapping rules for: ${key} denied this request.`;

// docs/access-model.md 1.1 and 1.3
test("1.1: a guest gets the unauthenticated role", () => {
  expect(answer(selectRole(identityPool({ allowsGuests: true, attachments: [roles] }), { kind: "guest" }))).toBe(
    "GUEST",
  );
});

test("fails a guest where guests are not allowed (1.3)", () => {
  expect(answer(selectRole(identityPool({ attachments: [roles] }), { kind: "guest" }))).toBe(
    "NotAuthorizedException: Unauthenticated access is not supported for this identity pool.",
  );
});

test.each([
  ["has no unauthenticated role", [{ address, authenticated: "AUTH", mappings: [] }]],
  ["has no roles at all", []],
])("fails a guest where the identity pool %s (1.3)", (_, attachments) => {
  expect(answer(selectRole(identityPool({ allowsGuests: true, attachments }), { kind: "guest" }))).toBe(unset);
});

test("1.1: without a mapping everybody gets the authenticated role, whatever their groups", () => {
  const selections = selectRole(identityPool({ attachments: [roles] }), login());
  expect(answer(selections)).toBe("AUTH");
  expect(textsOf(selections[0]?.steps ?? []).join("\n")).toContain("so the roles of groups do not count");
});

test("fails a login where the identity pool has no authenticated role (1.3)", () => {
  expect(answer(selectRole(identityPool({ attachments: [{ address, mappings: [] }] }), login()))).toBe(unset);
});

test.each([
  ["user pool", { providerName: "cognito-idp.eu-west-1.amazonaws.com/other" }],
  ["app client", { clientId: "other" }],
])("fails a token of another %s (1.3)", (_, changes) => {
  expect(answer(selectRole(withMapping(mapping()), login([admin], changes)))).toBe(
    "NotAuthorizedException: Token is not from a supported provider of this identity pool.",
  );
});

test("fails an access token in place of the ID token (1.3)", () => {
  expect(answer(selectRole(withMapping(mapping()), login([admin], { use: "access" })))).toBe(
    "NotAuthorizedException: Invalid login token. Missing a required claim: aud",
  );
});

test.each([
  ["the token's preferred role", [admin, general], "Deny", "ADMIN", []],
  ["none of two that tie, with Deny", [admin, group("tie", 1, "TIE")], "Deny", denied, []],
  ["the authenticated role for two that tie", [admin, group("tie", 1, "TIE")], "AuthenticatedRole", "AUTH", []],
  ["none for members of no group, with Deny", [], "Deny", denied, ["A3"]],
  ["the authenticated role for members of no group", [], "AuthenticatedRole", "AUTH", []],
  ["none behind a better group without a role", [group("best", 0), admin, general], "Deny", denied, ["A4"]],
  ["none of two without precedence", [group("a", null, "A"), group("b", null, "B")], "Deny", denied, ["A5"]],
])("1.1: a mapping by token gives %s", (_, groups, resolution, expected, assumptions) => {
  const selections = selectRole(withMapping(mapping({ resolution })), login(groups));
  expect(answer(selections)).toBe(expected);
  expect(selections[0]?.assumptions).toEqual(assumptions);
});

test("1.1: a caller can ask for any role that the token names", () => {
  expect(answer(selectRole(withMapping(mapping()), login([admin, general], { customRoleArn: "GENERAL" })))).toBe(
    "GENERAL",
  );
});

test("fails a caller who asks for a role that the token does not name", () => {
  const [selection] = selectRole(withMapping(mapping()), login([general], { customRoleArn: "ADMIN" }));
  expect(selection?.outcome).toEqual({ kind: "error", error: { exception: "NotAuthorizedException" } });
});

test.each([
  ["the first rule that fits", [rule("@x", "ONE"), rule("a@", "TWO")], "ONE", []],
  ["a later rule where the first does not fit", [rule("@y", "ONE"), rule("a@", "TWO")], "TWO", []],
  ["the resolution where none fits", [rule("@y", "ONE")], denied, []],
  ["no rule that differs in letter case", [rule("@X", "ONE")], denied, ["A7"]],
])("1.1: a mapping by rules gives %s", (_, rules, expected, assumptions) => {
  const selections = selectRole(withMapping(mapping({ type: "Rules", rules })), login());
  expect(answer(selections)).toBe(expected);
  expect(selections[0]?.assumptions).toEqual(assumptions);
});

test("1.1: no rule fits a claim that the token lacks, not even NotEqual", () => {
  const claims = { values: new Map<string, string[]>([["email", []]]), rules: new Map<string, boolean>() };
  const pool = withMapping(
    mapping({ type: "Rules", resolution: "AuthenticatedRole", rules: [rule("x", "ONE", "NotEqual")] }),
  );
  expect(answer(selectRole(pool, login([], { claims })))).toBe("AUTH");
});

test("1.1: a caller can ask for the role of a later rule that fits", () => {
  const rules = [rule("@x", "ONE"), rule("a@", "TWO"), rule("@y", "THREE")];
  const pool = withMapping(mapping({ type: "Rules", rules }));
  const selections = selectRole(pool, login([], { customRoleArn: "TWO" }));
  expect(answer(selections)).toBe("TWO");
  expect(selections[0]?.assumptions).toEqual(["A10"]);
  expect(answer(selectRole(pool, login([], { customRoleArn: "THREE" })))).toContain("NotAuthorizedException");
});

test("what is not known is said for each case", () => {
  const claims = { values: new Map<string, readonly string[]>(), rules: new Map<string, boolean>() };
  const rules = [rule("@x", "ONE"), rule("@y", "TWO")];
  const pool = withMapping(mapping({ type: "Rules", rules, resolution: "AuthenticatedRole" }));
  const cases = selectRole(pool, login([], { claims })).map(({ when, outcome }) => [
    outcome.kind === "role" && outcome.roleArn,
    textOf(when),
  ]);
  expect(cases).toEqual([
    ["ONE", "the token's email contains @x"],
    ["TWO", "not (the token's email contains @x) and the token's email contains @y"],
    ["AUTH", "not (the token's email contains @x) and not (the token's email contains @y)"],
  ]);
});

test.each([
  [
    "whether guests are allowed",
    identityPool({ allowsGuests: condition("g"), attachments: [roles] }),
    { kind: "guest" } as const,
  ],
  ["the type of the mapping", withMapping(mapping({ type: symbolic({ kind: "unknown", name: "var.type" }) })), login()],
  ["the resolution", withMapping(mapping({ resolution: symbolic({ kind: "unknown", name: "var.deny" }) })), login([])],
  ["the key of the mapping", withMapping(mapping({ key: symbolic({ kind: "unknown", name: "var.key" }) })), login()],
  [
    "which of two attachments is in force",
    identityPool({ attachments: [roles, { address: "other", mappings: [] }] }),
    login(),
  ],
])("both answers are given where %s is not known", (_, pool, identity) => {
  const selections = selectRole(pool, identity);
  expect(selections.length).toBeGreaterThan(1);
  expect(selections.every(({ when }) => typeof when !== "boolean")).toBe(true);
});

test("of several attachments one is in force, and of those that may not exist one that does", () => {
  const one = { ...roles, address: "one" };
  const two = { ...roles, address: "two", authenticated: "TWO" };
  const three = { ...roles, address: "three", authenticated: "THREE" };
  const certain = selectRole(identityPool({ attachments: [one, two] }), login());
  expect(certain.map(({ when }) => textOf(when))).toEqual(["one is applied last", "not (one is applied last)"]);
  const [first, second] = [
    { ...one, when: condition("1") },
    { ...two, when: condition("2") },
  ];
  for (const attachments of [
    [one, two, three],
    [first, two],
    [one, second],
    [first, second, { ...three, when: condition("3") }],
  ]) {
    const whens = selectRole(identityPool({ attachments }), login()).map(({ when }) => when);
    expect(any(whens)).toBe(true);
    expect(whens.filter((when, index) => any(whens.slice(0, index).map((other) => all([when, other]))))).toEqual([]);
  }
  expect(selectRole(identityPool({ attachments: [first, second] }), login()).map(({ when }) => textOf(when))).toEqual([
    "1 and (not (2) or one is applied last)",
    "2 and not (1 and one is applied last)",
    "not (1 or 2)",
  ]);
});
