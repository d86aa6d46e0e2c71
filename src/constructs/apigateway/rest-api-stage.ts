import { ApiGatewayMethodSettings } from "@cdktf/provider-aws/lib/api-gateway-method-settings";
import { ApiGatewayStage } from "@cdktf/provider-aws/lib/api-gateway-stage";
import { CloudwatchLogGroup } from "@cdktf/provider-aws/lib/cloudwatch-log-group";
import { Construct } from "constructs";
import { UserError } from "../../errors";
import { type EncryptionKey } from "../kms/encryption-key";
import { checkThrottling, type Throttling } from "./api-checks";

/** How a stage treats calls. */
export interface StageSettings extends Throttling {
  /** The stage's name, the first part of each URL's path: 1 to 128 letters, digits, hyphens and underscores. */
  readonly stageName: string;
  /** What API Gateway writes to the execution log. */
  readonly executionLog: "OFF" | "ERROR" | "INFO";
  /** How long both logs are kept, in days; one of CloudWatch's values. */
  readonly logRetentionDays: number;
  /** Whether X-Ray traces calls. */
  readonly tracing: boolean;
}

/** Props of {@link RestApiStage}. */
export interface RestApiStageProps extends StageSettings {
  /** The API's id. */
  readonly apiId: string;
  /** The API's name. */
  readonly apiName: string;
  /** The deployment that the stage serves. */
  readonly deploymentId: string;
  /** The key that encrypts both logs. @default - CloudWatch's own */
  readonly encryptionKey?: EncryptionKey;
}

/**
 * A stage with access logs, metrics and throttling. The account's CloudWatch role must be set: the foundation does it.
 *
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/set-up-stages.html
 * @throws UserError for settings that API Gateway refuses.
 */
export class RestApiStage extends Construct {
  /** Where the stage is called. */
  readonly url: string;
  /** Its name. */
  readonly stageName: string;
  /** Its ARN, `arn:<partition>:apigateway:<region>::/restapis/<api>/stages/<stage>`. */
  readonly arn: string;
  /** The log group that has a line of JSON for each call. */
  readonly accessLogGroupName: string;

  constructor(scope: Construct, id: string, props: RestApiStageProps) {
    super(scope, id);
    checkStage(this, props);
    const accessLog = this.createAccessLog(props);
    const stage = new ApiGatewayStage(this, "resource", {
      restApiId: props.apiId,
      deploymentId: props.deploymentId,
      stageName: props.stageName,
      xrayTracingEnabled: props.tracing,
      accessLogSettings: { destinationArn: accessLog.arn, format: JSON.stringify(accessLogLine) },
    });
    this.setMethods(props, stage);
    this.url = stage.invokeUrl;
    this.stageName = props.stageName;
    this.arn = stage.arn;
    this.accessLogGroupName = accessLog.name;
  }

  private createAccessLog({
    apiName,
    stageName,
    logRetentionDays,
    encryptionKey,
  }: RestApiStageProps): CloudwatchLogGroup {
    return new CloudwatchLogGroup(this, "access-log", {
      name: `/aws/apigateway/${apiName}/${stageName}`,
      retentionInDays: logRetentionDays,
      kmsKeyId: encryptionKey?.arn,
    });
  }

  private setMethods(props: RestApiStageProps, stage: ApiGatewayStage): void {
    // API Gateway would create this log group itself, and keep it for ever.
    const executionLog = new CloudwatchLogGroup(this, "execution-log", {
      name: `API-Gateway-Execution-Logs_${props.apiId}/${props.stageName}`,
      retentionInDays: props.logRetentionDays,
      kmsKeyId: props.encryptionKey?.arn,
    });
    new ApiGatewayMethodSettings(this, "methods", {
      restApiId: props.apiId,
      stageName: stage.stageName,
      methodPath: "*/*",
      settings: {
        throttlingRateLimit: props.throttlingRateLimit,
        throttlingBurstLimit: props.throttlingBurstLimit,
        loggingLevel: props.executionLog,
        dataTraceEnabled: false,
        metricsEnabled: true,
      },
      dependsOn: [executionLog],
    });
  }
}

/** One line for each call: who, what, the answer, and why. */
const accessLogLine = {
  requestId: "$context.requestId",
  time: "$context.requestTime",
  sourceIp: "$context.identity.sourceIp",
  caller: "$context.identity.userArn",
  cognitoIdentityId: "$context.identity.cognitoIdentityId",
  user: "$context.authorizer.claims.sub",
  method: "$context.httpMethod",
  resource: "$context.resourcePath",
  path: "$context.path",
  status: "$context.status",
  error: "$context.error.message",
  integrationStatus: "$context.integration.status",
  latency: "$context.responseLatency",
};

function checkStage(stage: Construct, props: StageSettings): void {
  checkThrottling(stage, props);
  if (/^[\w-]{1,128}$/.test(props.stageName)) return;
  throw new UserError({
    where: stage.node.path,
    what: "API Gateway refuses this stage name",
    got: props.stageName,
    allowed: "1 to 128 letters, digits, hyphens and underscores",
    fix: "rename the stage",
  });
}
