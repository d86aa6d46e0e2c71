import { randomUUID } from "node:crypto";
import { type Answer, type Call, type Json, namedInBody, without } from "./call";
import { escapeXml } from "./xml";

/** What an AWS service says when it refuses a call. */
export interface Refusal {
  readonly status: number;
  /** The exception's name, as SDKs and the AWS provider show it. */
  readonly type: string;
  readonly message: string;
}

/** A success in JSON 1.1 (Cognito). */
export function json11(body: Json): Answer {
  return answer(200, { "content-type": "application/x-amz-json-1.1" }, JSON.stringify(body));
}

/** A refusal in JSON 1.1 (Cognito). */
export function json11Refusal({ status, type, message }: Refusal): Answer {
  const headers = { "content-type": "application/x-amz-json-1.1", "x-amzn-errortype": type };
  return answer(status, headers, JSON.stringify({ __type: type, message }));
}

/** A success in REST JSON (API Gateway, Lambda). */
export function restJson(status: number, body: Json): Answer {
  return answer(status, { "content-type": "application/json" }, JSON.stringify(body));
}

/** A refusal in REST JSON (API Gateway, Lambda). */
export function restRefusal({ status, type, message }: Refusal): Answer {
  const headers = { "content-type": "application/json", "x-amzn-errortype": type };
  return answer(status, headers, JSON.stringify({ Type: "User", message }));
}

/** A refusal in the query protocol's XML (IAM). */
export function iamRefusal(refusal: Refusal): Answer {
  return xmlRefusal("https://iam.amazonaws.com/doc/2010-05-08/", refusal);
}

/** A refusal in EC2's XML. */
export function ec2Refusal({ status, type, message }: Refusal): Answer {
  const requestId = randomUUID();
  const error = `<Error><Code>${type}</Code><Message>${escapeXml(message)}</Message></Error>`;
  const xml = `<Response><Errors>${error}</Errors><RequestID>${requestId}</RequestID></Response>`;
  return answer(status, { "content-type": "text/xml" }, xml, requestId);
}

const cloudFrontNamespace = "http://cloudfront.amazonaws.com/doc/2020-05-31/";

/** A success in CloudFront's XML: the root element's name and what is in it; nothing for a deletion. */
export function cloudFrontAnswer(
  status: number,
  root?: { readonly name: string; readonly inner: string },
  headers: Answer["headers"] = {},
): Answer {
  const xml = root ? `<${root.name} xmlns="${cloudFrontNamespace}">${root.inner}</${root.name}>` : "";
  return answer(status, { "content-type": "text/xml", ...headers }, xml);
}

/** A refusal in CloudFront's XML. */
export function cloudFrontRefusal(refusal: Refusal): Answer {
  return xmlRefusal(cloudFrontNamespace, refusal);
}

function xmlRefusal(namespace: string, { status, type, message }: Refusal): Answer {
  const requestId = randomUUID();
  const xml =
    `<ErrorResponse xmlns="${namespace}"><Error><Type>Sender</Type>` +
    `<Code>${type}</Code><Message>${escapeXml(message)}</Message></Error><RequestId>${requestId}</RequestId></ErrorResponse>`;
  return answer(status, { "content-type": "text/xml" }, xml, requestId);
}

/** A refusal in S3's XML. */
export function s3Refusal({ status, type, message }: Refusal): Answer {
  const requestId = randomUUID();
  const xml =
    `<?xml version="1.0" encoding="UTF-8"?><Error><Code>${type}</Code><Message>${escapeXml(message)}</Message>` +
    `<RequestId>${requestId}</RequestId></Error>`;
  return answer(status, { "content-type": "application/xml", "x-amz-request-id": requestId }, xml, requestId);
}

/** A success of S3: nothing, or a policy. */
export function s3Answer(status: 200 | 204, policy = ""): Answer {
  return answer(status, { "content-type": "application/json" }, policy);
}

/** A refusal in the wire form that a call is made in. An unsigned call that names no operation is S3's. */
export function refusalFor({ service, headers }: Pick<Call, "service" | "headers">, refusal: Refusal): Answer {
  if (service === "s3") return s3Refusal(refusal);
  if (service === "ec2") return ec2Refusal(refusal);
  if (service === "cloudfront") return cloudFrontRefusal(refusal);
  if (namedInBody(headers) || service === "route53") return iamRefusal(refusal);
  return headers["x-amz-target"] === undefined ? restRefusal(refusal) : json11Refusal(refusal);
}

/** An answer with another JSON body; its other headers stay, save those that described the old body. */
export function withJson({ status, headers }: Answer, body: Json, contentType = "application/json"): Answer {
  const kept = without(headers, "content-length", "content-type");
  return { status, headers: { ...kept, "content-type": contentType }, body: Buffer.from(JSON.stringify(body)) };
}

function answer(status: number, headers: Answer["headers"], body: string, requestId: string = randomUUID()): Answer {
  return { status, headers: { ...headers, "x-amzn-requestid": requestId }, body: Buffer.from(body) };
}
