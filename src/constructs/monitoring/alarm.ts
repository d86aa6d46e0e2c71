import {
  CloudwatchMetricAlarm,
  type CloudwatchMetricAlarmMetricQuery,
} from "@cdktf/provider-aws/lib/cloudwatch-metric-alarm";
import { Construct } from "constructs";
import { checkRange } from "../ranges";
import { literal } from "../tokens";
import { type AlarmTopic } from "./alarm-topic";

/** A metric of CloudWatch. */
export interface Metric {
  /** Whose metric it is, such as `AWS/Lambda`. */
  readonly namespace: string;
  /** The metric's name. */
  readonly name: string;
  /** Which of the metric's series. @default - the one without dimensions */
  readonly dimensions?: Readonly<Record<string, string>>;
}

/** Props of {@link Alarm}. */
export interface AlarmProps {
  /** Who is told. */
  readonly topic: AlarmTopic;
  /** The alarm's name, unique in account and region. */
  readonly name: string;
  /** What it means, for whoever is told. */
  readonly description: string;
  /** What is counted. */
  readonly metric: Metric;
  /**
   * What of it: the sum of its values, or how many values were 0, in a metric that has 1 for each success and 0 for
   * each failure.
   */
  readonly count: "sum" | "zeros";
  /** Fewest in 5 minutes that raise the alarm, 1 to 1000000. */
  readonly threshold: number;
}

const period = 300;

/**
 * An alarm on something that was counted in 5 minutes. The topic is told when it is raised and when it is over.
 * Nothing counted is no alarm.
 *
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/AlarmThatSendsEmail.html
 * @throws UserError for a threshold out of range.
 */
export class Alarm extends Construct {
  constructor(scope: Construct, id: string, props: AlarmProps) {
    super(scope, id);
    checkRange(this, "threshold", props.threshold, 1, 1_000_000, "occurrences in 5 minutes");
    new CloudwatchMetricAlarm(this, "resource", {
      alarmName: props.name,
      alarmDescription: literal(props.description),
      ...(props.count === "sum" ? sum(props.metric) : zeros(props.metric)),
      comparisonOperator: "GreaterThanOrEqualToThreshold",
      threshold: props.threshold,
      evaluationPeriods: 1,
      treatMissingData: "notBreaching",
      alarmActions: [props.topic.arn],
      okActions: [props.topic.arn],
    });
  }
}

const sum = ({ namespace, name, dimensions }: Metric) => ({
  namespace,
  metricName: name,
  dimensions,
  statistic: "Sum",
  period,
});

const zeros = ({ namespace, name: metricName, dimensions }: Metric) => {
  const of = (id: string, stat: string): CloudwatchMetricAlarmMetricQuery => ({
    id,
    metric: { namespace, metricName, dimensions, stat, period },
  });
  const zeroCount = { id: "zeros", expression: "every - ones", label: `${metricName}: zeros`, returnData: true };
  return { metricQuery: [zeroCount, of("every", "SampleCount"), of("ones", "Sum")] };
};
