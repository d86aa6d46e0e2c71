import { type IamAuth } from "../../../src/constructs/apigateway/auth";
import { type RestApiProps } from "../../../src/constructs/apigateway/rest-api";
import { type StageSettings } from "../../../src/constructs/apigateway/rest-api-stage";
import { setUp, stage } from "../../support/rest-api";
import { synthesized } from "../../support/synth";

const apiId = "${aws_api_gateway_rest_api.api.id}";
const stageWith = (change: Partial<StageSettings>, props: Partial<RestApiProps<IamAuth>> = {}) => {
  const { stack, api, admin, handler } = setUp({ stage: { ...stage, ...change }, ...props });
  api.route("GET /tech4all", { handler, allow: [admin] });
  return synthesized(stack);
};

test("the stage logs, measures, traces and throttles", () => {
  const json = stageWith({});
  const { access_log_settings: log, ...rest } = json.single("aws_api_gateway_stage");
  expect(rest).toEqual({
    rest_api_id: apiId,
    deployment_id: "${aws_api_gateway_deployment.api_deployment.id}",
    stage_name: "api",
    xray_tracing_enabled: true,
  });
  expect(log).toMatchObject({ destination_arn: "${aws_cloudwatch_log_group.api_stage_access-log.arn}" });
  expect(json.single("aws_api_gateway_method_settings")).toEqual({
    rest_api_id: apiId,
    stage_name: "${aws_api_gateway_stage.api_stage.stage_name}",
    method_path: "*/*",
    settings: {
      data_trace_enabled: false,
      logging_level: "INFO",
      metrics_enabled: true,
      throttling_burst_limit: 50,
      throttling_rate_limit: 100,
    },
    depends_on: ["aws_cloudwatch_log_group.api_stage_execution-log"],
  });
});

test("both logs are kept as long as was asked", () => {
  const { hello_log: _, ...logs } = stageWith({ logRetentionDays: 30 }).all("aws_cloudwatch_log_group");
  expect(logs).toEqual({
    "api_stage_access-log": { name: "/aws/apigateway/test-api/api", retention_in_days: 30 },
    "api_stage_execution-log": { name: `API-Gateway-Execution-Logs_${apiId}/api`, retention_in_days: 30 },
  });
});

test("a line of the access log says who called what, the answer and why", () => {
  const { access_log_settings: log } = stageWith({}).single("aws_api_gateway_stage");
  const { format } = log as { format: string };
  expect(format).not.toContain("\n");
  // The alarms count its status.
  expect(JSON.parse(format)).toMatchObject({
    user: "$context.authorizer.claims.sub",
    caller: "$context.identity.userArn",
    resource: "$context.resourcePath",
    status: "$context.status",
    error: "$context.error.message",
  });
});

test("tracing and the execution log can be off", () => {
  const json = stageWith({ tracing: false, executionLog: "OFF" });
  expect(json.single("aws_api_gateway_stage")).toMatchObject({ xray_tracing_enabled: false });
  expect(json.single("aws_api_gateway_method_settings")).toMatchObject({ settings: { logging_level: "OFF" } });
});

test("the stage's name is part of its logs' names, of what callers are granted and of what may invoke the function", () => {
  const json = stageWith({ stageName: "v1" });
  const method = `arn:aws:execute-api:ap-northeast-1:123456789012:${apiId}/v1/GET/tech4all`;
  expect(json.single("aws_api_gateway_stage")).toMatchObject({ stage_name: "v1" });
  expect(Object.values(json.all("aws_cloudwatch_log_group")).map(({ name }) => name)).toEqual(
    expect.arrayContaining(["/aws/apigateway/test-api/v1", `API-Gateway-Execution-Logs_${apiId}/v1`]),
  );
  expect(json.policies().admin_role_permissions).toMatchObject({ Statement: [{ Resource: [method] }] });
  expect(json.single("aws_lambda_permission")).toMatchObject({ source_arn: method });
});

test.each<[change: Partial<StageSettings>]>([
  [{ throttlingRateLimit: 1, throttlingBurstLimit: 1 }],
  [{ throttlingRateLimit: 10_000, throttlingBurstLimit: 5_000 }],
])("a stage throttles as %j says", (change) => {
  expect(stageWith(change).single("aws_api_gateway_method_settings")).toMatchObject({
    settings: {
      throttling_rate_limit: change.throttlingRateLimit,
      throttling_burst_limit: change.throttlingBurstLimit,
    },
  });
});

test.each<[change: Partial<StageSettings>, message: string]>([
  [
    { throttlingRateLimit: 0 },
    "throttlingRateLimit is out of range\n  got:     0\n  allowed: a whole number of requests",
  ],
  [{ throttlingRateLimit: 10_001 }, "throttlingRateLimit is out of range"],
  [{ throttlingRateLimit: Number.NaN }, "throttlingRateLimit is out of range\n  got:     NaN\n"],
  [{ throttlingBurstLimit: 0 }, "throttlingBurstLimit is out of range"],
  [{ throttlingBurstLimit: 5001 }, "throttlingBurstLimit is out of range"],
  [{ stageName: "a/b" }, 'API Gateway refuses this stage name\n  got:     "a/b"\n'],
  [{ stageName: "" }, "API Gateway refuses this stage name"],
  [{ stageName: "x".repeat(129) }, "API Gateway refuses this stage name"],
])("fails for the setting %j", (change, message) => {
  expect(() => stageWith(change)).toThrow(`test/api/stage: ${message}`);
});
