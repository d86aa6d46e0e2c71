import { type AskMoto, type Call, type Elsewhere } from "../../../src/local/call";
import { findRole, mayDo, trusts } from "../../../src/local/mends/roles";

const service = "lambda.amazonaws.com";
const call = {} as Call;
const isLogging = (action: string) => action.startsWith("logs:");
const trust = (statement: object) => JSON.stringify({ Statement: { Effect: "Allow", ...statement } });

function actionIn(asked: Elsewhere | undefined): string {
  return (asked && "fields" in asked && asked.fields["Action"]) || "";
}

/** An IAM that answers each action with some XML, and refuses all others. */
function iam(answers: Record<string, string>): AskMoto {
  return async (_, change) => {
    const xml = answers[actionIn(change?.elsewhere)];
    return { status: xml === undefined ? 404 : 200, headers: {}, body: Buffer.from(xml ?? "") };
  };
}

test("a role is found by its whole ARN, with its trust policy", async () => {
  const arn = "arn:aws:iam::123456789012:role/path/fn";
  const document = encodeURIComponent(trust({}));
  const ask = iam({
    GetRole: `<Arn>${arn}</Arn><AssumeRolePolicyDocument>${document}</AssumeRolePolicyDocument>`,
  });
  expect(await findRole(call, ask, arn)).toEqual({ name: "fn", trust: trust({}) });
  expect(await findRole(call, ask, "arn:aws:iam::123456789012:role/fn")).toBeUndefined();
  expect(await findRole(call, iam({}), arn)).toBeUndefined();
});

test("a trust policy lets a service in by name and action", () => {
  expect(trusts(trust({ Principal: { Service: ["x", service] }, Action: ["sts:AssumeRole"] }), service)).toBe(true);
  expect(trusts(trust({ Principal: { Service: "x" }, Action: "sts:AssumeRole" }), service)).toBe(false);
  expect(trusts(trust({ Principal: { Service: service }, Action: "sts:TagSession" }), service)).toBe(false);
  expect(trusts(trust({ Effect: "Deny", Principal: { Service: service }, Action: "*" }), service)).toBe(false);
});

test("a role may do what an inline or an attached policy allows", async () => {
  const role = { name: "fn", trust: "" };
  const logs = encodeURIComponent(JSON.stringify({ Statement: [{ Effect: "Allow", Action: ["logs:*"] }] }));
  const inline = iam({
    ListRolePolicies: "<member>a</member>",
    GetRolePolicy: `<PolicyDocument>${logs}</PolicyDocument>`,
  });
  const attached = iam({
    ListAttachedRolePolicies: "<PolicyArn>arn</PolicyArn>",
    GetPolicy: "<DefaultVersionId>v1</DefaultVersionId>",
    GetPolicyVersion: `<Document>${logs}</Document>`,
  });
  expect(await mayDo(call, inline, role, isLogging)).toBe(true);
  expect(await mayDo(call, attached, role, isLogging)).toBe(true);
  expect(await mayDo(call, iam({}), role, isLogging)).toBe(false);
});
