import { AlarmTopic } from "../../../src/constructs/monitoring/alarm-topic";
import { ApiAlarms, type ApiThresholds } from "../../../src/constructs/monitoring/api-alarms";
import { FunctionAlarms } from "../../../src/constructs/monitoring/function-alarms";
import { UserPoolAlarms } from "../../../src/constructs/monitoring/user-pool-alarms";
import { appClient, userPool } from "../../support/identity";
import { synthesized, testStack } from "../../support/synth";

const setUp = () => {
  const stack = testStack();
  return { stack, topic: new AlarmTopic(stack, "topic", { name: "test-alarms", emails: [] }) };
};
const api = { name: "test-admin", stageName: "api", accessLogGroupName: "/aws/apigateway/test-admin/api" };
const restAlarms = (thresholds?: ApiThresholds) => {
  const { stack, topic } = setUp();
  new ApiAlarms(stack, "admin", { topic, kind: "REST", api, thresholds });
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
    "admin_server-errors": {
      ...common("test-admin-5xx", 5),
      ...sumOf("AWS/ApiGateway", "5XXError", { ApiName: "test-admin", Stage: "api" }),
    },
    admin_throttled: { ...common("test-admin-throttled", 20), ...sumOf("AccessLogs/test-admin", "throttled") },
    admin_denied: { ...common("test-admin-denied", 100), ...sumOf("AccessLogs/test-admin", "denied") },
  });
  const filter = (name: string, pattern: string) => ({
    name,
    log_group_name: api.accessLogGroupName,
    pattern,
    metric_transformation: { namespace: "AccessLogs/test-admin", name, value: "1", unit: "Count" },
  });
  expect(json.all("aws_cloudwatch_log_metric_filter")).toEqual({
    "admin_throttled-filter": filter("throttled", '{ ($.status = "429") }'),
    "admin_denied-filter": filter("denied", '{ ($.status = "401") || ($.status = "403") }'),
  });
});

test("an HTTP API's errors have another metric, by its id", () => {
  const { stack, topic } = setUp();
  new ApiAlarms(stack, "hello", { topic, kind: "HTTP", api: { ...api, id: "abc" } });
  expect(synthesized(stack).all("aws_cloudwatch_metric_alarm")["hello_server-errors"]).toMatchObject(
    sumOf("AWS/ApiGateway", "5xx", { ApiId: "abc", Stage: "api" }),
  );
});

test("thresholds can be chosen", () => {
  const json = restAlarms({ serverErrors: 1, throttled: 2, denied: 3 });
  expect(Object.values(json.all("aws_cloudwatch_metric_alarm")).map(({ threshold }) => threshold)).toEqual(
    expect.arrayContaining([1, 2, 3]),
  );
});

test("a function's alarm tells that Lambda refused to run it", () => {
  const { stack, topic } = setUp();
  new FunctionAlarms(stack, "hello", { topic, lambda: { name: "test-hello" } });
  expect(synthesized(stack).single("aws_cloudwatch_metric_alarm")).toEqual({
    ...common("test-hello-throttled", 1),
    ...sumOf("AWS/Lambda", "Throttles", { FunctionName: "test-hello" }),
  });
});

test("a user pool's alarms: failed sign-ins are the zeros among its successes", () => {
  const { stack, topic } = setUp();
  const pool = userPool(stack);
  new UserPoolAlarms(stack, "web-client", { topic, name: "test-web", userPool: pool, client: appClient(stack, pool) });
  const dimensions = {
    UserPool: "${aws_cognito_user_pool.users.id}",
    UserPoolClient: "${aws_cognito_user_pool_client.web.id}",
  };
  const of = (id: string, stat: string) => ({
    id,
    metric: { namespace: "AWS/Cognito", metric_name: "SignInSuccesses", dimensions, stat, period: 300 },
  });
  expect(synthesized(stack).all("aws_cloudwatch_metric_alarm")).toEqual({
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

test.each([0, 1.5, 1_000_001])("fails for the threshold %d", (denied) => {
  expect(() => restAlarms({ denied })).toThrow("test/admin/denied: threshold is out of range");
});

test("fails to compile for an HTTP API without its id", () => {
  const { stack, topic } = setUp();
  // @ts-expect-error Its metrics are found by its id.
  const make = () => new ApiAlarms(stack, "hello", { topic, kind: "HTTP", api });
  expect(make).toBeDefined();
});
