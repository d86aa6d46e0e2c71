import { CloudwatchLogMetricFilter } from "@cdktf/provider-aws/lib/cloudwatch-log-metric-filter";
import { Construct } from "constructs";
import { type HttpApi } from "../apigateway/http-api";
import { RestApi } from "../apigateway/rest-api";
import { Alarm, type Metric } from "./alarm";
import { type AlarmTopic } from "./alarm-topic";

/** Fewest answers in 5 minutes that raise an alarm, 1 to 1000000 each. */
export interface ApiThresholds {
  /** Answers of 500 and above. @default - 5 */
  readonly serverErrors?: number;
  /** Calls that were throttled: 429. @default - 20 */
  readonly throttled?: number;
  /** Calls that were not authorized: 401 and 403. @default - 100 */
  readonly denied?: number;
}

/** Props of {@link ApiAlarms}. */
export interface ApiAlarmsProps {
  /** Who is told. */
  readonly topic: AlarmTopic;
  /** The API; its name is the first part of its alarms' names. */
  readonly api: RestApi | HttpApi;
  /** When they are told. */
  readonly thresholds?: ApiThresholds;
}

/**
 * An API's alarms: `<name>-5xx`, `<name>-throttled` and `<name>-denied`. API Gateway has one metric for all of 4XX, so
 * the last two count lines of the access log.
 *
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-metrics-and-dimensions.html
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-metrics.html
 * @throws UserError for a threshold out of range.
 */
export class ApiAlarms extends Construct {
  private readonly api: RestApi | HttpApi;

  constructor(scope: Construct, id: string, props: ApiAlarmsProps) {
    super(scope, id);
    this.api = props.api;
    const { topic, thresholds = {} } = props;
    const { name } = props.api;
    new Alarm(this, "server-errors", {
      topic,
      name: `${name}-5xx`,
      description: `${name} answered 500 or above: a function failed, timed out, was throttled or may not be invoked`,
      metric: serverErrors(props.api),
      count: "sum",
      threshold: thresholds.serverErrors ?? 5,
    });
    new Alarm(this, "throttled", {
      topic,
      name: `${name}-throttled`,
      description: `${name} answered 429: calls came faster than the stage's rate or burst limit`,
      metric: this.answers("throttled", ["429"]),
      count: "sum",
      threshold: thresholds.throttled ?? 20,
    });
    new Alarm(this, "denied", {
      topic,
      name: `${name}-denied`,
      description: `${name} answered 401 or 403: callers without a valid token, without permission, or stopped by WAF`,
      metric: this.answers("denied", ["401", "403"]),
      count: "sum",
      threshold: thresholds.denied ?? 100,
    });
  }

  /** Counts the lines of the access log with one of these answers. */
  private answers(what: string, statuses: readonly string[]): Metric {
    const metric = { namespace: `AccessLogs/${this.api.name}`, name: what };
    new CloudwatchLogMetricFilter(this, `${what}-filter`, {
      name: what,
      logGroupName: this.api.stage.accessLogGroupName,
      pattern: `{ ${statuses.map((status) => `($.status = "${status}")`).join(" || ")} }`,
      metricTransformation: { ...metric, value: "1", unit: "Count" },
    });
    return metric;
  }
}

const serverErrors = (api: RestApi | HttpApi): Metric => {
  const { stageName } = api.stage;
  return api instanceof RestApi
    ? { namespace: "AWS/ApiGateway", name: "5XXError", dimensions: { ApiName: api.name, Stage: stageName } }
    : { namespace: "AWS/ApiGateway", name: "5xx", dimensions: { ApiId: api.id, Stage: stageName } };
};
