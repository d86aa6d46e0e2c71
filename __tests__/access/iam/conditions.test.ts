import fc from "fast-check";
import { all, not, textOf } from "../../../src/access/formula";
import { evaluate } from "../../../src/access/iam/evaluate";
import { namedKeys, variablesIn } from "../../../src/access/iam/named-keys";
import { elsewhere, operatorNames } from "../../../src/access/iam/operators";
import { readPolicy } from "../../../src/access/iam/read-policy";
import { type ContextValue } from "../../../src/access/iam/request";
import { symbolic } from "../../../src/access/symbols";
import { type Value } from "../../../src/access/terraform/configuration";
import { keys, policy, request } from "./requests";

/** Whether a statement with the condition applies, where the request's key `k` has the values. */
function holds(operator: string, expected: Value, given: ContextValue | undefined, others = {}) {
  const known = keys({ ...others, ...(given === undefined ? {} : { "aws:k": given }) });
  return evaluate([policy({ Condition: { [operator]: { "aws:K": expected } } })], request({ keys: known })).allowed;
}

const said = (operator: string, expected: Value) => textOf(holds(operator, expected, undefined));

// docs/access-model.md 5.1.
test.each<[string, Value, string, boolean]>([
  ["StringEquals", "a", "a", true],
  ["StringEquals", ["b", "a"], "a", true],
  ["StringEquals", "a", "A", false],
  ["StringEquals", "a*", "ab", false],
  ["StringNotEquals", "a", "b", true],
  ["StringNotEquals", ["a", "b"], "b", false],
  ["StringEqualsIgnoreCase", "aB", "Ab", true],
  ["StringNotEqualsIgnoreCase", "aB", "Ab", false],
  ["StringLike", "a*c?", "abbcd", true],
  ["StringLike", "a*c?", "abbc", false],
  ["StringNotLike", ["x*", "a*"], "abc", false],
  ["NumericEquals", "5", "5.0", true],
  ["NumericNotEquals", 5, "6", true],
  ["NumericLessThan", 5, "5", false],
  ["NumericLessThanEquals", 5, "5", true],
  ["NumericGreaterThan", 5, "5", false],
  ["NumericGreaterThanEquals", 5, "5", true],
  ["NumericEquals", 5, "five", false],
  ["DateEquals", "2030-01-01T00:00:00Z", "2030-01-01T01:00:00+01:00", true],
  ["DateEquals", "2030-01-01T00:00:00Z", "1893456000", true],
  ["DateNotEquals", "2030-01-01T00:00:00Z", "2030-01-01T00:00:00Z", false],
  ["DateLessThan", "2030-01-01", "2029-12-31T23:59:59Z", true],
  ["DateLessThanEquals", "2030-01-01", "2030-01-01T00:00:00Z", true],
  ["DateGreaterThan", "2030-01-01", "2030-01-01T00:00:00Z", false],
  ["DateGreaterThanEquals", "2030-01-01", "2030-01-01T00:00:00Z", true],
  ["Bool", true, "true", true],
  ["Bool", "True", "true", true],
  ["Bool", "false", "true", false],
  ["BinaryEquals", "QmluYXJ5", "QmluYXJ5", true],
  ["IpAddress", "203.0.113.0/24", "203.0.113.7", true],
  ["IpAddress", "203.0.113.0/24", "203.0.114.7", false],
  ["IpAddress", "203.0.113.7", "203.0.113.7", true],
  ["IpAddress", "203.0.113.0/24", "203.0.113.128/25", true],
  ["IpAddress", "203.0.113.0/24", "198.51.100.0/24", false],
  ["IpAddress", "2001:db8::/32", "2001:db8:1::1", true],
  ["IpAddress", "2001:db8::/32", "2001:db9::1", false],
  ["IpAddress", "10.0.0.0/8", "2001:db8::1", false],
  ["IpAddress", "::ffff:203.0.113.0/120", "::ffff:cb00:7107", true],
  ["IpAddress", "2001:db8::/32", "elsewhere", false],
  ["IpAddress", ["10.0.0.0/8", "0.0.0.0/0"], "elsewhere", true],
  ["IpAddress", ["10.0.0.0/8", "0.0.0.0/1"], "elsewhere", false],
  ["NotIpAddress", ["10.0.0.0/8", "192.168.0.0/16"], "10.1.2.3", false],
  ["NotIpAddress", "10.0.0.0/8", "elsewhere", true],
  ["ArnEquals", "arn:aws:iam::*:role/app/*", "arn:aws:iam::111111111111:role/app/x/y", true],
  ["ArnLike", "arn:aws:iam::*:role/app/*", "arn:aws:iam::111111111111:role/other", false],
  ["ArnLike", "arn:aws:iam::1*:role/x", "arn:aws:iam::1:2:role/x", false],
  ["ArnLike", "*", "no ARN", true],
  ["ArnLike", "arn:aws:iam::1:role/x", "no ARN", false],
  ["ArnNotEquals", "arn:aws:iam::*:role/app/*", "arn:aws:iam::111111111111:role/app/x", false],
  ["ArnNotLike", "arn:aws:iam::*:role/app/*", "arn:aws:iam::111111111111:role/other", true],
  ["Null", "false", "a", true],
  ["Null", true, "a", false],
])("%s %j of a request with %j: %s", (operator, expected, given, answer) => {
  expect(holds(operator, expected, [given])).toBe(answer);
});

