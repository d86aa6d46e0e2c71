import { tmpdir } from "node:os";
import { join } from "node:path";
import { type LocalAws, startLocalAws } from "../../../src/local";
import { type Json } from "../../../src/local/call";
import { textAt } from "../../../src/local/xml";
import { target, tell } from "../../support/aws-calls";

interface WebAcl {
  readonly Name: string;
  readonly Id: string;
  readonly ARN: string;
  readonly LockToken: string;
}

let aws: LocalAws;
let stage: string;
let pool: string;
beforeAll(async () => {
  aws = await startLocalAws({ accountId: "123456789012", cacheFolder: join(tmpdir(), "gatehouse-cache") });
  const { json } = await target(aws, "cognito-idp", "CreateUserPool", { PoolName: "users" });
  pool = (json["UserPool"] as { Arn: string }).Arn;
  stage = await stageOfNewApi();
});
afterAll(async () => aws?.stop());

/** A stage `api` of a new REST API: its ARN. */
async function stageOfNewApi(): Promise<string> {
  const body = { openapi: "3.0.1", info: { title: "api", version: "1" }, paths: {} };
  const { id } = (await tell(aws, "apigateway", "POST", "/restapis", { name: "api" })).json;
  const api = `/restapis/${String(id)}`;
  await tell(aws, "apigateway", "PUT", `${api}?mode=overwrite`, body);
  const root = ((await tell(aws, "apigateway", "GET", `${api}/resources`)).json["item"] as Json[])[0];
  const method = `${api}/resources/${String(root?.["id"])}/methods/GET`;
  await tell(aws, "apigateway", "PUT", method, { authorizationType: "NONE" });
  await tell(aws, "apigateway", "PUT", `${method}/integration`, { type: "MOCK" });
  const { status, text } = await tell(aws, "apigateway", "POST", `${api}/deployments`, { stageName: "api" });
  expect([status, text]).toEqual([201, text]);
  return `arn:aws:apigateway:eu-west-1::${api}/stages/api`;
}

const waf = (operation: string, body: object) => target(aws, "wafv2", operation, body);

async function webAcl(Name: string, Scope = "REGIONAL"): Promise<WebAcl> {
  const VisibilityConfig = { SampledRequestsEnabled: false, CloudWatchMetricsEnabled: false, MetricName: Name };
  const input = { Name, Scope, DefaultAction: { Allow: {} }, VisibilityConfig };
  const place = Scope === "CLOUDFRONT" ? { ...aws, region: "us-east-1" } : aws;
  return (await target(place, "wafv2", "CreateWebACL", input)).json["Summary"] as WebAcl;
}

const associate = ({ ARN }: Pick<WebAcl, "ARN">, ResourceArn: string) =>
  waf("AssociateWebACL", { WebACLArn: ARN, ResourceArn });
const remove = async ({ Name, Id, LockToken }: WebAcl, Scope = "REGIONAL") =>
  target({ ...aws, ...(Scope === "CLOUDFRONT" && { region: "us-east-1" }) }, "wafv2", "DeleteWebACL", {
    Name,
    Id,
    LockToken,
    Scope,
  });
const before = async (ResourceArn: string) =>
  ((await waf("GetWebACLForResource", { ResourceArn })).json["WebACL"] as WebAcl | null)?.ARN;

test("a second web ACL before a resource takes the place of the first, which can then be deleted", async () => {
  const [one, other] = [await webAcl("one"), await webAcl("other")];
  for (const resource of [stage, pool]) {
    for (const acl of [one, other]) {
      expect((await associate(acl, resource)).status).toBe(200);
      expect(await before(resource)).toBe(acl.ARN);
    }
  }
  expect((await remove(one)).status).toBe(200);
  expect((await remove(other)).type).toBe("WAFAssociatedItemException");
  for (const ResourceArn of [stage, pool]) await waf("DisassociateWebACL", { ResourceArn });
  expect(await before(stage)).toBeUndefined();
  expect((await remove(other)).status).toBe(200);
});

test("a web ACL whose stage was deleted can be deleted", async () => {
  const acl = await webAcl("stays-behind");
  const gone = await stageOfNewApi();
  await associate(acl, gone);
  expect((await remove(acl)).type).toBe("WAFAssociatedItemException");
  await tell(aws, "apigateway", "DELETE", gone.slice(gone.indexOf("/restapis")));
  expect((await remove(acl)).status).toBe(200);
});

test("fails for a stage, a user pool or a web ACL that is not there, and leaves the web ACL that was", async () => {
  const acl = await webAcl("there");
  await associate(acl, stage);
  for (const resource of [`${stage}-none`, stage.replace(/restapis\/\w+/, "restapis/none"), `${pool}none`]) {
    expect((await associate(acl, resource)).type).toBe("WAFNonexistentItemException");
  }
  expect((await associate({ ARN: `${acl.ARN}-none` }, stage)).type).toBe("WAFNonexistentItemException");
  expect(await before(stage)).toBe(acl.ARN);
});

describe("a distribution's web ACL", () => {
  const call = (method: string, path: string, body?: string, headers = {}) =>
    tell({ ...aws, region: "us-east-1" }, "cloudfront", method, `/2020-05-31/${path}`, body, headers);
  const configOf = (acl: string) =>
    `<DistributionConfig><Enabled>false</Enabled><WebACLId>${acl}</WebACLId><Origins><Items><Origin><Id>web</Id>` +
    "<S3OriginConfig></S3OriginConfig></Origin></Items></Origins><DefaultCacheBehavior><TargetOriginId>web</TargetOriginId>" +
    "<CachePolicyId>658327ea-f89d-4fab-a63d-7e88639e58f6</CachePolicyId></DefaultCacheBehavior></DistributionConfig>";
  const error = ({ text }: { text: string }) => textAt(text, "ErrorResponse", "Error", "Code");

  test("fails to be deleted while the distribution names it, or to be named when it is not there", async () => {
    const acl = await webAcl("front-end", "CLOUDFRONT");
    const none = configOf(`${acl.ARN}-none`);
    const tagged = `<DistributionConfigWithTags>${none}<Tags></Tags></DistributionConfigWithTags>`;
    expect(error(await call("POST", "distribution", none))).toBe("InvalidWebACLId");
    expect(error(await call("POST", "distribution?WithTags", tagged))).toBe("InvalidWebACLId");
    const created = await call("POST", "distribution", configOf(acl.ARN));
    expect(created.status).toBe(201);
    const path = `distribution/${textAt(created.text, "Distribution", "Id")}`;
    const version = { "if-match": created.etag };
    expect(error(await call("PUT", `${path}/config`, none, version))).toBe("InvalidWebACLId");
    expect((await remove(acl, "CLOUDFRONT")).type).toBe("WAFAssociatedItemException");
    expect((await call("PUT", `${path}/config`, configOf(""), version)).status).toBe(200);
    expect((await remove(acl, "CLOUDFRONT")).status).toBe(200);
  });
});
