import { Construct } from "constructs";
import { type TypescriptFunction } from "../lambda/typescript-function";
import { Alarm } from "./alarm";
import { type AlarmTopic } from "./alarm-topic";

/** Props of {@link FunctionAlarms}. */
export interface FunctionAlarmsProps {
  /** Who is told. */
  readonly topic: AlarmTopic;
  /** The function; its name is the first part of its alarm's. */
  readonly lambda: TypescriptFunction;
  /** Fewest refused runs in 5 minutes that raise the alarm, 1 to 1000000. @default - 1 */
  readonly throttles?: number;
}

/**
 * A function's alarm `<name>-throttled`: Lambda refused to run it, because its reserved concurrency or the account's was
 * used up. Whoever called got a 5XX from API Gateway, or an error of the user pool.
 *
 * @see https://docs.aws.amazon.com/lambda/latest/dg/monitoring-metrics-types.html
 * @throws UserError for a threshold out of range.
 */
export class FunctionAlarms extends Construct {
  constructor(scope: Construct, id: string, { topic, lambda, throttles = 1 }: FunctionAlarmsProps) {
    super(scope, id);
    new Alarm(this, "throttled", {
      topic,
      name: `${lambda.name}-throttled`,
      description: `Lambda refused to run ${lambda.name}: no concurrency was left for it`,
      metric: { namespace: "AWS/Lambda", name: "Throttles", dimensions: { FunctionName: lambda.name } },
      count: "sum",
      threshold: throttles,
    });
  }
}
