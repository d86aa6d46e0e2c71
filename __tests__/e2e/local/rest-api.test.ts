import { tmpdir } from "node:os";
import { join } from "node:path";
import { type LocalAws, startLocalAws } from "../../../src/local";
import { type Json } from "../../../src/local/call";
import { type Told, form, tell } from "../../support/aws-calls";

const policy = JSON.stringify({ Version: "2012-10-17", Statement: [] });
const uri =
  "arn:aws:apigateway:eu-west-1:lambda:path/2015-03-31/functions/arn:aws:lambda:eu-west-1:123456789012:function:f/invocations";

function documentOf(more: object = {}) {
  const proxy = { type: "aws_proxy", httpMethod: "POST", uri };
  return {
    openapi: "3.0.1",
    info: { title: "from-body", version: "1" },
    paths: {
      "/members": {
        get: { security: [{ sigv4: [] }], responses: {}, "x-amazon-apigateway-integration": proxy },
        options: {
          responses: { "204": {} },
          "x-amazon-apigateway-integration": { type: "mock", responses: { default: { statusCode: "204" } } },
        },
      },
    },
    components: {
      securitySchemes: {
        sigv4: { type: "apiKey", name: "Authorization", in: "header", "x-amazon-apigateway-authtype": "awsSigv4" },
      },
    },
    "x-amazon-apigateway-gateway-responses": {
      DEFAULT_4XX: { responseParameters: { "gatewayresponse.header.X": "'1'" } },
    },
    ...more,
  };
}

let aws: LocalAws;
let root: string;
const call = (method: string, path: string, body?: object): Promise<Told> =>
  tell(aws, "apigateway", method, path, body);

beforeAll(async () => {
  aws = await startLocalAws({ accountId: "123456789012", cacheFolder: join(tmpdir(), "gatehouse-cache") });
});
afterAll(() => aws.stop());
beforeEach(async () => {
  const types = { types: ["PRIVATE"], vpcEndpointIds: ["vpce-1"] };
  const created = await call("POST", "/restapis", {
    name: "api",
    policy,
    endpointConfiguration: types,
    disableExecuteApiEndpoint: true,
  });
  root = `/restapis/${String(created.json["id"])}`;
});

async function methodOf(path: string, verb: string): Promise<Json> {
  const { json } = await call("GET", `${root}/resources`);
  const resource = (json["item"] as Json[]).find((item) => item["path"] === path);
  return (await call("GET", `${root}/resources/${String(resource?.["id"])}/methods/${verb}`)).json;
}

test("an import gives methods their authorization and sets gateway responses", async () => {
  expect((await call("PUT", `${root}?mode=overwrite`, documentOf())).status).toBe(200);
  expect(await methodOf("/members", "GET")).toMatchObject({
    authorizationType: "AWS_IAM",
    methodIntegration: { type: "AWS_PROXY", uri },
  });
  const options = await methodOf("/members", "OPTIONS");
  expect(options).toMatchObject({ authorizationType: "NONE", methodIntegration: { type: "MOCK" } });
  expect(options["methodIntegration"]).not.toHaveProperty("uri");
  const responses = (await call("GET", `${root}/gatewayresponses`)).json["item"] as Json[];
  expect(responses.map(({ responseType }) => responseType)).toEqual(["DEFAULT_4XX"]);
});

test("an import brings validators, models and what methods ask of requests", async () => {
  const body = { content: { "application/json": { schema: { $ref: "#/components/schemas/Member" } } } };
  const post = {
    parameters: [{ name: "limit", in: "query", required: true, schema: { type: "string" } }],
    requestBody: body,
    "x-amazon-apigateway-request-validator": "all",
    responses: { "200": { description: "", headers: { "X-Total": { schema: { type: "string" } } } } },
    "x-amazon-apigateway-integration": { type: "aws_proxy", httpMethod: "POST", uri },
  };
  const schemas = { Member: { type: "object" }, Members: { items: { $ref: "#/components/schemas/Member" } } };
  const validators = { all: { validateRequestBody: true, validateRequestParameters: true } };
  const more = {
    paths: { "/members": { post } },
    components: { schemas },
    "x-amazon-apigateway-request-validators": validators,
  };
  expect((await call("PUT", `${root}?mode=overwrite`, documentOf(more))).status).toBe(200);
  const [validator] = (await call("GET", `${root}/requestvalidators`)).json["item"] as Json[];
  expect(validator).toMatchObject({ name: "all", validateRequestBody: true });
  expect(await methodOf("/members", "POST")).toMatchObject({
    requestValidatorId: validator?.["id"],
    requestParameters: { "method.request.querystring.limit": true },
    requestModels: { "application/json": "Member" },
    methodResponses: { "200": { responseParameters: { "method.response.header.X-Total": false } } },
  });
  const models = async () => (await call("GET", `${root}/models`)).json["item"] as Json[];
  expect((await models()).map(({ name }) => name)).toEqual(["Member", "Members"]);
  expect((await models())[1]?.["schema"]).toContain("/models/Member");
  await call("PUT", `${root}?mode=overwrite`, documentOf());
  expect(await models()).toEqual([]);
  expect((await call("GET", `${root}/requestvalidators`)).json["item"]).toEqual([]);
});

