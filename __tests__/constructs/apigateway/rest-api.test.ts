import { cors, handlerOf, setUp, stage } from "../../support/rest-api";
import { group, identityPool } from "../../support/identity";
import { synthesized } from "../../support/synth";
import { type RestApiProps } from "../../../src/constructs/apigateway/rest-api";

const apiId = "${aws_api_gateway_rest_api.api.id}";
const arn = (rest: string) => `arn:aws:execute-api:ap-northeast-1:123456789012:${apiId}/api/${rest}`;
const invoke = (resource: string | string[]) => ({
  Version: "2012-10-17",
  Statement: [{ Sid: "InvokeApi", Effect: "Allow", Action: "execute-api:Invoke", Resource: resource }],
});
const trigger = (build: (set: ReturnType<typeof setUp>) => void, props: Partial<RestApiProps> = {}) => {
  const set = setUp(props);
  build(set);
  return synthesized(set.stack).only("aws_api_gateway_deployment").triggers;
};

test("the stage logs, measures, traces and throttles", () => {
  const { stack, api, admin, handler } = setUp();
  api.route("GET /tech4all", { handler, allow: [admin] });
  const json = synthesized(stack);
  const { access_log_settings: log, ...rest } = json.only("aws_api_gateway_stage");
  expect(rest).toEqual({
    rest_api_id: apiId,
    deployment_id: "${aws_api_gateway_deployment.api_deployment.id}",
    stage_name: "api",
    xray_tracing_enabled: true,
  });
  expect(log).toMatchObject({ destination_arn: "${aws_cloudwatch_log_group.api_stage_access-log.arn}" });
  expect(json.only("aws_api_gateway_method_settings")).toEqual({
    rest_api_id: apiId,
    stage_name: "${aws_api_gateway_stage.api_stage.stage_name}",
    method_path: "*/*",
    settings: {
      data_trace_enabled: false,
      logging_level: "INFO",
      metrics_enabled: true,
      throttling_burst_limit: 50,
      throttling_rate_limit: 100,
    },
    depends_on: ["aws_cloudwatch_log_group.api_stage_execution-log"],
  });
  expect(json.all("aws_cloudwatch_log_group")).toMatchObject({
    "api_stage_access-log": { name: "/aws/apigateway/test-api/api", retention_in_days: 7 },
    "api_stage_execution-log": { name: `API-Gateway-Execution-Logs_${apiId}/api`, retention_in_days: 7 },
  });
});

describe("grants", () => {
  test("a route is granted to exactly whom it names, method and path exact", () => {
    const { stack, api, admin, general, handler } = setUp();
    api.route("GET /tech4all", { handler, allow: [admin] });
    api.route("GET /news", { handler, allow: [admin, general] });
    expect(synthesized(stack).policies()).toMatchObject({
      admin_role_permissions: invoke([arn("GET/news"), arn("GET/tech4all")]),
      general_role_permissions: invoke(arn("GET/news")),
    });
    expect(Object.keys(synthesized(stack).policies())).toEqual(
      expect.not.arrayContaining(["members_authenticated-role_permissions"]),
    );
  });

  test("a route for everyone who is signed in is granted to every group and to the authenticated role", () => {
    const { stack, api, pool, handler } = setUp();
    api.route("GET /news", { handler, allow: [pool.authenticated] });
    expect(synthesized(stack).policies()).toMatchObject({
      "members_authenticated-role_permissions": invoke(arn("GET/news")),
      admin_role_permissions: invoke(arn("GET/news")),
      general_role_permissions: invoke(arn("GET/news")),
    });
  });

  test("a function of one route may be invoked by that method alone, a shared one by the stage", () => {
    const { stack, api, admin, handler } = setUp();
    const shared = handlerOf(stack, "shared");
    api.route("GET /one", { handler, allow: [admin] });
    api.route("GET /two", { handler: shared, allow: [admin] });
    api.route("GET /three/{id}", { handler: shared, allow: [admin] });
    const json = synthesized(stack);
    const permission = (name: string, source: string) => ({
      action: "lambda:InvokeFunction",
      function_name: `\${aws_lambda_function.${name}.function_name}`,
      principal: "apigateway.amazonaws.com",
      source_arn: arn(source),
      lifecycle: { create_before_destroy: true },
    });
    expect(json.all("aws_lambda_permission")).toEqual({
      "api_invoke-hello": permission("hello", "GET/one"),
      "api_invoke-shared": permission("shared", "*"),
    });
    expect(json.only("aws_api_gateway_deployment")).toMatchObject({
      depends_on: ["aws_lambda_permission.api_invoke-hello", "aws_lambda_permission.api_invoke-shared"],
      lifecycle: { create_before_destroy: true },
    });
  });

  test.each([
    ["GET /members/{id}", "GET /members/{id}/secrets"],
    ["GET /members/{id}", "GET /members/me"],
    ["ANY /tech4all", "GET /tech4all"],
    ["GET /files/{path+}", "GET /files/secret"],
  ] as const)("fails where allowing %s in IAM would also allow %s, which is another group's", (open, secret) => {
    const { stack, api, admin, general, handler } = setUp();
    api.route(open, { handler, allow: [general] });
    api.route(secret, { handler, allow: [admin] });
    expect(() => synthesized(stack)).toThrow(`test/api: allowing group general ${open} would allow ${secret} too`);
  });

  test("a broader route is fine where its callers are allowed the narrower one as well", () => {
    const { stack, api, pool, admin, handler } = setUp();
    api.route("GET /members/{id}", { handler, allow: [admin] });
    api.route("GET /members/me", { handler, allow: [pool.authenticated] });
    expect(() => synthesized(stack)).not.toThrow();
  });
});

