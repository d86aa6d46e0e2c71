import type { APIGatewayProxyResult, APIGatewayProxyWithCognitoAuthorizerEvent } from "aws-lambda";
import { browserAnswer } from "./browser-answer";

/**
 * Answers `POST /messages` with the message and who sent it. API Gateway has checked a body sent as JSON; one sent as
 * anything else it has not, so it is looked at again.
 */
export const handler = async ({
  body,
  requestContext,
}: APIGatewayProxyWithCognitoAuthorizerEvent): Promise<APIGatewayProxyResult> => {
  const text = textIn(body ?? "");
  if (text === undefined)
    return browserAnswer(400, { message: "The body must be JSON with a text, 1 to 1000 characters" });
  return browserAnswer(202, { from: requestContext.authorizer.claims["sub"], text });
};

function textIn(body: string): string | undefined {
  try {
    const { text } = JSON.parse(body) as { text?: unknown };
    return typeof text === "string" && text.length >= 1 && text.length <= 1000 ? text : undefined;
  } catch {
    return undefined;
  }
}
