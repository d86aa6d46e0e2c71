import fc from "fast-check";
import { isOpen, textOf } from "../../../src/access/formula";
import { evaluate } from "../../../src/access/iam/evaluate";
import { readPolicy } from "../../../src/access/iam/read-policy";
import { type Caller } from "../../../src/access/iam/request";
import { symbolic, type SymbolKind } from "../../../src/access/symbols";
import { type Value } from "../../../src/access/terraform/configuration";
import { account, keys, policy, request, resource, session, statement } from "./requests";

const symbol = (kind: SymbolKind, name: string) => symbolic({ kind, name });
const api = symbol("identity", "api.id");
const stage = `arn:aws:execute-api:eu-west-1:${account}:${api}/dev`;
const member = `${stage}/GET/members/${symbol("segment", "{id}")}`;

const allowed = (elements: Readonly<Record<string, Value>>, parts = {}) =>
  textOf(evaluate([policy(elements)], request(parts)).allowed);

test.each([
  ["execute-api:Invoke", "always"],
  ["EXECUTE-API:invoke", "always"],
  ["execute-api:*", "always"],
  ["execute-api:Inv?ke", "always"],
  ["*", "always"],
  ["execute-api:ManageConnections", "never"],
  ["apigateway:GET", "never"],
])("the action %s: %s", (action, answer) => {
  expect(allowed({ Action: action })).toBe(answer);
  expect(allowed({ NotAction: action })).toBe(answer === "always" ? "never" : "always");
});

// docs/access-model.md 3.2.
test.each([
  ["*", "always"],
  ["arn:aws:execute-api:*:*:*", "always"],
  [`arn:aws:execute-api:eu-west-1:${account}:api1/*`, "always"],
  [`arn:aws:execute-api:eu-west-1:${account}:api1/dev/*`, "always"],
  [`arn:aws:execute-api:eu-west-1:${account}:*/dev/GET/pets`, "always"],
  [`arn:aws:execute-api:eu-west-1:${account}:*/GET/*`, "always"],
  [`arn:aws:execute-api:eu-*:${account}:api1/dev/GET/pets`, "always"],
  [`arn:aws:execute-api:eu-west-2:${account}:api1/*`, "never"],
  [`arn:aws:execute-api:eu-west-1:${account}:api1/prod/*`, "never"],
  [`arn:aws:execute-api:eu-west-1:${account}:api1/dev/GET/pets/*`, "never"],
  [`arn:aws:execute-api:eu-west-1:${account}:api1/dev/GET/{petId}`, "never"],
  ["arn:aws:execute-api:*", "always"],
  ["arn:aws:s3:*", "never"],
  ["arn:aws:execute-api", `${resource} is arn:aws:execute-api`],
  ["execute-api:/dev/GET/pets", "never"],
  ["arn:aws:*:*:*:*", "IAM takes the wildcard in the service of arn:aws:*:*:*:*"],
  ["arn:aws:s?:*:*:*", "never"],
])("the resource %s: %s", (pattern, answer) => {
  expect(allowed({ Resource: pattern })).toBe(answer);
  const opposite = { always: "never", never: "always" }[answer] ?? `not (${answer})`;
  expect(allowed({ NotResource: pattern })).toBe(opposite);
});

test.each([
  [`${stage}/GET/members/*`, "always"],
  [`${stage}/GET/members/42`, "{id} is 42"],
  [`${stage}/GET/members/a*`, "{id} fits a*"],
  ["arn:aws:execute-api:*:*:*/*/GET/members/42", "{id} is 42"],
  [`${stage}/GET/members/{id}`, "never"],
  [`${stage}/GET/members`, "never"],
  [`arn:aws:execute-api:eu-west-1:${account}:${symbol("identity", "other.id")}/*`, "never"],
  [`${symbol("unknown", "var.arn")}/GET/members/*`, "condition"],
  [`${symbol("unknown", "var.arn")}/POST/*/x`, "never"],
])("the resource %j of a route with a parameter: %s", (pattern, answer) => {
  const formula = allowed({ Resource: pattern }, { resource: member });
  if (answer === "condition") expect(formula).toContain("${var.arn}");
  else expect(formula).toBe(answer);
});

test("a pattern that only fits what another route serves is about that route", () => {
  const isOther = (one: string) => one.endsWith("/GET/members/me");
  const parts = { resource: member, isOther };
  expect(allowed({ Resource: `${stage}/GET/members/me` }, parts)).toBe("never");
  expect(allowed({ Resource: "arn:aws:execute-api:*:*:*/GET/members/me" }, parts)).toBe("never");
  expect(allowed({ NotResource: `${stage}/GET/members/me` }, parts)).toBe("always");
  expect(allowed({ Resource: `${stage}/GET/members/m*` }, parts)).toBe("{id} fits m*");
});

