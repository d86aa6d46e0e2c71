import type { APIGatewayProxyEvent, APIGatewayProxyResult } from "aws-lambda";
import { browserAnswer } from "./browser-answer";

/** Answers `GET /tech4all` with the identity that API Gateway let in. */
export const handler = async (event: APIGatewayProxyEvent): Promise<APIGatewayProxyResult> =>
  browserAnswer(200, { message: "Tech for all", caller: event.requestContext.identity.cognitoIdentityId });
