import { type Policy } from "./policy";
import { readPolicy } from "./read-policy";

/** When the documents were read that the copies follow. AWS may change its session policies at any time. */
export const guestSessionPoliciesDate = "2026-09-23";

const inline = [
  "cloudwatch:*",
  "logs:*",
  "dynamodb:*",
  "kinesis:*",
  "mobileanalytics:*",
  "s3:*",
  "ses:*",
  "sns:*",
  "sqs:*",
  "lambda:*",
  "machinelearning:*",
  "execute-api:*",
  "iot:*",
  "gamelift:*",
  "cognito-identity:*",
  "cognito-idp:*",
  "lex:*",
  "polly:*",
  "comprehend:*",
  "translate:*",
  "transcribe:*",
  "rekognition:*",
  "mobiletargeting:*",
  "firehose:*",
  "appsync:*",
  "personalize:*",
  "sagemaker:InvokeEndpoint",
  "cognito-sync:*",
  "codewhisperer:*",
  "textract:DetectDocumentText",
  "textract:AnalyzeDocument",
  "sdb:*",
];

const managed = [
  "rum:PutRumEvents",
  "sagemaker:InvokeEndpoint",
  "polly:*",
  "comprehend:*",
  "translate:*",
  "transcribe:*",
  "rekognition:*",
  "mobiletargeting:*",
  "firehose:*",
  "personalize:*",
  "geo:*",
  "kms:Decrypt",
  "kms:Encrypt",
  "kms:GenerateDataKey*",
  "kms:ReEncrypt*",
];

/**
 * What Cognito limits guests' credentials to in the enhanced flow, whatever their role allows: one of the two has to
 * allow a request (docs/access-model.md 2 and 8, A9). The classic flow is not limited.
 *
 * @see https://docs.aws.amazon.com/cognito/latest/developerguide/iam-roles.html#access-policies
 */
export const guestSessionPolicies: readonly Policy[] = [
  ["the session policy of guests", inline] as const,
  ["arn:aws:iam::aws:policy/AmazonCognitoUnAuthedIdentitiesSessionPolicy", managed] as const,
].map(([address, actions]) =>
  readPolicy(
    { Version: "2012-10-17", Statement: { Sid: "services", Effect: "Allow", Action: actions, Resource: "*" } },
    address,
    "identity",
  ),
);
