import { Apigatewayv2Stage } from "@cdktf/provider-aws/lib/apigatewayv2-stage";
import { CloudwatchLogGroup } from "@cdktf/provider-aws/lib/cloudwatch-log-group";
import { dependable, type ITerraformDependable } from "cdktf";
import { Construct } from "constructs";
import { type EncryptionKey } from "../kms/encryption-key";
import { checkThrottling, type Throttling } from "./api-checks";

/** The name of an HTTP API's one stage, which adds nothing to the URLs. */
export const defaultStage = "$default";

/** How an HTTP API's stage treats calls. */
export interface HttpStageSettings extends Throttling {
  /** How long the access log is kept, in days; one of CloudWatch's values. */
  readonly logRetentionDays: number;
}

/** Props of {@link HttpApiStage}. */
export interface HttpApiStageProps extends HttpStageSettings {
  /** The API's id. */
  readonly apiId: string;
  /** The API's name. */
  readonly apiName: string;
  /** The KMS key of the log. @default - CloudWatch's own */
  readonly encryptionKey?: EncryptionKey;
}

/**
 * The stage `$default`, which serves every change of the API at once, with an access log, metrics and throttling.
 *
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-stages.html
 * @throws UserError for a throttling that API Gateway refuses.
 */
export class HttpApiStage extends Construct {
  /** Its name. */
  readonly stageName = defaultStage;
  /** The log group that has a line of JSON for each call. */
  readonly accessLogGroupName: string;

  private readonly stage: Apigatewayv2Stage;
  private readonly awaited = new Set<ITerraformDependable>();

  constructor(scope: Construct, id: string, props: HttpApiStageProps) {
    super(scope, id);
    checkThrottling(this, props);
    const accessLog = this.createAccessLog(props);
    this.accessLogGroupName = accessLog.name;
    this.stage = new Apigatewayv2Stage(this, "resource", {
      apiId: props.apiId,
      name: defaultStage,
      autoDeploy: true,
      accessLogSettings: { destinationArn: accessLog.arn, format: JSON.stringify(accessLogLine) },
      defaultRouteSettings: {
        throttlingRateLimit: props.throttlingRateLimit,
        throttlingBurstLimit: props.throttlingBurstLimit,
        detailedMetricsEnabled: true,
      },
      dependsOn: [],
    });
  }

  /** Lets the stage serve nothing before that is there. */
  after(resource: ITerraformDependable): void {
    if (this.awaited.has(resource)) return;
    this.awaited.add(resource);
    this.stage.dependsOn?.push(dependable(resource));
  }

  private createAccessLog({ apiName, logRetentionDays, encryptionKey }: HttpApiStageProps): CloudwatchLogGroup {
    return new CloudwatchLogGroup(this, "access-log", {
      // A log group's name can't hold the stage's $.
      name: `/aws/apigateway/${apiName}/default`,
      retentionInDays: logRetentionDays,
      kmsKeyId: encryptionKey?.arn,
    });
  }
}

/** One line for each call: who, what, the answer, and why. At most 1,024 characters, says API Gateway. */
const accessLogLine = {
  requestId: "$context.requestId",
  time: "$context.requestTime",
  sourceIp: "$context.identity.sourceIp",
  user: "$context.authorizer.claims.sub",
  client: "$context.authorizer.claims.client_id",
  route: "$context.routeKey",
  method: "$context.httpMethod",
  path: "$context.path",
  status: "$context.status",
  error: "$context.error.message",
  authorizerError: "$context.authorizer.error",
  integrationStatus: "$context.integrationStatus",
  integrationError: "$context.integrationErrorMessage",
  latency: "$context.responseLatency",
};
