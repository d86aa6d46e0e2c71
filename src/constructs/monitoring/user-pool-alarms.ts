import { Construct } from "constructs";
import { type AppClient } from "../cognito/app-client";
import { Alarm } from "./alarm";
import { type AlarmTopic } from "./alarm-topic";

/** Props of {@link UserPoolAlarms}. */
export interface UserPoolAlarmsProps {
  /** Who is told. */
  readonly topic: AlarmTopic;
  /** The first part of the alarms' names: `<service>-<environment>-<client>`. */
  readonly name: string;
  /** The client through which users of its pool sign in: Cognito counts for each by itself. */
  readonly client: AppClient;
  /** Fewest in 5 minutes that raise an alarm, 1 to 1000000 each. */
  readonly thresholds?: {
    /** Sign-ins that did not end with tokens. @default - 100 */
    readonly signInsFailed?: number;
    /** Sign-ins that Cognito throttled. @default - 1 */
    readonly signInsThrottled?: number;
    /** Token refreshes that Cognito throttled. @default - 1 */
    readonly tokenRefreshesThrottled?: number;
  };
}

/**
 * The alarms of a user pool's client: `<name>-sign-ins-failed`, `<name>-sign-ins-throttled` and
 * `<name>-token-refreshes-throttled`.
 *
 * Cognito has no metric of failed sign-ins. Its metric of successes has a value of 1 for each success and of 0 for each
 * failure, throttled ones included, so that failures are the values less their sum, as AWS describes it. Whether
 * a challenge that is answered later (a second factor) counts as 0 is not documented: choose the threshold accordingly.
 *
 * @see https://docs.aws.amazon.com/cognito/latest/developerguide/metrics-for-cognito-user-pools.html
 * @throws UserError for a threshold out of range.
 */
export class UserPoolAlarms extends Construct {
  constructor(scope: Construct, id: string, props: UserPoolAlarmsProps) {
    super(scope, id);
    const { topic, name, client, thresholds = {} } = props;
    const metric = (metricName: string) => ({
      namespace: "AWS/Cognito",
      name: metricName,
      dimensions: { UserPool: client.userPool.id, UserPoolClient: client.id },
    });
    new Alarm(this, "sign-ins-failed", {
      topic,
      name: `${name}-sign-ins-failed`,
      description: "Many sign-ins failed: somebody may be guessing passwords, or a front end is broken",
      metric: metric("SignInSuccesses"),
      count: "zeros",
      threshold: thresholds.signInsFailed ?? 100,
    });
    new Alarm(this, "sign-ins-throttled", {
      topic,
      name: `${name}-sign-ins-throttled`,
      description: "Cognito throttled sign-ins: they came faster than the account's quota for user authentication",
      metric: metric("SignInThrottles"),
      count: "sum",
      threshold: thresholds.signInsThrottled ?? 1,
    });
    new Alarm(this, "token-refreshes-throttled", {
      topic,
      name: `${name}-token-refreshes-throttled`,
      description: "Cognito throttled token refreshes: clients refresh more often than the account's quota allows",
      metric: metric("TokenRefreshThrottles"),
      count: "sum",
      threshold: thresholds.tokenRefreshesThrottled ?? 1,
    });
  }
}
