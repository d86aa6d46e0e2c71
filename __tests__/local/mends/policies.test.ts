import { letsServiceUseKey, refuseKeyPolicy } from "../../../src/local/mends/kms";
import { refuseVpcRole } from "../../../src/local/mends/lambda-vpc";
import { allowances, coversAction, principalsOf, refuseStatements } from "../../../src/local/mends/policies";

const account = "123456789012";
const root = { AWS: `arn:aws:iam::${account}:root` };

function policyOf(...statements: readonly object[]): string {
  return JSON.stringify({ Statement: statements.map((statement) => ({ Effect: "Allow", ...statement })) });
}

test("statements are read in every form that IAM takes", () => {
  expect(allowances('{"Statement":{"Effect":"Allow"}}')).toHaveLength(1);
  expect(allowances(policyOf({ Effect: "Deny" }))).toEqual([]);
  expect(allowances("no policy")).toEqual([]);
  expect(coversAction({ Action: ["ec2:Create*"] }, "ec2:CreateNetworkInterface")).toBe(true);
  expect(coversAction({ Action: "EC2:*" }, "ec2:CreateNetworkInterface")).toBe(true);
  expect(coversAction({ Action: "ec2:Create" }, "ec2:CreateNetworkInterface")).toBe(false);
  expect(principalsOf({ Principal: "*" }, "AWS")).toEqual(["*"]);
  expect(principalsOf({ Principal: { Service: ["a", "b"] } }, "Service")).toEqual(["a", "b"]);
});

test("a key's policy lets the account change it", () => {
  expect(refuseKeyPolicy(policyOf({ Principal: root, Action: "kms:*" }), account)).toBeUndefined();
});

test.each([
  ["another account", policyOf({ Principal: { AWS: "arn:aws:iam::210987654321:root" }, Action: "kms:*" })],
  ["use alone", policyOf({ Principal: root, Action: "kms:Decrypt" })],
  ["nobody", policyOf({ Effect: "Deny", Principal: root, Action: "kms:*" })],
])("fails for a key policy for %s", (_, policy) => {
  expect(refuseKeyPolicy(policy, account)?.type).toBe("MalformedPolicyDocumentException");
});

test("a service may use a key when the policy says so", () => {
  const Principal = { Service: "logs.eu-west-1.amazonaws.com" };
  const uses = policyOf({ Principal, Action: ["kms:Encrypt*", "kms:Decrypt*"] });
  expect(letsServiceUseKey(uses, "logs.eu-west-1.amazonaws.com")).toBe(true);
  expect(letsServiceUseKey(uses, "logs.us-east-1.amazonaws.com")).toBe(false);
  expect(letsServiceUseKey(policyOf({ Principal, Action: "kms:Decrypt" }), Principal.Service)).toBe(false);
});

test("fails for a role that can't make, find and remove network interfaces", () => {
  const Action = ["ec2:CreateNetworkInterface", "ec2:DeleteNetworkInterface"];
  expect(refuseVpcRole([])?.message).toContain("CreateNetworkInterface on EC2");
  expect(refuseVpcRole([policyOf({ Action })])?.message).toContain("DescribeNetworkInterfaces on EC2");
  expect(refuseVpcRole([policyOf({ Action }), policyOf({ Action: "ec2:Describe*" })])).toBeUndefined();
});

const named = (...sids: unknown[]) => JSON.stringify({ Statement: sids.map((Sid) => ({ Sid, Effect: "Allow" })) });

test("statements may have names or none", () => {
  expect(refuseStatements(named("One", "Two2", undefined, undefined))).toBeUndefined();
  expect(refuseStatements('{"Statement":{"Effect":"Allow"}}')).toBeUndefined();
});

test.each([
  ["no JSON", "{", "Syntax errors in policy."],
  ["no object", "[]", "Syntax errors in policy."],
  ["no statements", named(), "Syntax errors in policy."],
  ["a dash in a Sid", named("One-two"), "Syntax errors in policy."],
  ["one Sid twice", named("One", "One"), "Statement IDs (SID) in a single policy must be unique."],
])("fails for a policy with %s", (_, text, message) => {
  expect(refuseStatements(text)).toEqual({ status: 400, type: "MalformedPolicyDocument", message });
});