const anyValue = (operator: string) => {
  if (operator.startsWith("Numeric")) return "5";
  if (operator.startsWith("Date")) return "2030-01-01";
  if (operator.endsWith("IpAddress")) return "10.0.0.0/8";
  if (operator === "BinaryEquals") return "QmluYXJ5";
  return operator === "Bool" || operator === "Null" ? "true" : "arn:aws:iam::1:role/x";
};

test.each(operatorNames.filter((name) => name !== "Null"))(
  "without the key, %s holds only if it is negated, IfExists always",
  (operator) => {
    expect(holds(operator, anyValue(operator), [])).toBe(operator.includes("Not"));
    expect(holds(`${operator}IfExists`, anyValue(operator), [])).toBe(true);
    expect(holds(`ForAllValues:${operator}`, anyValue(operator), [])).toBe(true);
    expect(holds(`ForAnyValue:${operator}`, anyValue(operator), [])).toBe(false);
    expect(holds(`ForAnyValue:${operator}IfExists`, anyValue(operator), [])).toBe(true);
  },
);

test.each(operatorNames.filter((name) => name !== "Null"))(
  "%s of a key that is not known is a condition, and its opposite is not of the same",
  (operator) => {
    const formula = holds(operator, anyValue(operator), undefined);
    expect(typeof formula).toBe("object");
    const opposite = operatorNames.find((name) => name !== operator && name.replace("Not", "") === operator);
    if (opposite !== undefined) expect(holds(opposite, anyValue(operator), undefined)).toEqual(not(formula));
  },
);

test("Null asks whether the key is there", () => {
  expect(holds("Null", "true", [])).toBe(true);
  expect(holds("Null", "false", [])).toBe(false);
  expect(said("Null", "true")).toBe("aws:K is missing");
  expect(said("Null", "false")).toBe("not (aws:K is missing)");
});

test.each([
  ["StringLike", "curl*", "aws:K is like curl*"],
  ["StringLike", "curl", "aws:K is curl"],
  ["StringLike", "*", "not (aws:K is missing)"],
  ["StringEquals", ["a", "b"], "aws:K is a or aws:K is b"],
  ["StringNotEquals", ["a", "b"], "not (aws:K is a or aws:K is b)"],
  ["StringEqualsIfExists", "a", "aws:K is a or aws:K is missing"],
  ["StringNotEqualsIfExists", "a", "not (aws:K is a)"],
  ["NumericLessThan", "5", "aws:K is less than 5"],
  ["DateGreaterThan", "2030-01-01", "aws:K is after 2030-01-01"],
  ["IpAddress", "10.0.0.0/8", "aws:K lies in 10.0.0.0/8"],
  ["Bool", "true", "aws:K is true"],
  ["ForAnyValue:StringLike", "a*", "a value of aws:K is like a*"],
  ["ForAllValues:StringNotLike", "a*", "not (a value of aws:K is like a*)"],
  ["ForAllValues:StringEquals", ["b", "a"], "every value of aws:K is a or is b"],
  ["ForAnyValue:StringNotEquals", ["a", "b"], "not (every value of aws:K is a or is b)"],
  ["ForAllValues:StringLike", "*", "always"],
])("%s %j of a key that is not known: %s", (operator, expected, words) => {
  expect(said(operator, expected)).toBe(words);
});

