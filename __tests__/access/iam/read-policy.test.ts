import fc from "fast-check";
import { UserError } from "../../../src/errors";
import { readPolicy } from "../../../src/access/iam/read-policy";
import { symbolic } from "../../../src/access/symbols";
import { type Value } from "../../../src/access/terraform/configuration";
import { statement } from "./requests";

const address = "aws_iam_role_policy.reader, policy";
const unknown = symbolic({ kind: "unknown", name: "var.policy" });

test("a policy is read from JSON as from an object, single values as lists of one", () => {
  const document = {
    Version: "2012-10-17",
    Id: "any",
    Statement: {
      Sid: "Read",
      Effect: "Allow",
      Principal: { AWS: "*", Service: ["a.amazonaws.com", "b.amazonaws.com"] },
      NotAction: "s3:*",
      NotResource: ["arn:aws:s3:::x", "*"],
      Condition: { "ForAnyValue:stringlikeifexists": { "aws:TagKeys": ["a", 1, true] }, Null: { k: false } },
    },
  };
  const policy = readPolicy(JSON.stringify(document), address);
  expect(readPolicy(document, address)).toEqual(policy);
  expect(policy).toEqual({
    address,
    version: "2012-10-17",
    statements: [
      {
        name: "Read",
        effect: "Allow",
        principals: {
          negated: false,
          patterns: [
            { type: "AWS", value: "*" },
            { type: "Service", value: "a.amazonaws.com" },
            { type: "Service", value: "b.amazonaws.com" },
          ],
        },
        actions: { negated: true, patterns: ["s3:*"] },
        resources: { negated: true, patterns: ["arn:aws:s3:::x", "*"] },
        conditions: [
          {
            operator: "StringLike",
            qualifier: "ForAnyValue",
            ifExists: true,
            key: "aws:TagKeys",
            values: ["a", "1", "true"],
          },
          { operator: "Null", ifExists: false, key: "k", values: ["false"] },
        ],
      },
    ],
  });
});

test("a policy without a version is of the older one, and its statements go by their places", () => {
  const policy = readPolicy({ Statement: [statement({}), statement({ Sid: "" })] }, address);
  expect(policy.version).toBe("2008-10-17");
  expect(policy.statements.map(({ name }) => name)).toEqual(["statement 1", "statement 2"]);
});

test("a trust policy is about its own role", () => {
  const trust = { Statement: { Effect: "Allow", Principal: { Service: "x" }, Action: "sts:AssumeRole" } };
  expect(readPolicy(trust, address, "trust").statements[0]?.resources.patterns).toEqual(["*"]);
  expect(readPolicy(trust, address).statements[0]?.resources.patterns).toEqual(["*"]);
});

test.each<[string, Value, string, number]>([
  ["the policy", unknown, "${var.policy}", 0],
  ["what breaks its JSON", `{"Statement": [${unknown}]}`, "${var.policy}", 0],
  ["its version", { Version: unknown, Statement: statement({}) }, "${var.policy}", 1],
  ["a statement", { Statement: [unknown, statement({})] }, "${var.policy}", 1],
  ["an effect", { Statement: [statement({ Effect: `a${unknown}` }), statement({})] }, "${var.policy}", 1],
  ["a principal", { Statement: statement({ Principal: unknown }) }, "${var.policy}", 0],
  ["a condition", { Statement: statement({ Condition: unknown }) }, "${var.policy}", 0],
  ["an operator", { Statement: statement({ Condition: { [unknown]: { a: "b" } } }) }, "${var.policy}", 0],
  ["a key", { Statement: statement({ Condition: { Bool: { [unknown]: "true" } } }) }, "${var.policy}", 0],
])("where %s is not known, the rest is read and the policy says so", (_, value, names, statements) => {
  const policy = readPolicy(value, address);
  expect(policy.unknown).toBe(names);
  expect(policy.statements).toHaveLength(statements);
});

test("what is not known within texts stays in them", () => {
  const policy = readPolicy(
    { Statement: statement({ Action: `execute-api:${unknown}`, Resource: `${unknown}/*` }) },
    address,
  );
  expect(policy.unknown).toBeUndefined();
  expect(policy.statements[0]?.actions.patterns).toEqual([`execute-api:${unknown}`]);
});

const one = (elements: Readonly<Record<string, Value>>): Value => ({ Statement: [statement({}), statement(elements)] });

