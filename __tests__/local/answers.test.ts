import { refusalFor } from "../../src/local/answers";

const refusal = { status: 400, type: "LocalAwsEnded", message: "a < b" };
const form = { "content-type": "application/x-www-form-urlencoded" };
const target = { "x-amz-target": "AWSCognitoIdentityService.GetId" };

test.each<[string, Record<string, string>, string, string]>([
  ["iam", form, "text/xml", "<Type>Sender</Type><Code>LocalAwsEnded</Code><Message>a &lt; b</Message>"],
  ["cloudfront", {}, "text/xml", '<ErrorResponse xmlns="http://cloudfront.amazonaws.com/'],
  ["ec2", form, "text/xml", "<Response><Errors><Error><Code>LocalAwsEnded</Code><Message>a &lt; b</Message>"],
  ["s3", {}, "application/xml", "<Error><Code>LocalAwsEnded</Code><Message>a &lt; b</Message>"],
  ["cognito-identity", target, "application/x-amz-json-1.1", '"__type":"LocalAwsEnded"'],
  ["lambda", {}, "application/json", '"message":"a < b"'],
])("a refusal of %s has the form of its service", (service, headers, contentType, text) => {
  const answer = refusalFor({ service, headers }, refusal);
  expect(answer).toMatchObject({ status: 400, headers: { "content-type": contentType } });
  expect(answer.body.toString("utf8")).toContain(text);
});

test("a refusal of S3 has Error for its root", () => {
  const { body } = refusalFor({ service: "s3", headers: {} }, refusal);
  expect(body.toString("utf8")).toMatch(/^<\?xml [^>]*\?><Error>.*<\/Error>$/);
});

test("a refusal in JSON names its type in the header too", () => {
  expect(refusalFor({ service: "apigateway", headers: {} }, refusal).headers["x-amzn-errortype"]).toBe("LocalAwsEnded");
});
