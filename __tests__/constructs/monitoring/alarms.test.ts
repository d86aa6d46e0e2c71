import { type AwsStack } from "../../../src/constructs/aws-stack";
import { AlarmTopic } from "../../../src/constructs/monitoring/alarm-topic";
import { ApiAlarms, type ApiThresholds } from "../../../src/constructs/monitoring/api-alarms";
import { FunctionAlarms } from "../../../src/constructs/monitoring/function-alarms";
import { UserPoolAlarms, type UserPoolAlarmsProps } from "../../../src/constructs/monitoring/user-pool-alarms";
import { setUpHttp } from "../../support/http-api";
import { appClient, userPool } from "../../support/identity";
import { handlerOf, setUp } from "../../support/rest-api";
import { type Synthesized, synthesized, testStack } from "../../support/synth";

const topicIn = (stack: AwsStack) => new AlarmTopic(stack, "topic", { name: "test-alarms", emails: [] });
const restAlarms = (thresholds?: ApiThresholds) => {
  const { stack, api, admin, handler } = setUp();
  api.route("GET /tech4all", { handler, allow: [admin] });
  new ApiAlarms(stack, "admin-alarms", { topic: topicIn(stack), api, thresholds });
  return synthesized(stack);
};
const functionAlarms = (throttles?: number) => {
  const stack = testStack();
  const lambda = handlerOf(stack, "hello", { name: "test-hello" });
  new FunctionAlarms(stack, "hello-alarms", { topic: topicIn(stack), lambda, throttles });
  return synthesized(stack);
};
const clientAlarms = (thresholds?: UserPoolAlarmsProps["thresholds"]) => {
  const stack = testStack();
  const client = appClient(stack, userPool(stack));
  new UserPoolAlarms(stack, "web-client", { topic: topicIn(stack), name: "test-web", client, thresholds });
  return synthesized(stack);
};

const common = (alarm_name: string, threshold: number) => ({
  alarm_name,
  alarm_description: expect.stringMatching(/.{30}/),
  comparison_operator: "GreaterThanOrEqualToThreshold",
  evaluation_periods: 1,
  threshold,
  treat_missing_data: "notBreaching",
  alarm_actions: ["${aws_sns_topic.topic.arn}"],
  ok_actions: ["${aws_sns_topic.topic.arn}"],
});
const sumOf = (namespace: string, metric_name: string, dimensions?: object) => ({
  namespace,
  metric_name,
  ...(dimensions && { dimensions }),
  statistic: "Sum",
  period: 300,
});

test("a REST API's alarms: errors by its metric, throttled and denied calls by its access log", () => {
  const json = restAlarms();
  expect(json.all("aws_cloudwatch_metric_alarm")).toEqual({
    "admin-alarms_server-errors": {
      ...common("test-api-5xx", 5),
      ...sumOf("AWS/ApiGateway", "5XXError", { ApiName: "test-api", Stage: "api" }),
    },
    "admin-alarms_throttled": { ...common("test-api-throttled", 20), ...sumOf("AccessLogs/test-api", "throttled") },
    "admin-alarms_denied": { ...common("test-api-denied", 100), ...sumOf("AccessLogs/test-api", "denied") },
  });
  const filter = (name: string, pattern: string) => ({
    name,
    log_group_name: "${aws_cloudwatch_log_group.api_stage_access-log.name}",
    pattern,
    metric_transformation: { namespace: "AccessLogs/test-api", name, value: "1", unit: "Count" },
  });
  expect(json.all("aws_cloudwatch_log_metric_filter")).toEqual({
    "admin-alarms_throttled-filter": filter("throttled", '{ ($.status = "429") }'),
    "admin-alarms_denied-filter": filter("denied", '{ ($.status = "401") || ($.status = "403") }'),
  });
});

