import { readRequests } from "../../../src/local/mends/open-api-requests";

const member = { type: "object", properties: { name: { type: "string" } } };
const document = {
  openapi: "3.0.1",
  paths: {
    "/members/{id}": {
      parameters: [{ name: "id", in: "path", required: true }],
      get: {
        parameters: [
          { name: "limit", in: "query" },
          { name: "X-Trace", in: "header", required: true },
          { name: "session", in: "cookie" },
        ],
        responses: { "200": { headers: { "X-Total": {} } }, default: {} },
      },
      post: {
        "x-amazon-apigateway-request-validator": "all",
        requestBody: { content: { "application/json": { schema: { $ref: "#/components/schemas/Member" } } } },
        responses: { "200": { content: { "application/json": { schema: { type: "string" } } } } },
      },
    },
  },
  components: { schemas: { Member: member } },
  "x-amazon-apigateway-request-validator": "parameters",
  "x-amazon-apigateway-request-validators": {
    all: { validateRequestBody: true, validateRequestParameters: true },
    parameters: { validateRequestParameters: true },
  },
};

test("each method has its parameters, body, responses and validator", () => {
  const { requests } = readRequests(document);
  expect(requests.get("GET /members/{id}")).toEqual({
    validator: "parameters",
    requestParameters: {
      "method.request.path.id": true,
      "method.request.querystring.limit": false,
      "method.request.header.X-Trace": true,
    },
    requestModels: {},
    methodResponses: {
      "200": {
        statusCode: "200",
        responseParameters: { "method.response.header.X-Total": false },
        responseModels: {},
      },
    },
  });
  expect(requests.get("POST /members/{id}")).toMatchObject({
    validator: "all",
    requestModels: { "application/json": "Member" },
  });
});

test("schemas become models, also those without a name", () => {
  const { requests, models } = readRequests(document);
  const unnamed = /^MODEL[0-9a-f]{6}$/;
  expect([...models.keys()]).toEqual(["Member", expect.stringMatching(unnamed)]);
  expect(models.get("Member")).toBe(JSON.stringify(member));
  expect(requests.get("POST /members/{id}")?.methodResponses["200"]).toMatchObject({
    responseModels: { "application/json": expect.stringMatching(unnamed) as string },
  });
});

test("validators check what they say, and nothing else", () => {
  expect(Object.fromEntries(readRequests(document).validators)).toEqual({
    all: { name: "all", validateRequestBody: true, validateRequestParameters: true },
    parameters: { name: "parameters", validateRequestBody: false, validateRequestParameters: true },
  });
});