test("several operators and keys all have to hold", () => {
  const both = policy({ Condition: { StringEquals: { a: "1", b: "2" }, Bool: { c: "true" } } });
  const allowed = (a: string, b: string, c: string) =>
    evaluate([both], request({ keys: keys({ a: [a], b: [b], c: [c] }) })).allowed;
  expect(allowed("1", "2", "true")).toBe(true);
  expect(allowed("1", "3", "true")).toBe(false);
  expect(allowed("1", "2", "false")).toBe(false);
});

test.each<[string, ContextValue, boolean]>([
  ["ForAnyValue:StringLike", ["authenticated", "cognito-idp.x"], true],
  ["ForAnyValue:StringLike", ["unauthenticated"], false],
  ["ForAllValues:StringLike", ["authenticated", "cognito-idp.x"], false],
  ["ForAllValues:StringLike", ["authenticated", "authenticated"], true],
  ["ForAnyValue:StringNotLike", ["authenticated", "cognito-idp.x"], true],
  ["ForAnyValue:StringNotLike", ["authenticated"], false],
  ["ForAllValues:StringNotLike", ["authenticated", "cognito-idp.x"], false],
  ["ForAllValues:StringNotLike", ["unauthenticated"], true],
])("%s authenticated, of the values %j: %s", (operator, given, answer) => {
  expect(holds(operator, "authenticated", given)).toBe(answer);
});

test("fails to decide where a key has several values and the test no qualifier, unless all or none of them fit", () => {
  const amr = ["authenticated", "cognito-idp.x"];
  const open = "one of the values of aws:K is enough where a test has no ForAnyValue";
  expect(textOf(holds("StringLike", "authenticated", amr))).toBe(open);
  expect(textOf(holds("StringNotLike", "authenticated", amr))).toBe(`not (${open})`);
  expect(holds("StringLike", "unauthenticated", amr)).toBe(false);
  expect(holds("StringLike", "*", amr)).toBe(true);
});

test("a key is the same however two policies spell it", () => {
  const deny = policy({ Effect: "Deny", Condition: { IpAddress: { "AWS:sourceIP": "203.0.113.0/24" } } });
  const allow = policy({
    Condition: {
      IpAddress: { "aws:sourceip": "203.0.113.0/24" },
      StringEquals: { "aws:principaltag/Team": "a", "Aws:PrincipalTag/team": "a", "aws:Mine": "a" },
    },
  });
  const { allowed, denied } = evaluate([allow, deny], request());
  expect(textOf(denied)).toBe("aws:SourceIp lies in 203.0.113.0/24");
  expect(textOf(allowed)).toBe("aws:Mine is a and aws:PrincipalTag/team is a and aws:SourceIp lies in 203.0.113.0/24");
  expect(all([allowed, not(denied)])).toBe(false);
  const variable = (name: string) =>
    textOf(
      evaluate([policy({ Resource: `arn:aws:s3:::\${${name}}` })], request({ resource: "arn:aws:s3:::a" })).allowed,
    );
  expect(variable("AWS:UserID")).toBe(variable("aws:userid"));
});

test("an address range that a policy cuts is a condition", () => {
  expect(textOf(holds("IpAddress", "::/0", ["elsewhere"]))).toBe("aws:K lies in ::/0");
  expect(textOf(holds("IpAddress", "203.0.113.0/25", ["203.0.113.0/24"]))).toBe("aws:K lies in 203.0.113.0/25");
});

test("a pattern of addresses may fit one that no policy names", () => {
  expect(textOf(holds("StringLike", "203.0.113.*", [elsewhere]))).toBe("aws:K is like 203.0.113.*");
  expect(textOf(holds("StringNotLike", ["203.0.113.*", "10.*"], [elsewhere]))).toBe(
    "not (aws:K is like 10.* or aws:K is like 203.0.113.*)",
  );
  expect(holds("StringLike", "*", [elsewhere])).toBe(true);
  expect(holds("StringLike", "203.0.113.7", [elsewhere])).toBe(false);
});

