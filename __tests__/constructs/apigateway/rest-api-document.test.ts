import { type IamAuth } from "../../../src/constructs/apigateway/auth";
import { type RestApiProps } from "../../../src/constructs/apigateway/rest-api";
import { type RouteKey } from "../../../src/constructs/apigateway/route";
import { cors, setUp } from "../../support/rest-api";
import { synthesized } from "../../support/synth";

test("one document holds the routes, the preflight without an authorizer, and errors that browsers can read", () => {
  const { stack, api, admin, handler } = setUp({ cors });
  api.route("GET /members/{id}", { handler, allow: [admin] });
  const json = synthesized(stack).single("aws_api_gateway_rest_api");
  expect({ ...json, body: JSON.parse(String(json.body)) }).toEqual({
    name: "test-api",
    put_rest_api_mode: "overwrite",
    endpoint_configuration: { types: ["REGIONAL"] },
    body: {
      openapi: "3.0.1",
      info: { title: "test-api", version: "1.0" },
      paths: {
        "/members/{id}": {
          get: {
            parameters: [{ name: "id", in: "path", required: true, schema: { type: "string" } }],
            responses: {},
            security: [{ sigv4: [] }],
            "x-amazon-apigateway-integration": {
              type: "aws_proxy",
              httpMethod: "POST",
              uri:
                "arn:aws:apigateway:ap-northeast-1:lambda:path/2015-03-31/functions/" +
                "arn:aws:lambda:ap-northeast-1:123456789012:function:hello/invocations",
              passthroughBehavior: "when_no_match",
              timeoutInMillis: 28_000,
            },
          },
          options: {
            parameters: [{ name: "id", in: "path", required: true, schema: { type: "string" } }],
            responses: {
              "204": {
                description: "The preflight's answer",
                headers: {
                  "Access-Control-Allow-Origin": { schema: { type: "string" } },
                  "Access-Control-Allow-Credentials": { schema: { type: "string" } },
                  "Access-Control-Allow-Headers": { schema: { type: "string" } },
                  "Access-Control-Allow-Methods": { schema: { type: "string" } },
                  "Access-Control-Max-Age": { schema: { type: "string" } },
                },
              },
            },
            "x-amazon-apigateway-integration": {
              type: "mock",
              passthroughBehavior: "when_no_match",
              requestTemplates: { "application/json": '{"statusCode":204}' },
              responses: {
                default: {
                  statusCode: "204",
                  responseParameters: {
                    "method.response.header.Access-Control-Allow-Origin": "'https://example.com'",
                    "method.response.header.Access-Control-Allow-Credentials": "'true'",
                    "method.response.header.Access-Control-Allow-Headers":
                      "'Authorization,Content-Type,X-Amz-Content-Sha256,X-Amz-Date,X-Amz-Security-Token'",
                    "method.response.header.Access-Control-Allow-Methods": "'GET,OPTIONS'",
                    "method.response.header.Access-Control-Max-Age": "'600'",
                  },
                },
              },
            },
          },
        },
      },
      components: {
        securitySchemes: {
          sigv4: {
            type: "apiKey",
            name: "Authorization",
            in: "header",
            "x-amazon-apigateway-authtype": "awsSigv4",
          },
        },
      },
      "x-amazon-apigateway-gateway-responses": Object.fromEntries(
        ["DEFAULT_4XX", "DEFAULT_5XX"].map((type) => [
          type,
          {
            responseParameters: {
              "gatewayresponse.header.Access-Control-Allow-Origin": "'https://example.com'",
              "gatewayresponse.header.Access-Control-Allow-Credentials": "'true'",
            },
            responseTemplates: { "application/json": '{"message":$context.error.messageString}' },
          },
        ]),
      ),
    },
  });
});

interface Body {
  readonly paths: Readonly<
    Record<string, Record<string, { readonly parameters?: readonly object[]; readonly security?: readonly object[] }>>
  >;
}

const bodyWith = (keys: readonly RouteKey[], props: Partial<RestApiProps<IamAuth>> = {}): Body => {
  const { stack, api, admin, handler } = setUp(props);
  for (const key of keys) api.route(key, { handler, allow: [admin] });
  return JSON.parse(String(synthesized(stack).single("aws_api_gateway_rest_api").body)) as Body;
};

test("without CORS there is no OPTIONS method and no gateway response", () => {
  const body = bodyWith(["ANY /tech4all"]);
  expect(Object.keys(body.paths["/tech4all"] ?? {})).toEqual(["x-amazon-apigateway-any-method"]);
  expect(body).not.toHaveProperty("x-amazon-apigateway-gateway-responses");
});

test("a greedy parameter is documented by its name, without the plus", () => {
  const { get, options } = bodyWith(["GET /files/{kind}/{path+}"], { cors }).paths["/files/{kind}/{path+}"] ?? {};
  const parameters = ["kind", "path"].map((name) => {
    return { name, in: "path", required: true, schema: { type: "string" } };
  });
  expect(get?.parameters).toEqual(parameters);
  expect(options?.parameters).toEqual(parameters);
});

test("ANY answers the preflight with each method by name", () => {
  const item = bodyWith(["ANY /tech4all"], { cors }).paths["/tech4all"] ?? {};
  expect(Object.keys(item).toSorted()).toEqual(["options", "x-amazon-apigateway-any-method"]);
  expect(item.options).toMatchObject({
    "x-amazon-apigateway-integration": {
      responses: {
        default: {
          responseParameters: {
            "method.response.header.Access-Control-Allow-Methods": "'DELETE,GET,HEAD,OPTIONS,PATCH,POST,PUT'",
          },
        },
      },
    },
  });
});

test("every method but OPTIONS is authorized by IAM", () => {
  const keys = ["ANY /", "GET /a", "POST /a", "DELETE /b/{id}", "PATCH /b/{id}"] as const;
  const methods = Object.values(bodyWith(keys, { cors }).paths).flatMap((item) => Object.entries(item));
  const security = (wanted: boolean) =>
    methods.filter(([method]) => (method === "options") === wanted).map(([, operation]) => operation.security);
  expect(security(false)).toEqual(keys.map(() => [{ sigv4: [] }]));
  expect(security(true)).toEqual([undefined, undefined, undefined]);
});
