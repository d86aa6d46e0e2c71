import { Construct } from "constructs";
import { group, identityPool } from "../../support/identity";
import { handlerOf, setUp } from "../../support/rest-api";
import { synthesized } from "../../support/synth";

const apiId = "${aws_api_gateway_rest_api.api.id}";
const arn = (rest: string) => `arn:aws:execute-api:ap-northeast-1:123456789012:${apiId}/api/${rest}`;
const invoke = (...resources: string[]) => ({
  Version: "2012-10-17",
  Statement: [{ Sid: "InvokeApi", Effect: "Allow", Action: ["execute-api:Invoke"], Resource: resources }],
});
const writeLog = {
  Version: "2012-10-17",
  Statement: [
    {
      Sid: "WriteLog",
      Effect: "Allow",
      Action: ["logs:CreateLogStream", "logs:PutLogEvents"],
      Resource: ["arn:aws:logs:ap-northeast-1:123456789012:log-group:${aws_cloudwatch_log_group.hello_log.name}:*"],
    },
  ],
};
/** Who else may invoke a function: API Gateway, for this method. */
const permission = (functionAddress: string, source: string) => ({
  action: "lambda:InvokeFunction",
  function_name: `\${aws_lambda_function.${functionAddress}.function_name}`,
  principal: "apigateway.amazonaws.com",
  source_arn: arn(source),
  lifecycle: { create_before_destroy: true },
});
describe("grants", () => {
  test("a route is granted to exactly whom it names, method and path exact", () => {
    const { stack, api, admin, general, handler } = setUp();
    api.route("GET /tech4all", { handler, allow: [admin] });
    api.route("GET /news", { handler, allow: [admin, general] });
    expect(synthesized(stack).policies()).toEqual({
      admin_role_permissions: invoke(arn("GET/news"), arn("GET/tech4all")),
      general_role_permissions: invoke(arn("GET/news")),
      hello_role_permissions: writeLog,
    });
  });

  test("a route for everyone who is signed in is granted to every group and to the authenticated role", () => {
    const { stack, api, pool, handler } = setUp();
    api.route("GET /news", { handler, allow: [pool.authenticated] });
    expect(synthesized(stack).policies()).toEqual({
      "members_authenticated-role_permissions": invoke(arn("GET/news")),
      admin_role_permissions: invoke(arn("GET/news")),
      general_role_permissions: invoke(arn("GET/news")),
      hello_role_permissions: writeLog,
    });
  });

  test("a function of one route may be invoked by that method alone, a shared one by the stage", () => {
    const { stack, api, admin, handler } = setUp();
    const shared = handlerOf(stack, "shared");
    api.route("GET /one", { handler, allow: [admin] });
    api.route("GET /two", { handler: shared, allow: [admin] });
    api.route("GET /three/{id}", { handler: shared, allow: [admin] });
    const json = synthesized(stack);
    expect(json.all("aws_lambda_permission")).toEqual({
      "api_invoke-hello": permission("hello", "GET/one"),
      "api_invoke-shared": permission("shared", "*"),
    });
    expect(json.single("aws_api_gateway_deployment")).toMatchObject({
      depends_on: ["aws_lambda_permission.api_invoke-hello", "aws_lambda_permission.api_invoke-shared"],
      lifecycle: { create_before_destroy: true },
    });
  });

  test("two functions with one id, in different places, are told apart", () => {
    const { stack, api, admin } = setUp();
    const [news, reports] = [new Construct(stack, "news"), new Construct(stack, "reports")];
    api.route("GET /news", { handler: handlerOf(news, "get", { name: "get-news" }), allow: [admin] });
    api.route("GET /reports", { handler: handlerOf(reports, "get", { name: "get-reports" }), allow: [admin] });
    expect(synthesized(stack).all("aws_lambda_permission")).toEqual({
      "api_invoke-news-get": permission("news_get", "GET/news"),
      "api_invoke-reports-get": permission("reports_get", "GET/reports"),
    });
  });
});

test("a route adds an API's own resources, and none to its callers beside their permissions", () => {
  const { stack, api, admin, handler } = setUp();
  api.route("GET /tech4all", { handler, allow: [admin] });
  expect(synthesized(stack).counts()).toEqual({
    aws_api_gateway_deployment: 1,
    aws_api_gateway_method_settings: 1,
    aws_api_gateway_rest_api: 1,
    aws_api_gateway_stage: 1,
    aws_cloudwatch_log_group: 3,
    aws_cognito_identity_pool: 1,
    aws_cognito_identity_pool_roles_attachment: 1,
    aws_cognito_user_group: 2,
    aws_cognito_user_pool: 1,
    aws_cognito_user_pool_client: 1,
    aws_iam_role: 4,
    aws_iam_role_policy: 2,
    aws_lambda_function: 1,
    aws_lambda_permission: 1,
  });
});

describe("wrong routes", () => {
  test("fails for a group of another pool", () => {
    const { stack, api, handler } = setUp();
    const stranger = group(stack, identityPool(stack, { mode: "token" }, "refused", "others"), "stranger", 1);
    expect(() => api.route("GET /tech4all", { handler, allow: [stranger] })).toThrow(
      "test/api: route GET /tech4all: allow names group stranger of another identity pool, whose credentials this API " +
        "does not know\n  allowed: callers of test/members\n",
    );
  });

  test("fails for a route that the API has already", () => {
    const { api, handler, admin } = setUp();
    api.route("GET /tech4all", { handler, allow: [admin] });
    expect(() => api.route("GET /tech4all", { handler, allow: [admin] })).toThrow("the API has this route already");
  });

  test("a function may run as long as API Gateway waits", () => {
    const { stack, api, admin } = setUp();
    api.route("GET /slow", { handler: handlerOf(stack, "slow", { timeoutSeconds: 29 }), allow: [admin] });
    expect(() => synthesized(stack)).not.toThrow();
  });

  test("fails for a function that runs longer than API Gateway waits", () => {
    const { stack, api, admin } = setUp();
    expect(() =>
      api.route("GET /slow", { handler: handlerOf(stack, "slow", { timeoutSeconds: 30 }), allow: [admin] }),
    ).toThrow("its function may run for 30 seconds, but the caller gets 504 before\n  allowed: 29 seconds");
  });

  test("fails to compile for a route open to nobody, and for OPTIONS", () => {
    const { api, handler, admin } = setUp();
    // @ts-expect-error A route names at least one caller.
    expect(() => api.route("GET /nobody", { handler, allow: [] })).toThrow("IAM decides, and nobody is allowed");
    // @ts-expect-error OPTIONS belongs to CORS, which answers it without an authorizer.
    expect(() => api.route("OPTIONS /tech4all", { handler, allow: [admin] })).toThrow(
      "this is not a method and a path",
    );
  });
});

test.each(["a", "Test_API-1", "x".repeat(128)])("an API may be called %s", (name) => {
  const { stack, api, admin, handler } = setUp({ name });
  api.route("GET /tech4all", { handler, allow: [admin] });
  expect(synthesized(stack).single("aws_api_gateway_rest_api")).toMatchObject({ name });
});

test.each(["", "two words", "a/b", "a.b", "x".repeat(129)])("fails for the name %j", (name) => {
  expect(() => setUp({ name })).toThrow(
    `test/api: this name can't be an API's and part of its log groups' names\n  got:     ${JSON.stringify(name)}\n` +
      "  allowed: 1 to 128 letters, digits, hyphens and underscores\n",
  );
});
