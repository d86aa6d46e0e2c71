import { tmpdir } from "node:os";
import { join } from "node:path";
import { type LocalAws, startLocalAws } from "../../../src/local";
import { type Json } from "../../../src/local/call";
import { target, tell } from "../../support/aws-calls";

const corsConfiguration = { allowOrigins: ["https://app.example.com"] };
const cognito = "https://cognito-idp.eu-west-1.amazonaws.com";

let aws: LocalAws;
let root: string;
let issuer: string;
const authorizer = (of = issuer) => ({
  type: "jwt",
  identitySource: "$request.header.Authorization",
  jwtConfiguration: { issuer: of, audience: ["client"] },
});
const call = (method: string, path: string, body?: object) => tell(aws, "apigateway", method, path, body);
const items = async (collection: string) => (await call("GET", `${root}/${collection}`)).json["items"] as Json[];

beforeAll(async () => {
  aws = await startLocalAws({ accountId: "123456789012", cacheFolder: join(tmpdir(), "gatehouse-cache") });
  const { json } = await target(aws, "cognito-idp", "CreateUserPool", { PoolName: "users" });
  issuer = `${cognito}/${(json["UserPool"] as { Id: string }).Id}`;
});
afterAll(() => aws.stop());
beforeEach(async () => {
  const { json } = await call("POST", "/v2/apis", { name: "hello", protocolType: "HTTP", corsConfiguration });
  root = `/v2/apis/${String(json["apiId"])}`;
});

/** A document with a route for each path, all of them for holders of a token. */
function documentOf(paths: readonly string[], more: object = {}, of = issuer) {
  const uri = "arn:aws:lambda:eu-west-1:123456789012:function:hello";
  const proxy = { type: "aws_proxy", httpMethod: "POST", uri, payloadFormatVersion: "2.0" };
  const get = { security: [{ jwt: ["hello/read"] }], "x-amazon-apigateway-integration": proxy };
  const document = {
    openapi: "3.0.1",
    info: { title: "from-body", version: "7" },
    paths: Object.fromEntries(paths.map((path) => [path, { get }])),
    components: { securitySchemes: { jwt: { type: "oauth2", "x-amazon-apigateway-authorizer": authorizer(of) } } },
    ...more,
  };
  return { body: JSON.stringify(document) };
}

test("an import gives routes their authorizer, scopes and integration", async () => {
  expect((await call("PUT", root, documentOf(["/hello"]))).json).toMatchObject({ name: "from-body", version: "7" });
  const [jwt] = await items("authorizers");
  const [integration] = await items("integrations");
  expect(jwt).toMatchObject({ authorizerType: "JWT", jwtConfiguration: authorizer().jwtConfiguration });
  expect(integration).toMatchObject({ integrationType: "AWS_PROXY", payloadFormatVersion: "2.0" });
  expect(await items("routes")).toMatchObject([
    {
      routeKey: "GET /hello",
      authorizationType: "JWT",
      authorizerId: jwt?.["authorizerId"],
      authorizationScopes: ["hello/read"],
      target: `integrations/${String(integration?.["integrationId"])}`,
    },
  ]);
});

test("a route that a document lacks is gone, with its integration; stages stay", async () => {
  await call("PUT", root, documentOf(["/hello", "/gone"]));
  await call("POST", `${root}/stages`, { stageName: "$default", autoDeploy: true });
  await call("PUT", root, documentOf(["/hello"]));
  expect((await items("routes")).map(({ routeKey }) => routeKey)).toEqual(["GET /hello"]);
  expect(await items("integrations")).toHaveLength(1);
  expect(await items("authorizers")).toHaveLength(1);
  expect(await items("stages")).toHaveLength(1);
});

test("an import takes CORS away unless the document has it", async () => {
  await call("PUT", root, documentOf([]));
  expect((await call("GET", root)).json["corsConfiguration"]).toBeFalsy();
  await call("PUT", root, documentOf([], { "x-amazon-apigateway-cors": corsConfiguration }));
  expect((await call("GET", root)).json["corsConfiguration"]).toMatchObject(corsConfiguration);
});

test("fails for a document that can't be, and leaves what was there", async () => {
  await call("PUT", root, documentOf(["/hello"]));
  const told = await call("PUT", root, documentOf(["/hello"], { components: {} }));
  expect(told).toMatchObject({ status: 400, type: "BadRequestException" });
  expect(await items("routes")).toHaveLength(1);
  expect((await call("PUT", "/v2/apis/none", documentOf([]))).status).toBe(404);
});

