import { refuseStatement, rememberedAfter } from "../../../src/local/mends/lambda";

const functionArn = "arn:aws:lambda:eu-west-1:123456789012:function:hello";
const added = {
  StatementId: "new",
  Action: "lambda:InvokeFunction",
  Principal: "apigateway.amazonaws.com",
  SourceArn: "arn:aws:execute-api:eu-west-1:123456789012:abc/v1/GET/members",
};

function policyOf(statements: number): string {
  return JSON.stringify({
    Statement: Array.from({ length: statements }, (_, index) => ({ Sid: `s${index}`, Filler: "x".repeat(300) })),
  });
}

test("a statement is added to no policy and to a short one", () => {
  expect(refuseStatement("", added, functionArn)).toBeUndefined();
  expect(refuseStatement(policyOf(5), added, functionArn)).toBeUndefined();
});

test("fails beyond 20,480 bytes of resource policy", () => {
  const refusal = refuseStatement(policyOf(65), added, functionArn);
  expect(refusal).toMatchObject({ status: 400, type: "PolicyLengthExceededException" });
  expect(refusal?.message).toMatch(/^The final policy size \(\d+\) is bigger than the limit \(20480\)\.$/);
});

test("fails for a statement id that is there already", () => {
  expect(refuseStatement(policyOf(1), { ...added, StatementId: "s0" }, functionArn)?.type).toBe(
    "ResourceConflictException",
  );
});

test("what moto forgets stays until it is set again; an empty key takes it away", () => {
  const logging = { LogFormat: "JSON" };
  const first = rememberedAfter({}, { KMSKeyArn: "key", LoggingConfig: logging });
  const TracingConfig = { Mode: "Active" };
  expect(rememberedAfter(first, { MemorySize: 256, TracingConfig })).toEqual({
    KMSKeyArn: "key",
    LoggingConfig: logging,
    TracingConfig,
  });
  expect(rememberedAfter(first, { KMSKeyArn: "", LoggingConfig: { LogFormat: "Text" } })).toEqual({
    LoggingConfig: { LogFormat: "Text" },
  });
});
