import { HttpApi, type HttpApiProps } from "../../../src/constructs/apigateway/http-api";
import { type JwtAuth, jwtAuth } from "../../../src/constructs/apigateway/jwt-auth";
import { openAuth } from "../../../src/constructs/apigateway/open-auth";
import { type RouteKey } from "../../../src/constructs/apigateway/route";
import { resolved } from "../../../src/constructs/tokens";
import { httpCors, httpStage, setUpHttp } from "../../support/http-api";
import { appClient } from "../../support/identity";
import { handlerOf } from "../../support/rest-api";
import { synthesized, testStack } from "../../support/synth";

const arn = (rest: string) =>
  `arn:aws:execute-api:ap-northeast-1:123456789012:\${aws_apigatewayv2_api.api.id}/$default/${rest}`;
const permission = (functionAddress: string, source: string) => ({
  action: "lambda:InvokeFunction",
  function_name: `\${aws_lambda_function.${functionAddress}.function_name}`,
  principal: "apigateway.amazonaws.com",
  source_arn: arn(source),
  lifecycle: { create_before_destroy: true },
});
const because = openAuth({ allowedBecause: "monitors have no token" });
const resourceOf = (build: (set: ReturnType<typeof setUpHttp>) => void, props: Partial<HttpApiProps<JwtAuth>> = {}) => {
  const set = setUpHttp(props);
  build(set);
  return synthesized(set.stack).single("aws_apigatewayv2_api");
};
const documentOf = (...how: Parameters<typeof resourceOf>) => JSON.parse(String(resourceOf(...how).body));

describe("the API", () => {
  test("is one resource with its document, which names functions by what is known when planning", () => {
    const { body, ...rest } = resourceOf(({ api, handler }) => api.route("GET /hello", { handler }), {
      description: "Says hello",
    });
    expect(rest).toEqual({
      name: "test-api",
      protocol_type: "HTTP",
      version: "1.0",
      description: "Says hello",
      fail_on_warnings: true,
      depends_on: ["aws_lambda_function.hello"],
    });
    expect(JSON.parse(String(body))).toMatchObject({
      info: { title: "test-api", version: "1.0", description: "Says hello" },
      paths: {
        "/hello": {
          get: {
            security: [{ jwt: [] }],
            "x-amazon-apigateway-integration": {
              uri: "arn:aws:apigateway:ap-northeast-1:lambda:path/2015-03-31/functions/arn:aws:lambda:ap-northeast-1:123456789012:function:hello/invocations",
              payloadFormatVersion: "2.0",
            },
          },
        },
      },
    });
  });

  test("accepts tokens of its pool and its clients", () => {
    const { stack, pool, client } = setUpHttp();
    const other = new HttpApi(stack, "other", {
      name: "other",
      auth: jwtAuth(client, appClient(stack, pool, "app")),
      stage: httpStage,
    });
    other.route("GET /hello", { handler: handlerOf(stack, "two") });
    stack.node.tryRemoveChild("api");
    const { components } = JSON.parse(String(synthesized(stack).single("aws_apigatewayv2_api").body));
    expect(components.securitySchemes.jwt["x-amazon-apigateway-authorizer"].jwtConfiguration).toEqual({
      issuer: "https://${aws_cognito_user_pool.users.endpoint}",
      audience: ["${aws_cognito_user_pool_client.app.id}", "${aws_cognito_user_pool_client.web.id}"],
    });
  });

  test("adds exactly these resources", () => {
    const { stack, api, handler } = setUpHttp({ cors: httpCors });
    api.route("GET /hello", { handler });
    expect(synthesized(stack).counts()).toEqual({
      aws_apigatewayv2_api: 1,
      aws_apigatewayv2_stage: 1,
      aws_cloudwatch_log_group: 2,
      aws_cognito_user_pool: 1,
      aws_cognito_user_pool_client: 1,
      aws_iam_role: 1,
      aws_iam_role_policy: 1,
      aws_lambda_function: 1,
      aws_lambda_permission: 1,
    });
  });

  test("has the same document whatever the order of its routes", () => {
    const inOrder = (keys: readonly RouteKey[]) =>
      resourceOf(({ api, handler }) => {
        for (const key of keys) api.route(key, { handler });
      }).body;
    expect(inOrder(["GET /b", "POST /a", "GET /a"])).toBe(inOrder(["GET /a", "POST /a", "GET /b"]));
  });

  test("tells its id and where it is called, without a slash behind", () => {
    const { stack, api } = setUpHttp();
    expect(resolved(stack, api.id)).toBe("${aws_apigatewayv2_api.api.id}");
    expect(resolved(stack, api.url)).toBe("${aws_apigatewayv2_api.api.api_endpoint}");
  });
});

