import { TerraformOutput } from "cdktf";
import { regional } from "../../../src/constructs/apigateway/endpoint";
import { openAuth } from "../../../src/constructs/apigateway/open-auth";
import { RestApi } from "../../../src/constructs/apigateway/rest-api";
import { RestApiAccount } from "../../../src/constructs/apigateway/rest-api-account";
import { type AwsStack } from "../../../src/constructs/aws-stack";
import { SinglePageSite, type SinglePageSiteProps } from "../../../src/constructs/web/single-page-site";
import { itemsAt, textAt, textsOf } from "../../../src/local/xml";
import { tell } from "../../support/aws-calls";
import { AppliedStack, noChanges } from "../../support/applied-stack";
import { handlerOf, stage } from "../../support/rest-api";

let stack: AppliedStack;
beforeAll(async () => {
  stack = await AppliedStack.start({
    accountId: "123456789012",
    region: "ap-northeast-1",
    certificates: ["*.example.com"],
  });
});
afterAll(async () => stack?.stop());

const siteOf =
  (props: Partial<SinglePageSiteProps> = {}) =>
  (built: AwsStack) => {
    new RestApiAccount(built, "account", { roleNamePrefix: "api-logs-" });
    const api = new RestApi(built, "api", {
      name: "api",
      auth: openAuth({ allowedBecause: "it is called by nobody" }),
      endpoint: regional(),
      stage,
    });
    api.route("GET /hello", { handler: handlerOf(built) });
    const site = new SinglePageSite(built, "site", {
      name: "own",
      bucketName: "own-files",
      description: "A site",
      domain: { name: "app.example.com", certificate: "*.example.com" },
      apis: [{ path: "/api/*", api }],
      ...props,
    });
    for (const output of ["bucketName", "distributionId", "url"] as const)
      new TerraformOutput(built, output, { value: site[output] });
  };

const cloudFront = (path: string) =>
  tell({ ...stack.called, region: "us-east-1" }, "cloudfront", "GET", `/2020-05-31/${path}`);

async function policyHeader(): Promise<string[]> {
  const { text } = await cloudFront("response-headers-policy?Type=custom");
  return textsOf(text, "ContentSecurityPolicy");
}

test("a site with a domain is applied, changed, and destroyed with its files", async () => {
  await stack.plan(siteOf());
  await stack.apply();
  expect(await stack.plan(siteOf())).toEqual(noChanges);
  const outputs = await stack.outputs();
  expect(outputs).toMatchObject({ url: "https://app.example.com", bucketName: "own-files" });
  const { text } = await cloudFront(`distribution/${String(outputs.distributionId)}/config`);
  const config = ["DistributionConfig"];
  expect(textsOf(text, "CNAME")).toEqual(["app.example.com"]);
  expect(textAt(text, ...config, "ViewerCertificate", "MinimumProtocolVersion")).toBe("TLSv1.2_2021");
  const behaviors = itemsAt(text, ...config, "CacheBehaviors").map(({ inner }) => textAt(inner, "PathPattern"));
  expect(behaviors).toEqual(["/api/*"]);
  expect(textAt(text, ...config, "CustomErrorResponses", "Quantity")).toBe("0");

  const withFont = siteOf({ contentSecurityPolicy: { "font-src": ["https://fonts.example"] } });
  expect(await stack.plan(withFont)).toEqual({
    ...noChanges,
    updated: ["aws_cloudfront_response_headers_policy.site_security-headers"],
  });
  await stack.apply();
  expect(await policyHeader()).toContainEqual(expect.stringContaining("; font-src https://fonts.example; "));
  expect(await stack.plan(withFont)).toEqual(noChanges);

  await tell(stack.called, "s3", "PUT", "/own-files/index.html", "<html></html>");
  await stack.destroy();
  const left = ["distribution", "origin-access-control", "response-headers-policy?Type=custom"];
  const quantities = await Promise.all(left.map(async (kind) => textsOf((await cloudFront(kind)).text, "Quantity")));
  expect(quantities).toEqual([["0"], ["0"], ["0"]]);
  expect((await cloudFront("function/own/describe")).status).toBe(404);
  expect(textsOf((await tell(stack.called, "s3", "GET", "/")).text, "Name")).toEqual(["test-state"]);
});
