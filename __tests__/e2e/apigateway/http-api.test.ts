import { HttpApi } from "../../../src/constructs/apigateway/http-api";
import { jwtAuth } from "../../../src/constructs/apigateway/jwt-auth";
import { openAuth } from "../../../src/constructs/apigateway/open-auth";
import { type AwsStack } from "../../../src/constructs/aws-stack";
import { AppClient } from "../../../src/constructs/cognito/app-client";
import { ResourceServer } from "../../../src/constructs/cognito/resource-server";
import { UserPoolDomain } from "../../../src/constructs/cognito/user-pool-domain";
import { type Json } from "../../../src/local/call";
import { AppliedStack, noChanges } from "../../support/applied-stack";
import { target, tell } from "../../support/aws-calls";
import { httpStage } from "../../support/http-api";
import { userPool } from "../../support/identity";
import { handlerOf } from "../../support/rest-api";

type Added = (api: HttpApi<ReturnType<typeof jwtAuth>>, stack: AwsStack) => void;
const origins = ["https://example.com"] as const;
const noMore: Added = () => undefined;

/** An API with `GET /hello` for tokens and `POST /hello` for those with a custom scope, and what is added to it. */
const contents =
  (added: Added = noMore, allowed: readonly [string, ...string[]] = origins) =>
  (stack: AwsStack): void => {
    const pool = userPool(stack);
    const scopes = { write: "May say hello" };
    const server = new ResourceServer(stack, "server", { userPool: pool, identifier: "hello", name: "Hello", scopes });
    const client = new AppClient(stack, "spa", {
      userPool: pool,
      address: "spa",
      name: "spa",
      authFlows: ["ALLOW_ADMIN_USER_PASSWORD_AUTH"],
      tokenValidity: { accessMinutes: 60, idMinutes: 60, refreshDays: 30 },
      hostedSignIn: {
        domain: new UserPoolDomain(stack, "domain", { userPool: pool, prefix: "gatehouse-test" }),
        callbackUrls: ["https://example.com/signed-in", "http://localhost:5173/signed-in"],
        logoutUrls: ["https://example.com/"],
        scopes: [server.scope("write")],
      },
    });
    const api = new HttpApi(stack, "api", {
      name: "test-api",
      description: "Says hello",
      auth: jwtAuth(client),
      cors: { origins: allowed, credentials: true },
      stage: httpStage,
    });
    const handler = handlerOf(stack, "hello", { source: "src/functions/get-hello.ts" });
    api.route("GET /hello", { handler });
    api.route("POST /hello", { handler, scopes: [server.scope("write")] });
    added(api, stack);
  };
const health: Added = (api, stack) =>
  api.route("GET /health/{part}", {
    handler: handlerOf(stack, "health", { source: "src/functions/get-hello.ts" }),
    auth: openAuth({ allowedBecause: "monitors have no token" }),
  });

