import { type AwsStack } from "../aws-stack";
import { type PolicyStatement } from "../iam/policy-document";
import { type EncryptionKey } from "../kms/encryption-key";

/** What a function does that its role has to be allowed. */
export interface RoleNeeds {
  /** The name of its log group. */
  readonly logGroupName: string;
  /** Whether X-Ray traces its runs. */
  readonly tracing: boolean;
  /** Whether it runs in a network. */
  readonly inNetwork: boolean;
  /** What encrypts its variables. @default - a key of AWS's */
  readonly variablesKey?: EncryptionKey;
}

/** What the role of a function has to be allowed, and nothing else. */
export function rolePermissions(
  { partition, region, accountId }: AwsStack,
  { logGroupName, tracing, inNetwork, variablesKey }: RoleNeeds,
): [PolicyStatement, ...PolicyStatement[]] {
  return [
    writeLog(`arn:${partition}:logs:${region}:${accountId}:log-group:${logGroupName}:*`),
    ...(tracing ? [writeTraces] : []),
    ...(inNetwork ? [describeNetwork, joinNetwork(`arn:${partition}:ec2:${region}:${accountId}:*/*`)] : []),
    ...(variablesKey ? [decryptVariables(variablesKey.arn)] : []),
  ];
}

const writeLog = (logStreams: string): PolicyStatement => ({
  sid: "WriteLog",
  actions: ["logs:CreateLogStream", "logs:PutLogEvents"],
  resources: [logStreams],
});

// X-Ray has no resources to name.
const writeTraces: PolicyStatement = {
  sid: "WriteTraces",
  actions: ["xray:PutTelemetryRecords", "xray:PutTraceSegments"],
  resources: ["*"],
};

// Lambda makes the network interfaces by the function's role. The actions are those of the managed policy
// AWSLambdaVPCAccessExecutionRole; to describe can't be allowed for less than everything.
const describeNetwork: PolicyStatement = {
  sid: "DescribeNetwork",
  actions: ["ec2:DescribeNetworkInterfaces", "ec2:DescribeSubnets"],
  resources: ["*"],
};

const joinNetwork = (resources: string): PolicyStatement => ({
  sid: "JoinNetwork",
  actions: [
    "ec2:AssignPrivateIpAddresses",
    "ec2:CreateNetworkInterface",
    "ec2:DeleteNetworkInterface",
    "ec2:UnassignPrivateIpAddresses",
  ],
  resources: [resources],
});

// Lambda gives the role a grant of its own when the function is created, but that ends with the role: one that was
// created anew under the same name could not decrypt them.
const decryptVariables = (key: string): PolicyStatement => ({
  sid: "DecryptVariables",
  actions: ["kms:Decrypt"],
  resources: [key],
});