test("an HTTP API's errors have another metric, by its id", () => {
  const { stack, api, handler } = setUpHttp();
  api.route("GET /hello", { handler });
  new ApiAlarms(stack, "hello-alarms", { topic: topicIn(stack), api });
  expect(synthesized(stack).all("aws_cloudwatch_metric_alarm")["hello-alarms_server-errors"]).toMatchObject(
    sumOf("AWS/ApiGateway", "5xx", { ApiId: "${aws_apigatewayv2_api.api.id}", Stage: "$default" }),
  );
});

test("a function's alarm tells that Lambda refused to run it", () => {
  expect(functionAlarms().single("aws_cloudwatch_metric_alarm")).toEqual({
    ...common("test-hello-throttled", 1),
    ...sumOf("AWS/Lambda", "Throttles", { FunctionName: "test-hello" }),
  });
});

test("a client's alarms: failed sign-ins are the zeros among its successes", () => {
  const dimensions = {
    UserPool: "${aws_cognito_user_pool.users.id}",
    UserPoolClient: "${aws_cognito_user_pool_client.web.id}",
  };
  const of = (id: string, stat: string) => ({
    id,
    metric: { namespace: "AWS/Cognito", metric_name: "SignInSuccesses", dimensions, stat, period: 300 },
  });
  expect(clientAlarms().all("aws_cloudwatch_metric_alarm")).toEqual({
    "web-client_sign-ins-failed": {
      ...common("test-web-sign-ins-failed", 100),
      metric_query: [
        { id: "zeros", expression: "every - ones", label: "SignInSuccesses: zeros", return_data: true },
        of("every", "SampleCount"),
        of("ones", "Sum"),
      ],
    },
    "web-client_sign-ins-throttled": {
      ...common("test-web-sign-ins-throttled", 1),
      ...sumOf("AWS/Cognito", "SignInThrottles", dimensions),
    },
    "web-client_token-refreshes-throttled": {
      ...common("test-web-token-refreshes-throttled", 1),
      ...sumOf("AWS/Cognito", "TokenRefreshThrottles", dimensions),
    },
  });
});

test("each alarm has the threshold that was chosen for it", () => {
  const thresholds = (json: Synthesized) =>
    Object.fromEntries(
      Object.values(json.all("aws_cloudwatch_metric_alarm")).map((alarm) => [alarm.alarm_name, alarm.threshold]),
    );
  expect(thresholds(restAlarms({ serverErrors: 1, throttled: 2, denied: 1_000_000 }))).toEqual({
    "test-api-5xx": 1,
    "test-api-throttled": 2,
    "test-api-denied": 1_000_000,
  });
  expect(thresholds(functionAlarms(3))).toEqual({ "test-hello-throttled": 3 });
  expect(thresholds(clientAlarms({ signInsFailed: 4, signInsThrottled: 5, tokenRefreshesThrottled: 6 }))).toEqual({
    "test-web-sign-ins-failed": 4,
    "test-web-sign-ins-throttled": 5,
    "test-web-token-refreshes-throttled": 6,
  });
});

describe.each([0, 1.5, 1_000_001])("the threshold %d", (threshold) => {
  test.each<[alarm: string, make: () => void]>([
    ["admin-alarms/server-errors", () => restAlarms({ serverErrors: threshold })],
    ["admin-alarms/throttled", () => restAlarms({ throttled: threshold })],
    ["admin-alarms/denied", () => restAlarms({ denied: threshold })],
    ["hello-alarms/throttled", () => functionAlarms(threshold)],
    ["web-client/sign-ins-failed", () => clientAlarms({ signInsFailed: threshold })],
    ["web-client/sign-ins-throttled", () => clientAlarms({ signInsThrottled: threshold })],
    ["web-client/token-refreshes-throttled", () => clientAlarms({ tokenRefreshesThrottled: threshold })],
  ])("fails for %s", (alarm, make) => {
    expect(make).toThrow(`test/${alarm}: threshold is out of range\n  got:     ${threshold}\n`);
  });
});
