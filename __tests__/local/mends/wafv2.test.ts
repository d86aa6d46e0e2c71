import { refuseWebAcl } from "../../../src/local/mends/wafv2";

const rate = { Name: "rate", Priority: 1, Action: { Block: {} }, Statement: { RateBasedStatement: {} } };
const group = {
  Name: "common",
  Priority: 0,
  OverrideAction: { None: {} },
  Statement: { ManagedRuleGroupStatement: {} },
};

test("web ACLs that WAF takes", () => {
  expect(refuseWebAcl({ Scope: "REGIONAL", Rules: [group, rate] }, "eu-west-1")).toBeUndefined();
  expect(refuseWebAcl({ Scope: "CLOUDFRONT" }, "us-east-1")).toBeUndefined();
});

test.each([
  ["CloudFront's scope elsewhere", { Scope: "CLOUDFRONT" }, "us-east-1"],
  ["one priority twice", { Rules: [group, { ...rate, Priority: 0 }] }, "the priority 0"],
  ["one name twice", { Rules: [group, { ...rate, Name: "common" }] }, "the name common"],
  ["a rule group with an action", { Rules: [{ ...group, Action: { Block: {} } }] }, "OverrideAction"],
  ["a rule without action", { Rules: [{ ...rate, Action: undefined, OverrideAction: {} }] }, "OverrideAction"],
])("fails for %s", (_, acl, message) => {
  const refusal = refuseWebAcl(JSON.parse(JSON.stringify(acl)) as object as Record<string, unknown>, "eu-west-1");
  expect(refusal?.type).toBe("WAFInvalidParameterException");
  expect(refusal?.message).toContain(message);
});