test("one of many routes is found among them", () => {
  const patterns = Array.from({ length: 40 }, (_, index) => `${stage}/GET/things${index}/*/x`);
  const parts = (path: string) => ({ resource: `${stage}/GET/${path}` });
  expect(allowed({ Resource: patterns }, parts("things7/a/x"))).toBe("always");
  expect(allowed({ Resource: patterns }, parts("things7/a/y"))).toBe("never");
  expect(allowed({ Resource: [...patterns, `${stage}/GET/a/b`] }, parts(`${symbol("segment", "{x}")}/b`))).toBe(
    "{x} is a",
  );
  expect(allowed({ Resource: [...patterns, `${stage}/GET/a/b`] }, parts(symbol("path", "{p+}")))).toContain(
    "{p+} is a/b",
  );
  const api2 = `arn:aws:execute-api:eu-west-1:${account}:abc/dev/GET/a`;
  expect(allowed({ Resource: [...patterns, api2] }, parts("a"))).toBe("${api.id} is abc");
});

test("a role may be limited to its callers' own resources", () => {
  const own = { Resource: `${stage}/GET/members/\${cognito-identity.amazonaws.com:sub}` };
  const of = (sub: string) => ({ keys: keys({ "cognito-identity.amazonaws.com:sub": [sub] }), resource: member });
  expect(allowed(own, of("eu-west-1:1"))).toBe("{id} is eu-west-1:1");
  expect(allowed(own, { ...of("eu-west-1:1"), resource: `${stage}/GET/members/eu-west-1:1` })).toBe("always");
  expect(allowed(own, { ...of("*"), resource: `${stage}/GET/members/eu-west-1:1` })).toBe("never");
  expect(allowed(own, { resource: member })).toBe("{id} is ${cognito-identity.amazonaws.com:sub}");
  expect(allowed(own, { keys: keys({ "cognito-identity.amazonaws.com:sub": [] }), resource: member })).toBe("never");
  expect(allowed(own, { ...of("a"), resource: `${stage}/POST/members/a` })).toBe("never");
});

const federated: Caller = { kind: "federated", provider: "cognito-identity.amazonaws.com" };
const service: Caller = { kind: "service", service: "apigateway.amazonaws.com" };
const anonymous: Caller = { kind: "anonymous" };
const [roleArn, sessionArn] = session.kind === "session" ? [session.roleArn, session.sessionArn] : ["", ""];

test.each<[Value, Caller, boolean]>([
  ["*", anonymous, true],
  [{ AWS: "*" }, anonymous, true],
  [{ AWS: "*" }, session, true],
  ["*", federated, true],
  [{ AWS: account }, session, true],
  [{ AWS: `arn:aws:iam::${account}:root` }, session, true],
  [{ AWS: "222222222222" }, session, false],
  [{ AWS: account }, anonymous, false],
  [{ AWS: roleArn }, session, true],
  [{ AWS: ["arn:aws:iam::1:role/x", sessionArn] }, session, true],
  [{ AWS: `arn:aws:iam::${account}:role/reader` }, session, false],
  [{ Federated: roleArn }, session, false],
  [{ Federated: "cognito-identity.amazonaws.com" }, federated, true],
  [{ Federated: "accounts.google.com" }, federated, false],
  [{ Federated: "cognito-identity.amazonaws.com" }, session, false],
  [{ Service: "apigateway.amazonaws.com" }, service, true],
  [{ Service: ["lambda.amazonaws.com"] }, service, false],
  [{ AWS: account, Service: "apigateway.amazonaws.com" }, service, true],
])("the principal %j names %j: %s", (principal, caller, answer) => {
  expect(evaluate([policy({ Principal: principal })], request({ caller })).allowed).toBe(answer);
});

test.each<[Value, Caller, string]>([
  [{ AWS: [roleArn, account] }, session, "never"],
  [{ AWS: [sessionArn, roleArn, `arn:aws:iam::${account}:root`] }, session, "never"],
  [{ AWS: "arn:aws:iam::222222222222:root" }, session, "always"],
  [{ AWS: roleArn }, session, `NotPrincipal ${roleArn} does not spare the session`],
  [{ AWS: roleArn }, anonymous, "always"],
  ["*", session, "never"],
  [{ Service: "apigateway.amazonaws.com" }, service, "never"],
  [{ Service: "apigateway.amazonaws.com" }, session, "always"],
])("NotPrincipal %j denies %j: %s", (principal, caller, answer) => {
  const denied = evaluate([policy({ Effect: "Deny", NotPrincipal: principal })], request({ caller })).denied;
  expect(textOf(denied)).toBe(answer);
});

