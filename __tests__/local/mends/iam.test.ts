import { refuseInlinePolicies, refuseManagedPolicy, refuseRoleName, refuseTrust } from "../../../src/local/mends/iam";

const aud = { StringEquals: { "cognito-identity.amazonaws.com:aud": "eu-west-1:pool" } };
const amr = { "ForAnyValue:StringLike": { "cognito-identity.amazonaws.com:amr": "authenticated" } };

function trust(condition: object | undefined, action: unknown = "sts:AssumeRoleWithWebIdentity"): string {
  const principal = { Federated: "cognito-identity.amazonaws.com" };
  return JSON.stringify({
    Statement: [{ Effect: "Allow", Principal: principal, Action: action, Condition: condition }],
  });
}

test("a trust confined to a pool and its authenticated users is taken", () => {
  expect(refuseTrust(trust({ ...aud, ...amr }))).toBeUndefined();
});

test("a service's trust needs no condition", () => {
  const statement = { Effect: "Allow", Principal: { Service: "lambda.amazonaws.com" }, Action: "sts:AssumeRole" };
  expect(refuseTrust(JSON.stringify({ Statement: statement }))).toBeUndefined();
});

test("tagging the session alone needs no condition", () => {
  expect(refuseTrust(trust(undefined, "sts:TagSession"))).toBeUndefined();
});

test.each<[string, object | undefined, string]>([
  ["without conditions", undefined, "cognito-identity.amazonaws.com:aud and cognito-identity.amazonaws.com:amr"],
  ["without amr", aud, "on cognito-identity.amazonaws.com:amr"],
  ["without aud", amr, "on cognito-identity.amazonaws.com:aud"],
  [
    "whose aud may be absent",
    { ...amr, StringEqualsIfExists: aud.StringEquals },
    "on cognito-identity.amazonaws.com:aud",
  ],
  ["whose amr may be absent", { ...aud, "ForAllValues:StringLike": amr["ForAnyValue:StringLike"] }, ":amr"],
])("fails for a trust in identity pools %s", (_, condition, missing) => {
  const refusal = refuseTrust(trust(condition));
  expect(refusal).toMatchObject({ status: 400, type: "MalformedPolicyDocument" });
  expect(refusal?.message).toContain(missing);
});

test("fails for a trust policy that is no JSON or longer than 2,048 characters", () => {
  expect(refuseTrust("{")?.type).toBe("MalformedPolicyDocument");
  const Statement = { Effect: "Allow", Principal: { Service: "x".repeat(2048) }, Action: "sts:AssumeRole" };
  expect(refuseTrust(JSON.stringify({ Statement }))?.type).toBe("LimitExceeded");
});

test.each<[string, unknown, string]>([
  ["without statements", [], "Syntax errors in policy."],
  ["of which one trusts nobody", [{ Effect: "Allow", Action: "sts:AssumeRole" }], "Missing required field Principal"],
])("fails for a trust policy %s", (_, Statement, message) => {
  expect(refuseTrust(JSON.stringify({ Statement }))).toEqual({ status: 400, type: "MalformedPolicyDocument", message });
});

test("a role's name may have 64 characters", () => {
  expect(refuseRoleName("a+=,.@_-".repeat(8))).toBeUndefined();
});

test.each([
  ["of 65 characters", "a".repeat(65), "less than or equal to 64"],
  ["of none", "", "greater than or equal to 1"],
  ["with a blank", "my role", "must contain only alphanumeric characters"],
])("fails for a role's name %s", (_, name, message) => {
  expect(refuseRoleName(name)).toMatchObject({ status: 400, type: "ValidationError" });
  expect(refuseRoleName(name)?.message).toContain(message);
});

test("inline policies of 10,240 characters together are taken; white space does not count", () => {
  expect(refuseInlinePolicies("general", ["x".repeat(5120), " \n".repeat(100) + "x".repeat(5120)])).toBeUndefined();
});

test("fails for inline policies of 10,241 characters together", () => {
  expect(refuseInlinePolicies("general", ["x".repeat(5120), "x".repeat(5121)])).toEqual({
    status: 409,
    type: "LimitExceeded",
    message: "Maximum policy size of 10240 bytes exceeded for role general",
  });
});

test("fails for a managed policy of 6,145 characters", () => {
  expect(refuseManagedPolicy("x".repeat(6144))).toBeUndefined();
  expect(refuseManagedPolicy("x".repeat(6145))?.type).toBe("LimitExceeded");
});