describe("an HTTP API and its changes", () => {
  let applied: AppliedStack;
  const call = async (path: string) => (await tell(applied.called, "apigateway", "GET", path)).json;
  const items = async (path: string) => (await call(path))["items"] as Json[];
  const theApi = async (): Promise<Json> => {
    const [api, ...others] = await items("/v2/apis");
    expect(others).toEqual([]);
    return api ?? {};
  };
  const partsOf = async (collection: string) => items(`/v2/apis/${String((await theApi())["apiId"])}/${collection}`);
  const routeKeys = async () => (await partsOf("routes")).map(({ routeKey }) => String(routeKey)).toSorted();
  const cors = (allowOrigins: readonly string[], allowMethods: readonly string[]) => ({
    allowCredentials: true,
    allowHeaders: expect.arrayContaining(["Authorization", "Content-Type"]),
    allowMethods: expect.arrayContaining([...allowMethods]),
    allowOrigins: expect.arrayContaining([...allowOrigins]),
    maxAge: 600,
  });
  const pathsIn = (change: Readonly<Record<string, unknown>> | null) => JSON.parse(String(change?.body)).paths;

  beforeAll(async () => {
    applied = await AppliedStack.start();
  });
  afterAll(async () => applied?.stop());

  test("it is applied, and the second plan is empty", async () => {
    await applied.plan(contents());
    await applied.apply();
    expect(await applied.plan(contents())).toEqual(noChanges);
  });

  test("the local AWS has its routes, its authorizer, its CORS and its stage", async () => {
    const [pool] = (await target(applied.called, "cognito-idp", "ListUserPools", { MaxResults: 60 })).json[
      "UserPools"
    ] as { Id: string }[];
    const clients = await target(applied.called, "cognito-idp", "ListUserPoolClients", { UserPoolId: pool?.Id });
    const [client] = clients.json["UserPoolClients"] as { ClientId: string }[];
    const [authorizer, ...others] = await partsOf("authorizers");
    expect(others).toEqual([]);
    expect(authorizer).toMatchObject({
      authorizerType: "JWT",
      identitySource: ["$request.header.Authorization"],
      jwtConfiguration: {
        issuer: `https://cognito-idp.ap-northeast-1.amazonaws.com/${pool?.Id}`,
        audience: [client?.ClientId],
      },
    });
    const authorizerId = authorizer?.["authorizerId"];
    expect(
      (await partsOf("routes")).toSorted((a, b) => (String(a.routeKey) < String(b.routeKey) ? -1 : 1)),
    ).toMatchObject([
      { routeKey: "GET /hello", authorizationType: "JWT", authorizerId },
      { routeKey: "POST /hello", authorizationType: "JWT", authorizerId, authorizationScopes: ["hello/write"] },
    ]);
    expect(await theApi()).toMatchObject({
      name: "test-api",
      description: "Says hello",
      version: "1.0",
      corsConfiguration: cors(origins, ["GET", "POST"]),
      tags: { service: "test" },
    });
    expect(await partsOf("stages")).toMatchObject([
      {
        stageName: "$default",
        autoDeploy: true,
        defaultRouteSettings: { throttlingRateLimit: 100, throttlingBurstLimit: 50, detailedMetricsEnabled: true },
        accessLogSettings: { destinationArn: expect.stringContaining("log-group:/aws/apigateway/test-api/default") },
      },
    ]);
  });

  test("an added route is seen in the plan, keeps CORS, and opens its function to itself alone", async () => {
    const changes = await applied.plan(contents(health));
    expect(changes).toMatchObject({ updated: ["aws_apigatewayv2_api.api"], replaced: [], destroyed: [] });
    const { before, after, after_unknown: unknown } = applied.plannedChange("aws_apigatewayv2_api.api");
    expect(unknown).not.toHaveProperty("body");
    expect(pathsIn(after)).toEqual({
      ...pathsIn(before),
      "/health/{part}": { get: expect.objectContaining({ description: "Open to everybody: monitors have no token" }) },
    });
    await applied.apply();
    expect(await routeKeys()).toEqual(["GET /health/{part}", "GET /hello", "POST /hello"]);
    expect(await theApi()).toMatchObject({
      corsConfiguration: cors(origins, ["GET", "POST"]),
      description: "Says hello",
    });
    const { json } = await tell(applied.called, "lambda", "GET", "/2015-03-31/functions/health/policy");
    const [statement, ...others] = JSON.parse(String(json["Policy"])).Statement;
    expect(others).toEqual([]);
    expect(JSON.stringify(statement)).toContain(`${String((await theApi())["apiId"])}/$default/GET/health/*"`);
    expect(await applied.plan(contents(health))).toEqual(noChanges);
  });

  test("a removed route is gone, with its function", async () => {
    const changes = await applied.plan(contents());
    expect(changes).toEqual({
      ...noChanges,
      updated: ["aws_apigatewayv2_api.api"],
      destroyed: [
        "aws_cloudwatch_log_group.health_log",
        "aws_iam_role.health_role",
        "aws_iam_role_policy.health_role_permissions",
        "aws_lambda_function.health",
        "aws_lambda_permission.api_invoke-health",
      ],
    });
    await applied.apply();
    expect(await routeKeys()).toEqual(["GET /hello", "POST /hello"]);
    expect(await partsOf("integrations")).toHaveLength(2);
    expect((await theApi())["corsConfiguration"]).toMatchObject(cors(origins, ["GET", "POST"]));
  });

  test("a change of CORS arrives, and is all that changes", async () => {
    const both = ["https://example.com", "http://localhost:5173"] as const;
    const changes = await applied.plan(contents(noMore, both));
    expect(changes).toEqual({ ...noChanges, updated: ["aws_apigatewayv2_api.api"] });
    await applied.apply();
    expect((await theApi())["corsConfiguration"]).toMatchObject(cors(both, ["GET", "POST"]));
    expect(((await theApi())["corsConfiguration"] as Json)["allowOrigins"]).toHaveLength(2);
    expect(await routeKeys()).toEqual(["GET /hello", "POST /hello"]);
    expect(await applied.plan(contents(noMore, both))).toEqual(noChanges);
  });

  test("destroy leaves nothing", async () => {
    await applied.destroy();
    const left = await Promise.all([
      tell(applied.called, "apigateway", "GET", "/v2/apis"),
      tell(applied.called, "lambda", "GET", "/2015-03-31/functions"),
      target(applied.called, "cognito-idp", "ListUserPools", { MaxResults: 60 }),
      target(applied.called, "logs", "DescribeLogGroups", {}),
    ]);
    expect(left.map(({ status, json }) => [status, ...Object.values(json).filter(Array.isArray)])).toEqual(
      left.map(() => [200, []]),
    );
    const domain = await target(applied.called, "cognito-idp", "DescribeUserPoolDomain", { Domain: "gatehouse-test" });
    expect(domain.json["DomainDescription"]).toEqual({});
  });
});
