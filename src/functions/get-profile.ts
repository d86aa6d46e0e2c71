import type { APIGatewayProxyResult, APIGatewayProxyWithCognitoAuthorizerEvent } from "aws-lambda";
import { browserAnswer } from "./browser-answer";

/** Answers `GET /profile` with what the ID token, which API Gateway has checked, says of its holder. */
export const handler = async ({
  requestContext,
}: APIGatewayProxyWithCognitoAuthorizerEvent): Promise<APIGatewayProxyResult> => {
  const { sub, email, "cognito:groups": groups } = requestContext.authorizer.claims;
  return browserAnswer(200, { sub, email, groups: groups?.split(",") ?? [] });
};