test("fails for a document that can't be and for a long policy, and leaves what was there", async () => {
  await call("PUT", `${root}?mode=merge`, documentOf());
  const unknown = documentOf({ components: {} });
  const told = await call("PUT", `${root}?mode=overwrite`, unknown);
  expect(told).toMatchObject({ status: 400, type: "BadRequestException" });
  expect((await methodOf("/members", "GET"))["authorizationType"]).toBe("AWS_IAM");
  const value = JSON.stringify({ Statement: "x".repeat(8192) });
  const patchOperations = [{ op: "replace", path: "/policy", value }];
  expect((await call("PATCH", root, { patchOperations })).json["message"]).toContain("the limit is 8192");
  expect((await call("POST", "/restapis", { name: "api", policy: value })).status).toBe(400);
  expect((await call("GET", root)).json["policy"]).toBe(JSON.stringify(policy).slice(1, -1));
});

test("the policy is shown as AWS escapes it", async () => {
  expect((await call("GET", root)).json["policy"]).toBe(JSON.stringify(policy).slice(1, -1));
});

test("overwriting drops what the document lacks, and the root resource stays reachable", async () => {
  const { json } = await call("PUT", `${root}?mode=overwrite`, documentOf());
  expect(json).toMatchObject({ name: "from-body", disableExecuteApiEndpoint: false });
  expect(json).not.toHaveProperty("policy");
  expect(json["endpointConfiguration"]).toEqual({ types: ["PRIVATE"], ipAddressType: "dualstack" });
  expect((await call("GET", `${root}/resources/${String(json["rootResourceId"])}`)).json["path"]).toBe("/");
});

test("overwriting keeps what the document carries, and merging keeps the rest", async () => {
  const carried = documentOf({
    "x-amazon-apigateway-policy": JSON.parse(policy) as Json,
    servers: [
      { "x-amazon-apigateway-endpoint-configuration": { vpcEndpointIds: ["vpce-2"], disableExecuteApiEndpoint: true } },
    ],
  });
  const endpointConfiguration = { vpcEndpointIds: ["vpce-2"] };
  const { json } = await call("PUT", `${root}?mode=overwrite`, carried);
  expect(json).toMatchObject({ endpointConfiguration, disableExecuteApiEndpoint: true });
  expect(json["policy"]).toBeDefined();
  const merged = await call("PUT", `${root}?mode=merge`, documentOf({ paths: {} }));
  expect(merged.json).toMatchObject({ endpointConfiguration, policy: json["policy"] });
});

test("the execute-api endpoint can be switched on again", async () => {
  const patchOperations = [{ op: "replace", path: "/disableExecuteApiEndpoint", value: "false" }];
  expect((await call("PATCH", root, { patchOperations })).json["disableExecuteApiEndpoint"]).toBe(false);
  expect((await call("GET", root)).json["disableExecuteApiEndpoint"]).toBe(false);
});

test("fails to deploy a private API whose policy an import has dropped", async () => {
  await call("PUT", `${root}?mode=overwrite`, documentOf());
  const told = await call("POST", `${root}/deployments`, {});
  expect(told).toMatchObject({ status: 400, type: "BadRequestException" });
  expect(told.json["message"]).toBe("Private REST API doesn't have a resource policy attached to it");
  await call("PATCH", root, { patchOperations: [{ op: "replace", path: "/policy", value: policy }] });
  expect((await call("POST", `${root}/deployments`, {})).status).toBe(201);
});

function setLogRole(name: string): Promise<Told> {
  const value = `arn:aws:iam::123456789012:role/${name}`;
  return call("PATCH", "/account", { patchOperations: [{ op: "replace", path: "/cloudwatchRoleArn", value }] });
}

function logRole(RoleName: string, Service = "apigateway.amazonaws.com"): Promise<Told> {
  const Statement = [{ Effect: "Allow", Principal: { Service }, Action: "sts:AssumeRole" }];
  const AssumeRolePolicyDocument = JSON.stringify({ Version: "2012-10-17", Statement });
  return form(aws, "CreateRole", { RoleName, AssumeRolePolicyDocument });
}

