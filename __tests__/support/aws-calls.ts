import { type Json, authorizationFor } from "../../src/local/call";

/** Where calls go. */
export interface Called {
  readonly endpoint: string;
  /** @default - "eu-west-1" */
  readonly region?: string;
}

/** An answer of the local AWS, with its body as JSON where it is that. */
export interface Told {
  readonly status: number;
  readonly type: string | null;
  /** The version, where the answer has one. */
  readonly etag: string;
  readonly text: string;
  readonly json: Json;
}

/** Calls a service of the local AWS. */
export async function tell(
  aws: Called,
  service: string,
  method: string,
  path: string,
  body?: string | object,
  headers = {},
): Promise<Told> {
  const response = await fetch(aws.endpoint + path, {
    method,
    headers: {
      authorization: authorizationFor({ service, region: aws.region ?? "eu-west-1" }),
      ...headers,
    },
    body: typeof body === "object" ? JSON.stringify(body) : body,
  });
  const text = await response.text();
  const json = text.startsWith("{") ? (JSON.parse(text) as Json) : {};
  const { status, headers: answered } = response;
  return { status, type: answered.get("x-amzn-errortype"), etag: answered.get("etag") ?? "", text, json };
}

const targets: Readonly<Record<string, string>> = {
  acm: "CertificateManager",
  "cognito-idp": "AWSCognitoIdentityProviderService",
  "cognito-identity": "AWSCognitoIdentityService",
  kms: "TrentService",
  logs: "Logs_20140328",
  ssm: "AmazonSSM",
  wafv2: "AWSWAF_20190729",
};

/** Calls an operation that is named by a header (ACM, Cognito, KMS, logs, SSM, WAF). */
export function target(aws: Called, service: string, operation: string, body: object): Promise<Told> {
  const prefix = targets[service] ?? service;
  return tell(aws, service, "POST", "/", body, {
    "content-type": "application/x-amz-json-1.1",
    "x-amz-target": `${prefix}.${operation}`,
  });
}

const versions = { ec2: "2016-11-15", iam: "2010-05-08", monitoring: "2010-08-01", sns: "2010-03-31" };

/** Calls an operation that is named in a form (EC2, IAM, CloudWatch, SNS). */
export function form(
  aws: Called,
  Action: string,
  fields: Record<string, string> = {},
  service: keyof typeof versions = "iam",
): Promise<Told> {
  const body = new URLSearchParams({ Action, Version: versions[service], ...fields }).toString();
  return tell(aws, service, "POST", "/", body, { "content-type": "application/x-www-form-urlencoded" });
}
