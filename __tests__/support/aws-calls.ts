import { type Json } from "../../src/local/call";

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
  readonly text: string;
  readonly json: Json;
}

/** Calls a service of the local AWS; moto wants a credential scope, and no signature. */
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
      authorization: `AWS4-HMAC-SHA256 Credential=test/20260101/${aws.region ?? "eu-west-1"}/${service}/aws4_request, SignedHeaders=host, Signature=x`,
      ...headers,
    },
    body: typeof body === "object" ? JSON.stringify(body) : body,
  });
  const text = await response.text();
  const json = text.startsWith("{") ? (JSON.parse(text) as Json) : {};
  return { status: response.status, type: response.headers.get("x-amzn-errortype"), text, json };
}

const targets: Readonly<Record<string, string>> = {
  "cognito-idp": "AWSCognitoIdentityProviderService",
  "cognito-identity": "AWSCognitoIdentityService",
  kms: "TrentService",
  logs: "Logs_20140328",
  ssm: "AmazonSSM",
  wafv2: "AWSWAF_20190729",
};

/** Calls an operation that is named by a header (Cognito, KMS, logs, SSM, WAF). */
export function target(aws: Called, service: string, operation: string, body: object): Promise<Told> {
  const prefix = targets[service] ?? service;
  return tell(aws, service, "POST", "/", body, {
    "content-type": "application/x-amz-json-1.1",
    "x-amz-target": `${prefix}.${operation}`,
  });
}

/** Calls an operation that is named in a form (IAM). */
export function form(aws: Called, Action: string, fields: Record<string, string>): Promise<Told> {
  const body = new URLSearchParams({ Action, Version: "2010-05-08", ...fields }).toString();
  return tell(aws, "iam", "POST", "/", body, { "content-type": "application/x-www-form-urlencoded" });
}
