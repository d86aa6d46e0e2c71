import { refuseStatements } from "../../../src/local/mends/policies";

const policy = (...sids: unknown[]) => JSON.stringify({ Statement: sids.map((Sid) => ({ Sid, Effect: "Allow" })) });

test("statements may have names or none", () => {
  expect(refuseStatements(policy("One", "Two2", undefined, undefined))).toBeUndefined();
  expect(refuseStatements('{"Statement":{"Effect":"Allow"}}')).toBeUndefined();
});

test.each([
  ["no JSON", "{", "Syntax errors in policy."],
  ["no object", "[]", "Syntax errors in policy."],
  ["no statements", policy(), "Syntax errors in policy."],
  ["a dash in a Sid", policy("One-two"), "Syntax errors in policy."],
  ["one Sid twice", policy("One", "One"), "Statement IDs (SID) in a single policy must be unique."],
])("fails for a policy with %s", (_, text, message) => {
  expect(refuseStatements(text)).toEqual({ status: 400, type: "MalformedPolicyDocument", message });
});
