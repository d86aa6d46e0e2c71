import { randomUUID } from "node:crypto";
import { type Answer, type Call, type Json, namedInBody, without } from "./call";

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
export function iamRefusal({ status, type, message }: Refusal): Answer {
  const requestId = randomUUID();
  const xml =
    `<ErrorResponse xmlns="https://iam.amazonaws.com/doc/2010-05-08/"><Error><Type>Sender</Type>` +
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

const restXml = new Set(["cloudfront", "route53"]);

/** A refusal in the wire form that a call is made in. An unsigned call that names no operation is S3's. */
export function refusalFor({ service, headers }: Pick<Call, "service" | "headers">, refusal: Refusal): Answer {
  if (namedInBody(headers) || restXml.has(service)) return iamRefusal(refusal);
  if (service === "s3") return s3Refusal(refusal);
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

function escapeXml(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
}
