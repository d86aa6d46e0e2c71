import { cognitoAuth, iamAuth } from "../../../src/constructs/apigateway/auth";
import { privateTo, type RestApiEndpoint } from "../../../src/constructs/apigateway/endpoint";
import { RestApi } from "../../../src/constructs/apigateway/rest-api";
import { RestApiAccount } from "../../../src/constructs/apigateway/rest-api-account";
import { type RouteKey } from "../../../src/constructs/apigateway/route";
import { type AwsStack } from "../../../src/constructs/aws-stack";
import { type Json } from "../../../src/local/call";
import { AppliedStack, noChanges } from "../../support/applied-stack";
import { tell } from "../../support/aws-calls";
import { group, identityPool } from "../../support/identity";
import { cors, handlerOf, stage, vpcEndpoint } from "../../support/rest-api";

// What the AWS provider gets wrong with a REST API made from a document, unless it is written as RestApi writes it.

interface Wanted {
  readonly endpoint: RestApiEndpoint;
  readonly iamRoutes: readonly RouteKey[];
  readonly tokenRoutes: readonly RouteKey[];
}

/** An API with these routes; tokens are of the identity pool's user pool. */
const apiWith =
  ({ endpoint, iamRoutes, tokenRoutes }: Wanted) =>
  (stack: AwsStack) => {
    new RestApiAccount(stack, "account", { roleNamePrefix: "api-logs-" });
    const pool = identityPool(stack, { mode: "token" });
    const admin = group(stack, pool, "admin", 1);
    const handler = handlerOf(stack);
    const api = new RestApi(stack, "api", { name: "test-api", auth: iamAuth(pool), endpoint, cors, stage });
    for (const key of iamRoutes) api.route(key, { handler, allow: [admin] });
    for (const key of tokenRoutes) api.route(key, { handler, auth: cognitoAuth(pool.client.userPool) });
  };
let stack: AppliedStack;
beforeAll(async () => {
  stack = await AppliedStack.start();
});
afterAll(async () => stack?.stop());

const call = async (path: string) => (await tell(stack.called, "apigateway", "GET", path)).json;
const api = async () => ((await call("/restapis")).item as Json[])[0] ?? {};
const paths = async () => {
  const { item } = await call(`/restapis/${String((await api()).id)}/resources`);
  return (item as Json[]).map(({ path, resourceMethods }) => [path, Object.keys((resourceMethods ?? {}) as Json)]);
};
const associated = vpcEndpoint(false);
const endpoint = privateTo({ vpcEndpoints: [associated] });
const first: Wanted = { endpoint, iamRoutes: ["GET /reports", "PUT /reports"], tokenRoutes: [] };
const withRoute: Wanted = { ...first, iamRoutes: [...first.iamRoutes, "POST /reports"] };
const withToken: Wanted = { ...first, iamRoutes: ["GET /reports"], tokenRoutes: ["GET /me"] };
const narrower: Wanted = {
  ...withToken,
  endpoint: privateTo({ vpcEndpoints: [associated], vpcSourceIps: ["10.0.1.0/24"] }),
};

/** Plans and applies; resolves to what the plan changed of the API itself. */
async function change(wanted: Wanted) {
  const { updated, replaced } = await stack.plan(apiWith(wanted));
  const { after, after_unknown: unknown } = stack.plannedChange("aws_api_gateway_rest_api.api_private");
  await stack.apply();
  expect(await stack.plan(apiWith(wanted))).toEqual(noChanges);
  expect((await api()).endpointConfiguration).toMatchObject({ types: ["PRIVATE"], vpcEndpointIds: [associated.id] });
  const ofApi = (addresses: readonly string[]) => addresses.filter((address) => address.startsWith("aws_api_gateway_"));
  return { updated: ofApi(updated), replaced: ofApi(replaced), body: JSON.parse(String(after?.body)) as Json, unknown };
}
const changed = {
  updated: ["aws_api_gateway_rest_api.api_private", "aws_api_gateway_stage.api_stage"],
  replaced: ["aws_api_gateway_deployment.api_deployment"],
};

test("a private API is applied, and then a plan changes nothing", async () => {
  await stack.plan(apiWith(first));
  await stack.apply();
  expect(await stack.plan(apiWith(first))).toEqual(noChanges);
  expect(await paths()).toEqual([
    ["/", []],
    ["/reports", ["GET", "PUT", "OPTIONS"]],
  ]);
});

test("an added route is visible in the plan, and the API keeps its policy and its endpoints", async () => {
  const { policy } = await api();
  const { body, unknown, ...changes } = await change(withRoute);
  expect(changes).toEqual(changed);
  expect(body.paths).toHaveProperty("/reports.post");
  expect(unknown).not.toHaveProperty("body");
  expect((await api()).policy).toEqual(policy);
});

test("a removed route is gone, and the policy that the new one needs arrives with it", async () => {
  const { body: _, unknown: __, ...changes } = await change(withToken);
  expect(changes).toEqual(changed);
  expect(await paths()).toEqual([
    ["/", []],
    ["/me", ["GET", "OPTIONS"]],
    ["/reports", ["GET", "OPTIONS"]],
  ]);
  expect(String((await api()).policy)).toContain("GET/me");
});

test("a change of the policy alone arrives and is deployed", async () => {
  const { body: _, unknown: __, ...changes } = await change(narrower);
  expect(changes).toEqual(changed);
  expect(String((await api()).policy)).toContain("10.0.1.0/24");
});

test("destroy leaves nothing", async () => {
  expect(await stack.destroy()).toBeGreaterThan(10);
  expect((await call("/restapis")).item).toEqual([]);
});
