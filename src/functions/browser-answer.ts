import type { APIGatewayProxyResult } from "aws-lambda";

const { WEB_ORIGIN } = process.env;
if (!WEB_ORIGIN) throw new Error("the environment variable WEB_ORIGIN is not set: browsers could not read any answer");
const headers = {
  "Content-Type": "application/json",
  "Access-Control-Allow-Origin": WEB_ORIGIN,
  "Access-Control-Allow-Credentials": "true",
};

/** A REST API's answer in JSON, which the front end's origin may read. */
export function browserAnswer(statusCode: number, body: object): APIGatewayProxyResult {
  return { statusCode, headers, body: JSON.stringify(body) };
}
