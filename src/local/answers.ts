import { randomUUID } from "node:crypto";
import { type Answer, type Json, without } from "./call";
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

/** A success of S3: nothing, or a policy. */
export function s3Answer(status: 200 | 204, policy = ""): Answer {
  return answer(status, { "content-type": "application/json" }, policy);
}

/** A refusal in the form that a service speaks, where that is all that is known of it. */
export function refusalFor(service: string, contentType: string | undefined, refusal: Refusal): Answer {
  const speaksXml =
    service === "s3" || service === "cloudfront" || contentType?.startsWith("application/x-www-form-urlencoded");
  return speaksXml ? iamRefusal(refusal) : json11Refusal(refusal);
}

/** An answer with another JSON body; its other headers stay, save those that described the old body. */
export function withJson({ status, headers }: Answer, body: Json, contentType = "application/json"): Answer {
  const kept = without(headers, "content-length", "content-type");
  return { status, headers: { ...kept, "content-type": contentType }, body: Buffer.from(JSON.stringify(body)) };
}

function answer(status: number, headers: Answer["headers"], body: string, requestId: string = randomUUID()): Answer {
  return { status, headers: { ...headers, "x-amzn-requestid": requestId }, body: Buffer.from(body) };
}