describe("redeployment", () => {
  const base = trigger(({ api, handler, admin }) => api.route("GET /tech4all", { handler, allow: [admin] }));

  test("the same API gives the same deployment, whatever the order of its routes", () => {
    const inOrder = (keys: readonly ("GET /a" | "POST /a" | "GET /b")[]) =>
      trigger(({ api, handler, admin }) => {
        for (const key of keys) api.route(key, { handler, allow: [admin] });
      });
    expect(inOrder(["GET /b", "POST /a", "GET /a"])).toEqual(inOrder(["GET /a", "POST /a", "GET /b"]));
  });

  test("a route, its method, its function and CORS redeploy", () => {
    const others = [
      trigger(({ api, handler, admin }) => {
        api.route("GET /tech4all", { handler, allow: [admin] });
        api.route("GET /more", { handler, allow: [admin] });
      }),
      trigger(({ api, handler, admin }) => api.route("POST /tech4all", { handler, allow: [admin] })),
      trigger(({ stack, api, admin }) =>
        api.route("GET /tech4all", { handler: handlerOf(stack, "other"), allow: [admin] }),
      ),
      trigger(({ api, handler, admin }) => api.route("GET /tech4all", { handler, allow: [admin] }), { cors }),
    ];
    expect(new Set([base, ...others].map((triggers) => JSON.stringify(triggers))).size).toBe(5);
  });

  test("whom a route is allowed to and how the stage logs do not", () => {
    expect(trigger(({ api, handler, general }) => api.route("GET /tech4all", { handler, allow: [general] }))).toEqual(
      base,
    );
    expect(
      trigger(({ api, handler, admin }) => api.route("GET /tech4all", { handler, allow: [admin] }), {
        stage: { ...stage, logRetentionDays: 30 },
      }),
    ).toEqual(base);
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

  test("fails for a function that runs longer than API Gateway waits", () => {
    const { stack, api, admin } = setUp();
    expect(() => api.route("GET /slow", { handler: handlerOf(stack, "slow", 30), allow: [admin] })).toThrow(
      "its function may run for 30 seconds, but the caller gets 504 before\n  allowed: 29 seconds",
    );
  });

  test("fails for an API without a route", () => {
    expect(() => synthesized(setUp().stack)).toThrow("test/api: the API has no route");
  });

  test("fails to compile for a route open to nobody, and for OPTIONS", () => {
    const { api, handler, admin } = setUp();
    // @ts-expect-error A route names at least one caller.
    api.route("GET /nobody", { handler, allow: [] });
    // @ts-expect-error OPTIONS belongs to CORS, which answers it without an authorizer.
    expect(() => api.route("OPTIONS /tech4all", { handler, allow: [admin] })).toThrow(
      "this is not a method and a path",
    );
  });
});

test.each(["*", "https://example.com/", "example.com"])("fails for the origin %s", (origin) => {
  expect(() => setUp({ cors: { origin, credentials: true } })).toThrow("test/api: cors.origin is not one origin");
});

test.each([
  [{ throttlingRateLimit: 0 }, "throttlingRateLimit is out of range"],
  [{ throttlingBurstLimit: 5001 }, "throttlingBurstLimit is out of range"],
  [{ stageName: "a/b" }, "API Gateway refuses this stage name"],
])("fails for the stage setting %j", (change, message) => {
  expect(() => setUp({ stage: { ...stage, ...change } })).toThrow(message);
});