describe("open routes", () => {
  test("one route is opened, and the document says why", () => {
    const { paths } = documentOf(({ api, handler }) => {
      api.route("GET /hello", { handler });
      api.route("GET /health", { handler, auth: because });
    });
    expect(paths["/hello"].get).toMatchObject({ security: [{ jwt: [] }] });
    expect(paths["/health"].get).not.toHaveProperty("security");
    expect(paths["/health"].get).toMatchObject({ description: "Open to everybody: monitors have no token" });
  });

  test("an API can be open", () => {
    const stack = testStack();
    const api = new HttpApi(stack, "api", { name: "open", auth: because, stage: httpStage });
    api.route("GET /health", { handler: handlerOf(stack) });
    const document = JSON.parse(String(synthesized(stack).single("aws_apigatewayv2_api").body));
    expect(document).not.toHaveProperty("components");
    expect(document.paths["/health"].get).not.toHaveProperty("security");
  });

  test.each(["", "         ok         "])("fails for a route with the reason %j", (allowedBecause) => {
    const { api, handler } = setUpHttp();
    expect(() => api.route("GET /health", { handler, auth: openAuth({ allowedBecause }) })).toThrow(
      `test/api: calls are open to anybody without a written reason\n  got:     ${JSON.stringify(allowedBecause)}\n`,
    );
  });

  test("fails for an open API without a reason", () => {
    const auth = openAuth({ allowedBecause: "why not" });
    expect(() => new HttpApi(testStack(), "api", { name: "open", auth, stage: httpStage })).toThrow(
      "test/api: calls are open to anybody without a written reason",
    );
  });

  test("fails to compile for an open route with scopes, and for an API without auth", () => {
    const { stack, pool, api, handler } = setUpHttp();
    // @ts-expect-error Nobody would check the scopes of an open route.
    expect(() => api.route("GET /a", { handler, auth: because, scopes: ["openid"] })).toThrow(
      "route GET /a: an open route has scopes, which nobody would check",
    );
    const open = new HttpApi(stack, "open", { name: "open", auth: because, stage: httpStage });
    // @ts-expect-error The API is open, and so are its routes.
    expect(() => open.route("GET /a", { handler, scopes: ["openid"] })).toThrow("an open route has scopes");
    const token = jwtAuth(appClient(stack, pool, "other"));
    // @ts-expect-error A route opts out with a reason, not into another authorizer.
    const _foreign: Parameters<typeof api.route>[1] = { handler, auth: token };
    // @ts-expect-error Whether tokens are wanted has no default.
    const _unsaid: HttpApiProps<JwtAuth> = { name: "x", stage: httpStage };
  });
});

describe("who may invoke the functions", () => {
  test("a function of one route, exactly that method and path; a shared one, the stage", () => {
    const { stack, api, handler } = setUpHttp();
    const [shared, any] = [handlerOf(stack, "shared"), handlerOf(stack, "any")];
    api.route("GET /one/{id}", { handler });
    api.route("GET /two", { handler: shared });
    api.route("GET /three", { handler: shared });
    api.route("ANY /files/{path+}", { handler: any });
    const json = synthesized(stack);
    expect(json.all("aws_lambda_permission")).toEqual({
      "api_invoke-hello": permission("hello", "GET/one/*"),
      "api_invoke-shared": permission("shared", "*"),
      "api_invoke-any": permission("any", "*/files/*"),
    });
    const addresses = ["any", "hello", "shared"].map((name) => `aws_lambda_permission.api_invoke-${name}`);
    expect((json.single("aws_apigatewayv2_stage").depends_on as string[]).toSorted()).toEqual(addresses);
    expect((json.single("aws_apigatewayv2_api").depends_on as string[]).toSorted()).toEqual(
      ["any", "hello", "shared"].map((name) => `aws_lambda_function.${name}`),
    );
  });

  test("with CORS, ANY changes nothing of that", () => {
    const { stack, api, handler } = setUpHttp({ cors: httpCors });
    api.route("ANY /hello", { handler });
    expect(synthesized(stack).single("aws_lambda_permission")).toEqual(permission("hello", "*/hello"));
  });
});

