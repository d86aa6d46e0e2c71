import { tmpdir } from "node:os";
import { join } from "node:path";
import { ApiGatewayRestApi } from "@cdktf/provider-aws/lib/api-gateway-rest-api";
import { TerraformOutput } from "cdktf";
import { type AwsStack } from "../../../src/constructs/aws-stack";
import { SinglePageSite, type SinglePageSiteProps } from "../../../src/constructs/web/single-page-site";
import { type LocalAws, startLocalAws } from "../../../src/local";
import { itemsAt, textAt, textsOf } from "../../../src/local/xml";
import { tell } from "../../support/aws-calls";
import { noChanges, StackRun } from "../../support/stack-run";

let aws: LocalAws;
const runs: StackRun[] = [];
beforeAll(async () => {
  aws = await startLocalAws({
    accountId: "123456789012",
    cacheFolder: join(tmpdir(), "gatehouse-cache"),
    certificates: ["*.example.com"],
  });
});
afterAll(async () => {
  for (const run of runs) run.remove();
  await aws.stop();
});

function runOf(name: string): StackRun {
  const run = new StackRun(aws, name);
  runs.push(run);
  return run;
}

const siteOf =
  (name: string, props: Partial<SinglePageSiteProps> = {}) =>
  (stack: AwsStack) => {
    const { id } = new ApiGatewayRestApi(stack, "api", { name });
    const site = new SinglePageSite(stack, "site", {
      name,
      bucketName: `${name}-files`,
      description: "A site",
      apis: [{ path: "/api/*", api: { id, stageName: "api" } }],
      ...props,
    });
    for (const output of ["bucketName", "distributionId", "url"] as const)
      new TerraformOutput(stack, output, { value: site[output] });
  };

const cloudFront = (path: string) => tell({ ...aws, region: "us-east-1" }, "cloudfront", "GET", `/2020-05-31/${path}`);

async function policyHeader(): Promise<string[]> {
  const { text } = await cloudFront("response-headers-policy?Type=custom");
  return textsOf(text, "ContentSecurityPolicy");
}

async function applied(run: StackRun, build: (stack: AwsStack) => unknown): Promise<void> {
  await run.synthesize(build);
  await run.plan();
  await run.apply();
  expect(await run.plan()).toEqual(noChanges);
}

test("a site with a domain and one without are applied, changed, and destroyed with their files", async () => {
  const domain = { name: "app.example.com", certificate: "*.example.com" };
  const [own, given] = [runOf("own"), runOf("given")];
  await Promise.all([applied(own, siteOf("own", { domain })), applied(given, siteOf("given"))]);

  const outputs = await own.outputs();
  expect(outputs).toMatchObject({ url: "https://app.example.com", bucketName: "own-files" });
  expect((await given.outputs()).url).toMatch(/^https:\/\/\w+\.cloudfront\.net$/);
  const { text } = await cloudFront(`distribution/${String(outputs.distributionId)}/config`);
  const config = ["DistributionConfig"];
  expect(textsOf(text, "CNAME")).toEqual(["app.example.com"]);
  expect(textAt(text, ...config, "ViewerCertificate", "MinimumProtocolVersion")).toBe("TLSv1.2_2021");
  expect(itemsAt(text, ...config, "CacheBehaviors").map(({ inner }) => textAt(inner, "PathPattern"))).toEqual([
    "/api/*",
  ]);
  expect(textAt(text, ...config, "CustomErrorResponses", "Quantity")).toBe("0");

  await own.synthesize(siteOf("own", { domain, contentSecurityPolicy: { "font-src": ["https://fonts.example"] } }));
  expect(await own.plan()).toEqual({
    ...noChanges,
    updated: ["aws_cloudfront_response_headers_policy.site_security-headers"],
  });
  await own.apply();
  expect(await policyHeader()).toContainEqual(expect.stringContaining("; font-src https://fonts.example; "));
  expect(await own.plan()).toEqual(noChanges);

  await tell(aws, "s3", "PUT", "/own-files/index.html", "<html></html>");
  await Promise.all(
    [own, given].map(async (run) => {
      await run.plan("-destroy");
      await run.apply();
    }),
  );
  const left = ["distribution", "origin-access-control", "response-headers-policy?Type=custom"];
  const quantities = await Promise.all(left.map(async (kind) => textsOf((await cloudFront(kind)).text, "Quantity")));
  expect(quantities).toEqual([["0"], ["0"], ["0"]]);
  expect((await cloudFront("function/own/describe")).status).toBe(404);
  expect(textsOf((await tell(aws, "s3", "GET", "/")).text, "Name")).toEqual(["test-state"]);
});
