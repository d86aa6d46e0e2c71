import { type APIGatewayProxyEvent, type APIGatewayProxyResult } from "aws-lambda";

type Handler = (event: APIGatewayProxyEvent) => Promise<APIGatewayProxyResult>;

const before = process.env.WEB_ORIGIN;
afterEach(() => {
  if (before === undefined) delete process.env.WEB_ORIGIN;
  else process.env.WEB_ORIGIN = before;
});

/** The handler as Lambda starts it: the source is run anew, with this environment. */
function started(origin: string | undefined): Handler {
  if (origin === undefined) delete process.env.WEB_ORIGIN;
  else process.env.WEB_ORIGIN = origin;
  jest.resetModules();
  return jest.requireActual<{ handler: Handler }>("../../src/functions/get-tech4all").handler;
}

test("answers with the caller's identity, for the one origin to read", async () => {
  const handler = started("https://example.com");
  const event = { requestContext: { identity: { cognitoIdentityId: "ap-northeast-1:1" } } } as APIGatewayProxyEvent;
  expect(await handler(event)).toEqual({
    statusCode: 200,
    headers: {
      "Content-Type": "application/json",
      "Access-Control-Allow-Origin": "https://example.com",
      "Access-Control-Allow-Credentials": "true",
    },
    body: JSON.stringify({ message: "Tech for all", caller: "ap-northeast-1:1" }),
  });
});

test.each([undefined, ""])("fails to start with the origin %p", (origin) => {
  expect(() => started(origin)).toThrow("the environment variable WEB_ORIGIN is not set");
});