test("the id of an endpoint that is yet to be made is itself and no other, and may be a literal", () => {
  const id = (name: string) => symbolic({ kind: "identity", name });
  expect(holds("StringNotEquals", id("a.id"), [id("a.id")])).toBe(false);
  expect(holds("StringNotEquals", id("a.id"), [id("b.id")])).toBe(true);
  expect(textOf(holds("StringEquals", "vpce-1", [id("a.id")]))).toBe("${a.id} is vpce-1");
});

test("a value that a variable holds is a condition of every operator", () => {
  const value = symbolic({ kind: "unknown", name: "var.x" });
  for (const operator of operatorNames) expect(typeof holds(operator, value, ["5"])).toBe("object");
});

test.each<[string, ContextValue | undefined, Record<string, ContextValue>, string]>([
  ["${aws:username}", ["ann"], { "aws:username": ["ann"] }, "always"],
  ["${aws:UserName}", ["bob"], { "aws:username": ["ann"] }, "never"],
  ["home/${aws:username}/*", ["home/a*/x"], { "aws:username": ["a*"] }, "always"],
  ["home/${aws:username}/*", ["home/abc/x"], { "aws:username": ["a*"] }, "never"],
  ["${aws:username}", ["ann"], { "aws:username": [] }, "never"],
  ["${aws:username}", ["ann"], { "aws:username": ["ann", "bob"] }, "never"],
  ["${aws:username, 'ann'}", ["ann"], { "aws:username": [] }, "always"],
  ["${aws:username}", ["ann"], {}, "${aws:username} is ann"],
  ["${aws:PrincipalTag/cost center}", ["a"], { "aws:principaltag/cost center": ["a"] }, "always"],
  ["${ aws:PrincipalTag/Cost Center , 'b'}", ["b"], { "aws:principaltag/cost center": [] }, "always"],
  ["${aws:PrincipalTag/cost center}", ["a"], {}, "${aws:PrincipalTag/cost center} is a"],
  ["${ }", ["${ }"], {}, "always"],
  ["a${*}b${?}c${$}", ["a*b?c$"], {}, "always"],
  ["a${*}", ["ab"], {}, "never"],
  ["${not a variable", ["${not a variable"], {}, "always"],
])("StringLike %j of a request with %j and %j: %s", (expected, given, others, words) => {
  expect(textOf(holds("StringLike", expected, given, others))).toBe(words);
});

test("the keys that a policy names are found whole, in conditions and in variables", () => {
  const tagged = "${aws:PrincipalTag/Cost Center}/${ aws:username, 'x'}";
  const named = policy({ Resource: `arn:aws:s3:::${tagged}`, Condition: { StringLike: { "aws:Referer": "${*}" } } });
  expect([...variablesIn(named)]).toEqual(["aws:principaltag/cost center", "aws:username"]);
  expect([...namedKeys(named)]).toEqual(expect.arrayContaining(["aws:referer", "aws:principaltag/cost center"]));
});

test("what a variable without a value stands for is unlike anything", () => {
  expect(holds("StringNotEquals", "${aws:username}", ["ann"], { "aws:username": [] })).toBe(true);
});

test("a policy of the older version has no variables", () => {
  const Statement = {
    Effect: "Allow",
    Action: "*",
    Resource: "*",
    Condition: { StringLike: { k: "${aws:username}" } },
  };
  const allowed = (given: string) =>
    evaluate([readPolicy({ Statement }, "old")], request({ keys: keys({ k: [given], "aws:username": ["ann"] }) }))
      .allowed;
  expect(allowed("ann")).toBe(false);
  expect(allowed("${aws:username}")).toBe(true);
});

test("every answer but the missing key's is the opposite of the negated operator's", () => {
  const opposites = operatorNames.flatMap((name) => {
    const negated = operatorNames.find((other) => other !== name && other.replace("Not", "") === name);
    return negated === undefined ? [] : [[name, negated] as const];
  });
  const given = fc.array(fc.constantFrom("5", "2030-01-01", "10.1.1.1", "arn:aws:iam::1:role/x", "x"), {
    minLength: 1,
  });
  fc.assert(
    fc.property(fc.constantFrom(...opposites), given, ([operator, negated], values) => {
      const expected = anyValue(operator);
      expect(holds(negated, expected, values)).toEqual(not(holds(operator, expected, values)));
    }),
  );
});