test("fails to decide whom a wildcard among federated principals or services names", () => {
  const of = (principal: Value, caller: Caller) =>
    textOf(evaluate([policy({ Principal: principal })], request({ caller })).allowed);
  expect(of({ Federated: "*" }, federated)).toBe("IAM takes Federated * for cognito-identity.amazonaws.com");
  expect(of({ Service: "*" }, service)).toBe("IAM takes Service * for apigateway.amazonaws.com");
  expect(of({ Federated: "*" }, session)).toBe("never");
});

test("a principal that a variable names is a condition", () => {
  const named = evaluate([policy({ Principal: { AWS: symbol("unknown", "var.who") } })], request()).allowed;
  expect(textOf(named)).toContain("${var.who} is *");
  expect(textOf(named)).toContain(`\${var.who} is ${roleArn}`);
});

test("a policy that is not known may allow and may deny", () => {
  const { allowed: may, denied, applying } = evaluate([readPolicy(symbol("unknown", "var.policy"), "x")], request());
  expect(textOf(may)).toBe("what ${var.policy} says allows it");
  expect(textOf(denied)).toBe("what ${var.policy} says denies it");
  expect(applying.map(({ effect }) => effect)).toEqual(["Allow", "Deny"]);
});

test("the statements that apply are named by their Sid, otherwise by their place", () => {
  const several = policy(
    { Action: "s3:*" },
    { Sid: "ReadPets" },
    { Effect: "Deny", Condition: { Bool: { k: "true" } } },
  );
  expect(evaluate([several], request()).applying.map((one) => ({ ...one, when: textOf(one.when) }))).toEqual([
    { address: "policy", statement: "ReadPets", effect: "Allow", when: "always" },
    { address: "policy", statement: "statement 3", effect: "Deny", when: "k is true" },
  ]);
});

const anyStatement = fc
  .record({
    Effect: fc.constantFrom("Allow", "Deny"),
    Action: fc.constantFrom("execute-api:Invoke", "execute-api:*", "s3:*"),
    Resource: fc.constantFrom("*", member, `${stage}/GET/members/42`, `${stage}/POST/*`),
    Principal: fc.constantFrom<Value[]>("*", { AWS: roleArn }, { AWS: account }, { Service: "s3.amazonaws.com" }),
    Condition: fc.constantFrom<Value[]>(
      {},
      { StringEquals: { k: "a" } },
      { StringNotEquals: { k: "a" } },
      { Null: { j: "true" } },
    ),
  })
  .map(statement);
const given = fc.constantFrom(keys({}), keys({ k: ["a"], j: [] }), keys({ k: ["b"], j: ["x"] }));

/** How far a formula is from never: an answer that is open may become either. */
const rank = (formula: ReturnType<typeof evaluate>["allowed"]) => (isOpen(formula) ? 1 : formula ? 2 : 0);

const read = (statements: readonly Value[]) => readPolicy({ Version: "2012-10-17", Statement: statements }, "policy");

test("one more statement never makes its effect rarer, and does nothing to the other", () => {
  fc.assert(
    fc.property(fc.array(anyStatement, { maxLength: 4 }), anyStatement, given, (statements, more, known) => {
      const asked = request({ resource: member, keys: known });
      const [before, after] = [read(statements), read([...statements, more])].map((one) => evaluate([one], asked));
      expect(rank(after?.allowed ?? false)).toBeGreaterThanOrEqual(rank(before?.allowed ?? false));
      expect(rank(after?.denied ?? false)).toBeGreaterThanOrEqual(rank(before?.denied ?? false));
      const deny = (more as { Effect: string }).Effect === "Deny";
      if (deny) expect(after?.allowed).toEqual(before?.allowed);
      else expect(after?.denied).toEqual(before?.denied);
    }),
  );
});

test("the order of statements, and how they are spread over policies, makes no difference", () => {
  fc.assert(
    fc.property(fc.array(anyStatement, { maxLength: 4 }), given, (statements, known) => {
      const asked = request({ resource: member, keys: known });
      const { allowed: one, denied: two } = evaluate([read(statements)], asked);
      expect(evaluate([read(statements.toReversed())], asked)).toMatchObject({ allowed: one, denied: two });
      const apart = statements.map((each) => read([each]));
      expect(evaluate(apart, asked)).toMatchObject({ allowed: one, denied: two });
    }),
  );
});