test.each<[string, (pool: string) => string]>([
  ["a pool that is not there", () => `${cognito}/eu-west-1_none`],
  ["the address of a pool's keys", (pool) => `${pool}/.well-known/jwks.json`],
  ["a slash behind", (pool) => `${pool}/`],
])("fails for an issuer with %s, and leaves what was there", async (_, wrong) => {
  await call("PUT", root, documentOf(["/hello"]));
  const told = await call("PUT", root, documentOf(["/more"], {}, wrong(issuer)));
  expect(told).toMatchObject({ status: 400, type: "BadRequestException" });
  expect(told.json["message"]).toContain(`Invalid issuer: ${wrong(issuer)}. Issuer must have a valid discovery`);
  expect((await items("routes")).map(({ routeKey }) => routeKey)).toEqual(["GET /hello"]);
  expect((await call("PUT", "/v2/apis", documentOf(["/more"], {}, wrong(issuer)))).status).toBe(400);
});

test("issuers of others are taken, and pools of other regions where they are", async () => {
  const virginia = { ...aws, region: "us-east-1" };
  const { json } = await target(virginia, "cognito-idp", "CreateUserPool", { PoolName: "users" });
  const elsewhere = "https://cognito-idp.us-east-1.amazonaws.com";
  const there = `${elsewhere}/${(json["UserPool"] as { Id: string }).Id}`;
  for (const [of, status] of [
    ["https://issuer.example.com/", 201],
    [there, 201],
    [`${elsewhere}/us-east-1_none`, 400],
    [issuer.replace("eu-west-1.amazonaws", "us-east-1.amazonaws"), 400],
  ] as const) {
    expect([of, (await call("PUT", root, documentOf(["/hello"], {}, of))).status]).toEqual([of, status]);
  }
});

test("fails to create or change an authorizer for an issuer that is not there", async () => {
  const body = (of: string) => {
    const { jwtConfiguration } = authorizer(of);
    return { name: "jwt", authorizerType: "JWT", identitySource: ["$request.header.Authorization"], jwtConfiguration };
  };
  const none = `${cognito}/eu-west-1_none`;
  const refused = await call("POST", `${root}/authorizers`, body(none));
  expect(refused).toMatchObject({ status: 400, type: "BadRequestException" });
  expect(refused.json["message"]).toMatch(/^Caught exception when connecting to .*Invalid issuer: .*eu-west-1_none/);
  const { json } = await call("POST", `${root}/authorizers`, body(issuer));
  const path = `${root}/authorizers/${String(json["authorizerId"])}`;
  expect((await call("PATCH", path, { jwtConfiguration: body(none).jwtConfiguration })).status).toBe(400);
  expect((await call("PATCH", path, { name: "other" })).json).toMatchObject({ name: "other" });
  expect((await call("GET", path)).json).toMatchObject({ jwtConfiguration: { issuer } });
});

test("an API can be made of a document", async () => {
  const { status, json } = await call("PUT", "/v2/apis", documentOf(["/hello"]));
  expect(status).toBe(201);
  root = `/v2/apis/${String(json["apiId"])}`;
  expect(await items("routes")).toHaveLength(1);
});

test("a stage is changed, and its tags, and both are forgotten with it", async () => {
  const stage = `${root}/stages/${encodeURIComponent("$default")}`;
  const settings = { throttlingRateLimit: 100, throttlingBurstLimit: 100 };
  const accessLogSettings = { destinationArn: "arn:aws:logs:eu-west-1:123456789012:log-group:l", format: "x" };
  const created = { stageName: "$default", autoDeploy: true, accessLogSettings, tags: { a: "1" } };
  await call("POST", `${root}/stages`, created);
  expect((await call("POST", `${root}/stages`, created)).type).toBe("ConflictException");
  await call("PATCH", stage, { defaultRouteSettings: settings });
  const arn = encodeURIComponent(`arn:aws:apigateway:eu-west-1::${root.slice(3)}/stages/$default`);
  await call("POST", `/v2/tags/${arn}`, { tags: { b: "2" } });
  await call("DELETE", `/v2/tags/${arn}?tagKeys=a`);
  expect((await call("GET", stage)).json).toMatchObject({
    autoDeploy: true,
    accessLogSettings,
    defaultRouteSettings: settings,
    tags: { b: "2" },
  });
  await call("DELETE", `${stage}/accesslogsettings`);
  expect((await call("GET", stage)).json).not.toHaveProperty("accessLogSettings");
  await call("DELETE", stage);
  expect((await call("DELETE", `${stage}/accesslogsettings`)).status).toBe(404);
  await call("POST", `${root}/stages`, { stageName: "$default" });
  const fresh = (await call("GET", stage)).json;
  expect(fresh).toMatchObject({ tags: {}, defaultRouteSettings: { detailedMetricsEnabled: false } });
});