describe("wrong routes", () => {
  test("fails for a route that the API has already", () => {
    const { api, handler } = setUpHttp();
    api.route("GET /hello", { handler });
    expect(() => api.route("GET /hello", { handler })).toThrow(
      "test/api: route GET /hello: the API has this route already",
    );
  });

  test("fails for a second name of one parameter, and not for a greedy one beside it", () => {
    const { api, handler } = setUpHttp();
    api.route("GET /m/{id}", { handler });
    api.route("GET /m/{path+}", { handler });
    api.route("POST /m/{id}", { handler });
    expect(() => api.route("PUT /m/{member}", { handler })).toThrow(
      "route PUT /m/{member}: the API has /m/{id} already, the same path with another parameter's name",
    );
    expect(() => api.route("PUT /m/{rest+}", { handler })).toThrow("the API has /m/{path+} already");
  });

  test("a function may run as long as API Gateway waits", () => {
    const { stack, api } = setUpHttp();
    api.route("GET /slow", { handler: handlerOf(stack, "slow", { timeoutSeconds: 30 }) });
    expect(() => synthesized(stack)).not.toThrow();
  });

  test("fails for a function that runs longer than API Gateway waits", () => {
    const { stack, api } = setUpHttp();
    const handler = handlerOf(stack, "slow", { timeoutSeconds: 31 });
    expect(() => api.route("GET /slow", { handler })).toThrow(
      "route GET /slow: its function may run for 31 seconds, but API Gateway gives up before\n  allowed: 30 seconds",
    );
  });

  test("fails for OPTIONS, which belongs to CORS", () => {
    const { api, handler } = setUpHttp();
    // @ts-expect-error OPTIONS belongs to CORS, which answers it without an authorizer.
    expect(() => api.route("OPTIONS /hello", { handler })).toThrow("this is not a method and a path");
  });
});

describe("how many routes", () => {
  const withRoutes = (number: number, props: Partial<HttpApiProps<JwtAuth>> = {}, key: "GET" | "ANY" = "GET") => {
    const { stack, api, handler } = setUpHttp(props);
    for (let index = 0; index < number; index += 1) api.route(`${key} /r${index}`, { handler });
    return () => synthesized(stack);
  };

  test("an API may have 300", () => {
    expect(withRoutes(300)).not.toThrow();
    expect(withRoutes(50, { cors: httpCors }, "ANY")).not.toThrow();
  });

  test("fails for none, and for more than 300", () => {
    expect(withRoutes(0)).toThrow("test/api: the API has no route");
    expect(withRoutes(301)).toThrow("test/api: the API has 301 routes\n  allowed: 300 routes an API");
    expect(withRoutes(51, { cors: httpCors }, "ANY")).toThrow("the API has 306 routes (with CORS, ANY counts once");
  });
});

test.each(["a", "Test_API-1", "x".repeat(128)])("an API may be called %s", (name) => {
  expect(resourceOf(({ api, handler }) => api.route("GET /hello", { handler }), { name })).toMatchObject({ name });
});

test.each(["", "two words", "a/b", "a.b", "x".repeat(129)])("fails for the name %j", (name) => {
  expect(() => setUpHttp({ name })).toThrow(
    `test/api: this name can't be an API's and part of its log groups' names\n  got:     ${JSON.stringify(name)}\n`,
  );
});

test("fails for a description of 1025 characters", () => {
  expect(() => setUpHttp({ description: "x".repeat(1025) })).toThrow(
    "test/api: description has 1025 characters\n  allowed: 0 to 1024 characters\n",
  );
});