function allow(RoleName: string, Action: string): Promise<Told> {
  const PolicyDocument = JSON.stringify({
    Version: "2012-10-17",
    Statement: [{ Effect: "Allow", Action, Resource: "*" }],
  });
  return form(aws, "PutRolePolicy", { RoleName, PolicyName: "p", PolicyDocument });
}

test("fails for a role of the account that is not there, trusts another service, or may not write logs", async () => {
  await logRole("function-logs", "lambda.amazonaws.com");
  await allow("function-logs", "logs:*");
  await logRole("no-logs");
  await allow("no-logs", "s3:GetObject");
  for (const name of ["none", "function-logs", "no-logs"]) {
    const told = await setLogRole(name);
    expect(told).toMatchObject({ status: 400, type: "BadRequestException" });
    expect(told.json["message"]).toContain("The role ARN does not have required permissions configured.");
  }
});

test("a role of the account may have the policy that AWS manages", async () => {
  await logRole("managed");
  const PolicyArn = "arn:aws:iam::aws:policy/service-role/AmazonAPIGatewayPushToCloudWatchLogs";
  await form(aws, "AttachRolePolicy", { RoleName: "managed", PolicyArn });
  expect((await setLogRole("managed")).status).toBe(200);
  const patchOperations = [{ op: "replace", path: "/cloudwatchRoleArn", value: "" }];
  expect((await call("PATCH", "/account", { patchOperations })).status).toBe(200);
});

describe("an import that fails", () => {
  const item = { get: { responses: {} } };
  const twoNames = documentOf({ paths: { "/a/{x}": item, "/a/{p+}": item } });
  const oddAuthorizer = documentOf({
    components: {
      securitySchemes: {
        ...documentOf().components.securitySchemes,
        odd: { type: "apiKey", name: "X", in: "header", "x-amazon-apigateway-authorizer": { type: "odd" } },
      },
    },
  });
  const ids = async () => ((await call("GET", "/restapis")).json["item"] as Json[]).map(({ id }) => id);

  test.each([
    ["BadRequestException", twoNames],
    ["LocalAwsFailed", oddAuthorizer],
  ])("fails with %s; an API made for it is gone, and one that was there stays", async (type, document) => {
    const before = await ids();
    expect(await call("POST", "/restapis?mode=import", document)).toMatchObject({ status: 400, type });
    expect(await ids()).toEqual(before);
    expect(await call("PUT", `${root}?mode=overwrite`, document)).toMatchObject({ status: 400, type });
    expect((await call("GET", root)).status).toBe(200);
  });

  test("fails for a name that differs from the one that stays when a document is merged", async () => {
    await call("PUT", `${root}?mode=overwrite`, documentOf({ paths: { "/a/{x}": item } }));
    const other = documentOf({ paths: { "/a/{y}": item } });
    expect((await call("PUT", `${root}?mode=merge`, other)).json["message"]).toContain("A sibling ({x})");
    expect((await call("PUT", `${root}?mode=overwrite`, other)).status).toBe(200);
  });
});

test("fails to log without a role of the account, and to delete a deployment in use", async () => {
  await call("PUT", `${root}?mode=merge`, documentOf());
  const deploymentId = (await call("POST", `${root}/deployments`, {})).json["id"];
  await call("POST", `${root}/stages`, { stageName: "v1", deploymentId });
  const logs = { patchOperations: [{ op: "replace", path: "/*/*/logging/loglevel", value: "INFO" }] };
  expect((await call("PATCH", `${root}/stages/v1`, logs)).json["message"]).toContain(
    "CloudWatch Logs role ARN must be set",
  );
  await logRole("logs");
  await allow("logs", "logs:PutLogEvents");
  expect((await setLogRole("logs")).status).toBe(200);
  expect((await call("PATCH", `${root}/stages/v1`, logs)).status).toBe(200);
  expect((await call("DELETE", `${root}/deployments/${String(deploymentId)}`)).json["message"]).toContain(
    "Active stages",
  );
});

test("tags can be changed", async () => {
  const arn = encodeURIComponent(`arn:aws:apigateway:eu-west-1::${root}`);
  expect((await call("PUT", `/tags/${arn}`, { tags: { a: "1", b: "2" } })).status).toBe(204);
  await call("DELETE", `/tags/${arn}?tagKeys=a`);
  expect((await call("GET", root)).json["tags"]).toEqual({ b: "2" });
});
