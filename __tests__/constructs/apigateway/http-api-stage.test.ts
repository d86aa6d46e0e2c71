import { HttpApi } from "../../../src/constructs/apigateway/http-api";
import { type HttpStageSettings } from "../../../src/constructs/apigateway/http-api-stage";
import { openAuth } from "../../../src/constructs/apigateway/open-auth";
import { EncryptionKey } from "../../../src/constructs/kms/encryption-key";
import { httpStage, setUpHttp } from "../../support/http-api";
import { handlerOf } from "../../support/rest-api";
import { synthesized, testStack } from "../../support/synth";

const stageWith = (change: Partial<HttpStageSettings> = {}) => {
  const { stack, api, handler } = setUpHttp({ stage: { ...httpStage, ...change } });
  api.route("GET /hello", { handler });
  return synthesized(stack);
};

test("the stage serves each change at once, logs, measures and throttles", () => {
  const { access_log_settings: log, ...rest } = stageWith().single("aws_apigatewayv2_stage");
  expect(rest).toEqual({
    api_id: "${aws_apigatewayv2_api.api.id}",
    name: "$default",
    auto_deploy: true,
    default_route_settings: { detailed_metrics_enabled: true, throttling_burst_limit: 50, throttling_rate_limit: 100 },
    depends_on: ["aws_lambda_permission.api_invoke-hello"],
  });
  expect(log).toMatchObject({ destination_arn: "${aws_cloudwatch_log_group.api_stage_access-log.arn}" });
});

test("the log is kept as long as was asked, under a name that CloudWatch takes", () => {
  const { hello_log: _, ...logs } = stageWith({ logRetentionDays: 30 }).all("aws_cloudwatch_log_group");
  expect(logs).toEqual({
    "api_stage_access-log": { name: "/aws/apigateway/test-api/default", retention_in_days: 30 },
  });
});

test("the log is encrypted with a key that is given", () => {
  const stack = testStack();
  const encryptionKey = new EncryptionKey(stack, "key", { name: "test", preventDestroy: false });
  const auth = openAuth({ allowedBecause: "monitors have no token" });
  const api = new HttpApi(stack, "api", { name: "test-api", auth, stage: httpStage, encryptionKey });
  api.route("GET /health", { handler: handlerOf(stack) });
  expect(synthesized(stack).all("aws_cloudwatch_log_group")).toMatchObject({
    "api_stage_access-log": { kms_key_id: "${aws_kms_key.key.arn}" },
  });
});

test("a line of the access log says who called what, the answer and why, within API Gateway's 1,024 characters", () => {
  const { access_log_settings: log } = stageWith().single("aws_apigatewayv2_stage");
  const { format } = log as { format: string };
  expect(format).not.toContain("\n");
  expect(format.length).toBeLessThanOrEqual(1024);
  // The alarms count its status.
  expect(JSON.parse(format)).toMatchObject({
    user: "$context.authorizer.claims.sub",
    route: "$context.routeKey",
    status: "$context.status",
    authorizerError: "$context.authorizer.error",
  });
});

test.each<[change: Partial<HttpStageSettings>]>([
  [{ throttlingRateLimit: 1, throttlingBurstLimit: 1 }],
  [{ throttlingRateLimit: 10_000, throttlingBurstLimit: 5_000 }],
])("a stage throttles as %j says", (change) => {
  expect(stageWith(change).single("aws_apigatewayv2_stage")).toMatchObject({
    default_route_settings: {
      throttling_rate_limit: change.throttlingRateLimit,
      throttling_burst_limit: change.throttlingBurstLimit,
    },
  });
});

test.each<[change: Partial<HttpStageSettings>, message: string]>([
  [{ throttlingRateLimit: 0 }, "throttlingRateLimit is out of range\n  got:     0\n"],
  [{ throttlingRateLimit: 10_001 }, "throttlingRateLimit is out of range"],
  [{ throttlingBurstLimit: 0 }, "throttlingBurstLimit is out of range"],
  [{ throttlingBurstLimit: 5001 }, "throttlingBurstLimit is out of range"],
])("fails for the setting %j", (change, message) => {
  expect(() => stageWith(change)).toThrow(`test/api/stage: ${message}`);
});
