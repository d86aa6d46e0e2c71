import { type Policy } from "./policy";
import { readPolicy } from "./read-policy";

/** When the table below was written. AWS changes its policies without being asked. */
export const managedPoliciesDate = "2026-09-23";

const allow = (actions: readonly string[], resource = "*") => ({
  Effect: "Allow",
  Action: actions,
  Resource: resource,
});

const writeLogs = ["logs:CreateLogGroup", "logs:CreateLogStream", "logs:PutLogEvents"];

/** AWS's own policies that matter here, by what stands behind `policy/` in their ARNs. */
const statements: ReadonlyMap<string, (partition: string) => readonly ReturnType<typeof allow>[]> = new Map([
  ["AdministratorAccess", () => [allow(["*"])]],
  [
    "AmazonAPIGatewayInvokeFullAccess",
    (partition: string) => [
      allow(["execute-api:Invoke", "execute-api:ManageConnections"], `arn:${partition}:execute-api:*:*:*`),
    ],
  ],
  ["service-role/AWSLambdaBasicExecutionRole", () => [allow(writeLogs)]],
  [
    "service-role/AWSLambdaVPCAccessExecutionRole",
    () => [
      allow([
        ...writeLogs,
        "ec2:CreateNetworkInterface",
        "ec2:DescribeNetworkInterfaces",
        "ec2:DescribeSubnets",
        "ec2:DeleteNetworkInterface",
        "ec2:AssignPrivateIpAddresses",
        "ec2:UnassignPrivateIpAddresses",
      ]),
    ],
  ],
  [
    "AmazonS3ReadOnlyAccess",
    () => [allow(["s3:Get*", "s3:List*", "s3:Describe*", "s3-object-lambda:Get*", "s3-object-lambda:List*"])],
  ],
]);

const arn = /^arn:([^:]+):iam::aws:policy\/(.+)$/;

/** The policy of AWS's that an ARN names; undefined where it is another's, or is not in the table. */
export function managedPolicy(policyArn: string): Policy | undefined {
  const [, partition = "", name = ""] = arn.exec(policyArn) ?? [];
  const found = statements.get(name)?.(partition);
  return found && readPolicy({ Version: "2012-10-17", Statement: found }, policyArn, "identity");
}
