import type { APIGatewayProxyEvent, APIGatewayProxyResult } from "aws-lambda";

/** Answers `GET /tech4all` with the identity that API Gateway let in. */
export const handler = async (event: APIGatewayProxyEvent): Promise<APIGatewayProxyResult> => ({
  statusCode: 200,
  headers: {
    "Content-Type": "application/json",
    "Access-Control-Allow-Origin": process.env.WEB_ORIGIN ?? "",
    "Access-Control-Allow-Credentials": "true",
  },
  body: JSON.stringify({ message: "Tech for all", caller: event.requestContext.identity.cognitoIdentityId }),
});
