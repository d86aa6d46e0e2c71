import { ApiGatewayAccount } from "@cdktf/provider-aws/lib/api-gateway-account";
import { Construct } from "constructs";
import { ServiceRole } from "../iam/service-role";

/** Props of {@link RestApiAccount}. */
export interface RestApiAccountProps {
  /** First part of the CloudWatch role's name, 1 to 38 characters; the provider adds a unique one. */
  readonly roleNamePrefix: string;
}

/**
 * The role by which API Gateway writes logs: one setting for a whole account and region, which is why no API owns it.
 *
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/set-up-logging.html
 */
export class RestApiAccount extends Construct {
  constructor(scope: Construct, id: string, props: RestApiAccountProps) {
    super(scope, id);
    const role = new ServiceRole(this, "role", {
      name: { prefix: props.roleNamePrefix },
      service: "apigateway.amazonaws.com",
      permissions: [{ sid: "WriteLogs", actions: logActions, resources: ["*"] }],
    });
    new ApiGatewayAccount(this, "resource", {
      cloudwatchRoleArn: role.arn,
      dependsOn: [role.policy.resource],
    });
  }
}

// What the managed policy AmazonAPIGatewayPushToCloudWatchLogs allows, and API Gateway checks.
const logActions: [string, ...string[]] = [
  "logs:CreateLogGroup",
  "logs:CreateLogStream",
  "logs:DescribeLogGroups",
  "logs:DescribeLogStreams",
  "logs:FilterLogEvents",
  "logs:GetLogEvents",
  "logs:PutLogEvents",
];