test.each<[Value | undefined, string]>([
  [undefined, "policy has no policy"],
  [null, "policy has no policy"],
  ["", "policy is not JSON"],
  ["{", "policy is not JSON"],
  ["[]", "policy is not an object"],
  ["1", "policy is not an object"],
  [7, "policy is not an object"],
  [" ".repeat(200_000), "policy is 200000 characters long"],
  [{}, "policy has no Statement"],
  [{ Version: "2012-10-18", Statement: [] }, "Version is none of IAM's"],
  [{ Statement: [], Statements: [] }, "policy has the unknown element Statements"],
  ['{"Statement": [], "Statement": []}', "policy has Statement twice in one object"],
  ['{"Statement": [{"a": {"b": 1, "\\u0062": 2}}]}', "policy has b twice in one object"],
  [{ Statement: "x" }, "Statement 1 is not an object"],
  [one({ Resources: "*" }), "Statement 2 has the unknown element Resources"],
  [one({ Sid: 1 }), "Statement 2, Sid is not a text"],
  [{ Statement: { Action: "*", Resource: "*" } }, "Statement 1 has no Effect"],
  [one({ Effect: "allow" }), "Statement 2, Effect is neither Allow nor Deny"],
  [{ Statement: { Effect: "Deny", Resource: "*" } }, "Statement 1 has no Action"],
  [one({ Action: "*", NotAction: "*" }), "Statement 2 has both Action and NotAction"],
  [one({ Resource: "*", NotResource: "*" }), "Statement 2 has both Resource and NotResource"],
  [one({ Principal: "*", NotPrincipal: "*" }), "Statement 2 has both Principal and NotPrincipal"],
  [one({ Action: [] }), "Statement 2, Action is an empty list"],
  [one({ Action: ["a:b", 1] }), "Statement 2, Action is neither a text nor a list of texts"],
  [one({ Action: "Invoke" }), "Statement 2, Action is none"],
  [{ Statement: { Effect: "Allow", Action: "*" } }, "Statement 1 has no Resource"],
  [one({ Resource: { a: "b" } }), "Statement 2, Resource is neither a text nor a list of texts"],
  [one({ Resource: "api1/dev/GET" }), "Statement 2, Resource is no ARN"],
  [one({ Principal: "arn:aws:iam::1:role/x" }), "Statement 2, Principal is neither * nor an object"],
  [one({ Principal: { Role: "x" } }), "Statement 2, Principal has the unknown element Role"],
  [one({ Principal: {} }), "Statement 2, Principal names nobody"],
  [one({ Principal: { AWS: 1 } }), "Statement 2, Principal, AWS is neither a text nor a list of texts"],
  [one({ Principal: { AWS: "arn:aws:iam::1:role/*" } }), "Statement 2, Principal, AWS has a wildcard"],
  [one({ Condition: [] }), "Statement 2, Condition is not an object"],
  [one({ Condition: { StringIs: {} } }), "Statement 2, Condition has the unknown operator StringIs"],
  [one({ Condition: { NullIfExists: {} } }), "Statement 2, Condition has the unknown operator NullIfExists"],
  [one({ Condition: { "AnyValue:Bool": {} } }), "Statement 2, Condition has the unknown operator AnyValue:Bool"],
  [one({ Condition: { Bool: "true" } }), "Statement 2, Condition, Bool is not an object"],
  [one({ Condition: { Bool: { k: "yes" } } }), "Statement 2, Condition, Bool, k is not true or false"],
  [one({ Condition: { Bool: { k: {} } } }), "Statement 2, Condition, Bool, k is neither a text nor a list of texts"],
  [one({ Condition: { NumericEquals: { k: "five" } } }), "Statement 2, Condition, NumericEquals, k is not a number"],
  [one({ Condition: { DateLessThan: { k: "soon" } } }), "Statement 2, Condition, DateLessThan, k is not a date"],
  [
    one({ Condition: { IpAddress: { k: "10.0.0.0/33" } } }),
    "Statement 2, Condition, IpAddress, k is not an IP address",
  ],
  [one({ Condition: { IpAddress: { k: "10.0.0" } } }), "Statement 2, Condition, IpAddress, k is not an IP address"],
  [
    one({ Condition: { IpAddress: { k: "2001:db8::1::2" } } }),
    "Statement 2, Condition, IpAddress, k is not an IP address",
  ],
])("fails on the policy %j", (value, message) => {
  const read = () => readPolicy(value, address);
  expect(read).toThrow(UserError);
  expect(read).toThrow(`${address}: ${message}`);
});

test("fails on a statement that is about nobody, and on a role's that names somebody", () => {
  const read =
    (kind: "identity" | "resource" | "trust", elements = {}) =>
    () =>
      readPolicy({ Statement: statement(elements) }, address, kind);
  expect(read("resource")).toThrow("Statement 1 has no Principal");
  expect(read("trust")).toThrow("Statement 1 has no Principal");
  expect(read("trust", { Principal: "*" })).toThrow("Statement 1 has a Resource");
  expect(read("identity", { Principal: "*" })).toThrow("Statement 1 has a Principal");
});

test("fails on nothing but with the address, whatever is given for a policy", () => {
  const element = fc.constantFrom("Statement", "Effect", "Action", "Condition", "Principal", "Resource", "AWS", "Bool");
  const { tree } = fc.letrec<{ tree: Value }>((tie) => ({
    tree: fc.oneof(
      { maxDepth: 4 },
      fc.constantFrom<Value[]>("Allow", "*", "", 1, null, true, unknown),
      fc.array(tie("tree"), { maxLength: 2 }),
      fc.dictionary(element, tie("tree"), { maxKeys: 4 }),
    ),
  }));
  fc.assert(
    fc.property(tree, fc.boolean(), (value, asText) => {
      try {
        readPolicy(asText ? JSON.stringify(value) : value, address);
      } catch (error) {
        expect(error).toBeInstanceOf(UserError);
        expect(String(error)).toContain(address);
      }
    }),
  );
});

test("fails on nesting that has no end in sight as on any other", () => {
  const deep = `{"Statement": ${"[".repeat(50_000)}${"]".repeat(50_000)}}`;
  expect(() => readPolicy(deep, address)).toThrow("Statement 1 is not an object");
});
