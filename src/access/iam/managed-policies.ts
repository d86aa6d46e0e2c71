import { type Value } from "../terraform/configuration";
import { type Policy } from "./policy";
import { readPolicy } from "./read-policy";
import { remembering } from "../remembered";

type Statements = (partition: string) => readonly Value[];

const allow = (actions: readonly string[], more: { readonly [element: string]: Value } = {}): Value => ({
  Effect: "Allow",
  Action: actions,
  Resource: "*",
  ...more,
});

const writeLogs = ["logs:CreateLogGroup", "logs:CreateLogStream", "logs:PutLogEvents"];

const joinNetworks = [
  "ec2:CreateNetworkInterface",
  "ec2:DescribeNetworkInterfaces",
  "ec2:DescribeSubnets",
  "ec2:DeleteNetworkInterface",
  "ec2:AssignPrivateIpAddresses",
  "ec2:UnassignPrivateIpAddresses",
];

const administerCognito = [
  "acm:ListCertificates",
  "cognito-identity:*",
  "cognito-idp:*",
  "cognito-sync:*",
  "iam:GetRole",
  "iam:GetSAMLProvider",
  "iam:ListOpenIdConnectProviders",
  "iam:ListRoles",
  "iam:ListSAMLProviders",
  "kinesis:ListStreams",
  "lambda:GetPolicy",
  "lambda:ListFunctions",
  "mobiletargeting:GetApps",
  "ses:GetIdentityVerificationAttributes",
  "ses:ListIdentities",
  "sms-voice:DescribeAccountAttributes",
  "sns:GetSMSSandboxAccountStatus",
  "sns:ListPlatformApplications",
];

const cognitoServices: Readonly<Record<string, string>> = {
  "cognito-idp.amazonaws.com": "AWSServiceRoleForAmazonCognitoIdp",
  "email.cognito-idp.amazonaws.com": "AWSServiceRoleForAmazonCognitoIdpEmail",
};

const cognitoPowerUser: Statements = (partition) => [
  allow(administerCognito),
  allow(["iam:CreateServiceLinkedRole"], {
    Condition: { StringEquals: { "iam:AWSServiceName": Object.keys(cognitoServices) } },
  }),
  allow(["iam:DeleteServiceLinkedRole", "iam:GetServiceLinkedRoleDeletionStatus"], {
    Resource: Object.entries(cognitoServices).map(
      ([service, role]) => `arn:${partition}:iam::*:role/aws-service-role/${service}/${role}*`,
    ),
  }),
];

/** AWS's own policies that matter here, as they were on 2026-09-23, by what stands behind `policy/` in their ARNs. */
const policies: ReadonlyMap<string, Statements> = new Map<string, Statements>([
  ["AdministratorAccess", () => [allow(["*"])]],
  ["AmazonCognitoPowerUser", cognitoPowerUser],
  [
    "AmazonAPIGatewayInvokeFullAccess",
    (partition) => [
      allow(["execute-api:Invoke", "execute-api:ManageConnections"], {
        Resource: `arn:${partition}:execute-api:*:*:*`,
      }),
    ],
  ],
  [
    "AmazonS3ReadOnlyAccess",
    () => [allow(["s3:Get*", "s3:List*", "s3:Describe*", "s3-object-lambda:Get*", "s3-object-lambda:List*"])],
  ],
  ["service-role/AWSLambdaBasicExecutionRole", () => [allow(writeLogs)]],
  ["service-role/AWSLambdaVPCAccessExecutionRole", () => [allow([...writeLogs, ...joinNetworks])]],
]);

const arn = /^arn:([^:]+):iam::aws:policy\/(.+)$/;

/** The policy of AWS's that an ARN names; undefined where it is another's, or is not in the table. */
export function managedPolicy(policyArn: string): Policy | undefined {
  return read(policyArn) ?? undefined;
}

const read = remembering((policyArn): Policy | null => {
  const [, partition = "", name = ""] = arn.exec(policyArn) ?? [];
  const statements = policies.get(name);
  if (statements === undefined) return null;
  return readPolicy({ Version: "2012-10-17", Statement: statements(partition) }, policyArn, "identity");
});
