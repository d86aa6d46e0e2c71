import type { APIGatewayProxyStructuredResultV2 } from "aws-lambda";

/** Answers `GET /hello`. Who called is API Gateway's business: nothing of the token is told back. */
export const handler = async (): Promise<APIGatewayProxyStructuredResultV2> => ({
  statusCode: 200,
  headers: { "Content-Type": "application/json" },
  body: JSON.stringify("Hello from Lambda!"),
});
