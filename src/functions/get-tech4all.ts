import type { APIGatewayProxyEvent, APIGatewayProxyResult } from "aws-lambda";

const { WEB_ORIGIN } = process.env;
if (!WEB_ORIGIN) throw new Error("the environment variable WEB_ORIGIN is not set: browsers could not read any answer");

/** Answers `GET /tech4all` with the identity that API Gateway let in. */
export const handler = async (event: APIGatewayProxyEvent): Promise<APIGatewayProxyResult> => ({
  statusCode: 200,
  headers: {
    "Content-Type": "application/json",
    "Access-Control-Allow-Origin": WEB_ORIGIN,
    "Access-Control-Allow-Credentials": "true",
  },
  body: JSON.stringify({ message: "Tech for all", caller: event.requestContext.identity.cognitoIdentityId }),
});
