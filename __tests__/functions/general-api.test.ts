import { type APIGatewayProxyResult, type APIGatewayProxyWithCognitoAuthorizerEvent } from "aws-lambda";

type Handler = (event: APIGatewayProxyWithCognitoAuthorizerEvent) => Promise<APIGatewayProxyResult>;

const before = process.env.WEB_ORIGIN;
beforeAll(() => {
  process.env.WEB_ORIGIN = "https://example.com";
});
afterAll(() => {
  if (before === undefined) delete process.env.WEB_ORIGIN;
  else process.env.WEB_ORIGIN = before;
});

/** What a function of the general API answers to a token's holder. */
async function answerOf(source: string, claims: Record<string, string>, body: string | null = null) {
  const { handler } = jest.requireActual<{ handler: Handler }>(`../../src/functions/${source}`);
  const event = { body, requestContext: { authorizer: { claims } } } as APIGatewayProxyWithCognitoAuthorizerEvent;
  const { statusCode, headers, body: answer } = await handler(event);
  expect(headers).toMatchObject({ "Access-Control-Allow-Origin": "https://example.com" });
  return { statusCode, answer: JSON.parse(answer) as unknown };
}

test.each([
  ["admin,general", ["admin", "general"]],
  ["general", ["general"]],
  [undefined, []],
])("a profile tells the groups %p", async (claim, groups) => {
  const claims = { sub: "1", email: "a@example.com", ...(claim !== undefined && { "cognito:groups": claim }) };
  expect(await answerOf("get-profile", claims)).toEqual({
    statusCode: 200,
    answer: { sub: "1", email: "a@example.com", groups },
  });
});

test.each(["a", "x".repeat(1000)])("a message is taken", async (text) => {
  expect(await answerOf("post-message", { sub: "1" }, JSON.stringify({ text }))).toEqual({
    statusCode: 202,
    answer: { from: "1", text },
  });
});

test.each([null, "", "no JSON", "{}", '{"text":""}', '{"text":1}', JSON.stringify({ text: "x".repeat(1001) }), "null"])(
  "fails with 400 for the body %p, which API Gateway lets through under another content type",
  async (body) => {
    expect(await answerOf("post-message", { sub: "1" }, body)).toMatchObject({ statusCode: 400 });
  },
);
