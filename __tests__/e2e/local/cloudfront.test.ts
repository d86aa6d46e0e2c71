import { tmpdir } from "node:os";
import { join } from "node:path";
import { type LocalAws, startLocalAws } from "../../../src/local";
import { textAt } from "../../../src/local/xml";
import { type Json } from "../../../src/local/call";
import { target, tell } from "../../support/aws-calls";

const namespace = "http://cloudfront.amazonaws.com/doc/2020-05-31/";
const optimized = "658327ea-f89d-4fab-a63d-7e88639e58f6";

let aws: LocalAws;
beforeAll(async () => {
  aws = await startLocalAws({
    accountId: "123456789012",
    cacheFolder: join(tmpdir(), "gatehouse-cache"),
    certificates: ["*.example.com", "*.example.com", "example.com"],
  });
});
afterAll(() => aws.stop());

/** Calls CloudFront; a root element gets its namespace. */
async function call(method: string, path: string, xml = "", version?: string) {
  const body = xml === "" ? undefined : xml.replace(/^<(\w+)>/, `<$1 xmlns="${namespace}">`);
  const headers = version === undefined ? {} : { "if-match": version };
  const virginia = { ...aws, region: "us-east-1" };
  const told = await tell(virginia, "cloudfront", method, `/2020-05-31/${path}`, body, headers);
  return { ...told, error: textAt(told.text, "ErrorResponse", "Error", "Code") };
}

function configOf(origin: string, enabled: boolean, behavior = ""): string {
  const cached = `<TargetOriginId>web</TargetOriginId><CachePolicyId>${optimized}</CachePolicyId>${behavior}`;
  return (
    `<DistributionConfig><Comment>a &amp; b</Comment><Enabled>${enabled}</Enabled>` +
    `<Origins><Quantity>1</Quantity><Items><Origin><Id>web</Id>${origin}<S3OriginConfig></S3OriginConfig></Origin></Items></Origins>` +
    `<DefaultCacheBehavior>${cached}</DefaultCacheBehavior></DistributionConfig>`
  );
}

test("a distribution is kept as it was posted, changed with its version, and deleted once it is disabled", async () => {
  const tags = "<Tags><Items><Tag><Key>a</Key><Value>1</Value></Tag></Items></Tags>";
  const created = await call(
    "POST",
    "distribution?WithTags",
    `<DistributionConfigWithTags>${configOf("", true)}${tags}</DistributionConfigWithTags>`,
  );
  expect(created.status).toBe(201);
  expect(textAt(created.text, "Distribution", "Status")).toBe("Deployed");
  const id = textAt(created.text, "Distribution", "Id");
  const read = await call("GET", `distribution/${id}/config`);
  expect(textAt(read.text, "DistributionConfig", "Comment")).toBe("a & b");
  expect(read.etag).toBe(created.etag);

  const path = `distribution/${id}`;
  expect((await call("DELETE", path, "", read.etag)).error).toBe("DistributionNotDisabled");
  expect((await call("PUT", `${path}/config`, configOf("", false))).error).toBe("InvalidIfMatchVersion");
  const changed = await call("PUT", `${path}/config`, configOf("", false), read.etag);
  expect(changed.status).toBe(200);
  expect((await call("DELETE", path, "", read.etag)).error).toBe("PreconditionFailed");
  expect((await call("DELETE", path, "", changed.etag)).status).toBe(204);
  expect((await call("GET", path)).error).toBe("NoSuchDistribution");
});

test("tags of a distribution can be changed", async () => {
  const created = await call("POST", "distribution", configOf("", true));
  const arn = textAt(created.text, "Distribution", "ARN");
  const tagging = `tagging?Resource=${encodeURIComponent(arn)}`;
  const tag = (key: string) => `<Tag><Key>${key}</Key><Value>&lt;1&gt;</Value></Tag>`;
  await call("POST", `${tagging}&Operation=Tag`, `<Tags><Items>${tag("a")}${tag("b")}</Items></Tags>`);
  await call("POST", `${tagging}&Operation=Untag`, "<TagKeys><Items><Key>a</Key></Items></TagKeys>");
  const { text } = await call("GET", tagging);
  expect(text).toContain("<Tag><Key>b</Key><Value>&lt;1&gt;</Value></Tag>");
  expect(text).not.toContain("<Key>a</Key>");
  expect((await call("GET", "tagging?Resource=arn%3Anone")).error).toBe("NoSuchResource");
});

test("fails to delete an origin access control, a headers policy or a function in use", async () => {
  const control = await call(
    "POST",
    "origin-access-control",
    "<OriginAccessControlConfig><Name>oac</Name></OriginAccessControlConfig>",
  );
  const controlId = textAt(control.text, "OriginAccessControl", "Id");
  const headers = await call(
    "POST",
    "response-headers-policy",
    "<ResponseHeadersPolicyConfig><Name>headers</Name></ResponseHeadersPolicyConfig>",
  );
  const headersId = textAt(headers.text, "ResponseHeadersPolicy", "Id");
  const code = Buffer.from("function handler(event) { return event.request; }");
  const fn =
    "<CreateFunctionRequest><Name>spa</Name><FunctionConfig><Comment></Comment><Runtime>cloudfront-js-2.0</Runtime></FunctionConfig>" +
    `<FunctionCode>${code.toString("base64")}</FunctionCode></CreateFunctionRequest>`;
  const made = await call("POST", "function", fn);
  expect((await call("POST", "function", fn)).error).toBe("FunctionAlreadyExists");

  const origin = `<OriginAccessControlId>${controlId}</OriginAccessControlId>`;
  const arn = "arn:aws:cloudfront::123456789012:function/spa";
  const associations = `<FunctionAssociations><Quantity>1</Quantity><Items><FunctionAssociation><FunctionARN>${arn}</FunctionARN></FunctionAssociation></Items></FunctionAssociations>`;
  const using = `<ResponseHeadersPolicyId>${headersId}</ResponseHeadersPolicyId>${associations}`;
  const config = configOf(origin, false, using);
  expect((await call("POST", "distribution", config)).error).toBe("InvalidFunctionAssociation");
  expect((await call("GET", "function/spa/describe?Stage=LIVE")).error).toBe("NoSuchFunctionExists");
  expect(textAt((await call("GET", "function?Stage=LIVE")).text, "FunctionList", "Quantity")).toBe("0");
  expect((await call("POST", "function/spa/publish", "", made.etag)).status).toBe(200);
  expect(textAt((await call("GET", "function?Stage=LIVE")).text, "FunctionList", "Quantity")).toBe("1");
  const live = await call("GET", "function/spa?Stage=LIVE");
  expect(live.text).toBe(code.toString());

  const created = await call("POST", "distribution", config);
  const deletions = async () => [
    (await call("DELETE", `origin-access-control/${controlId}`, "", control.etag)).error,
    (await call("DELETE", `response-headers-policy/${headersId}`, "", headers.etag)).error,
    (await call("DELETE", "function/spa", "", made.etag)).error,
  ];
  expect(await deletions()).toEqual(["OriginAccessControlInUse", "ResponseHeadersPolicyInUse", "FunctionInUse"]);
  await call("DELETE", `distribution/${textAt(created.text, "Distribution", "Id")}`, "", created.etag);
  expect(await deletions()).toEqual(["", "", ""]);
});

test("the policies that AWS manages are listed, and stay as they are", async () => {
  const { text } = await call("GET", "cache-policy?Type=managed");
  expect(text).toContain("<Name>Managed-CachingDisabled</Name>");
  expect((await call("GET", "cache-policy?Type=custom")).text).toContain("<Quantity>0</Quantity>");
  expect((await call("DELETE", `cache-policy/${optimized}`, "", "E23ZP02F085DFQ")).error).toBe("IllegalDelete");
});

test("fails for a second policy of a name, and for a web ACL of a region", async () => {
  const policy = "<ResponseHeadersPolicyConfig><Name>once</Name></ResponseHeadersPolicyConfig>";
  await call("POST", "response-headers-policy", policy);
  expect((await call("POST", "response-headers-policy", policy)).error).toBe("ResponseHeadersPolicyAlreadyExists");
  const acl = "<WebACLId>arn:aws:wafv2:eu-west-1:123456789012:regional/webacl/a/1</WebACLId>";
  const config = configOf("", true).replace("<Comment>", `${acl}<Comment>`);
  expect((await call("POST", "distribution", config)).error).toBe("InvalidWebACLId");
});

/** An operation of ACM in a region. */
const acm = async (region: string, operation: string, input: object) =>
  (await target({ ...aws, region }, "acm", operation, input)).json;

test("certificates are issued once each, in us-east-1, as they were asked for", async () => {
  const listed = async (region: string) => (await acm(region, "ListCertificates", {})).CertificateSummaryList as Json[];
  expect((await listed("us-east-1")).map(({ DomainName, Status }) => [DomainName, Status])).toEqual([
    ["*.example.com", "ISSUED"],
    ["example.com", "ISSUED"],
  ]);
  expect(await listed("eu-west-1")).toEqual([]);
});

test("a distribution's certificate is there and covers its domains, also after a change", async () => {
  const [wildcard] = (await acm("us-east-1", "ListCertificates", {})).CertificateSummaryList as [Json];
  const elsewhere = await acm("eu-west-1", "RequestCertificate", { DomainName: "app.example.com" });
  const config = (arn: unknown, alias: string) => {
    const aliases = `<Aliases><Quantity>1</Quantity><Items><CNAME>${alias}</CNAME></Items></Aliases>`;
    const certificate = `<ViewerCertificate><ACMCertificateArn>${String(arn)}</ACMCertificateArn></ViewerCertificate>`;
    return configOf("", false).replace("<Comment>", `${aliases}${certificate}<Comment>`);
  };
  const { CertificateArn: arn } = wildcard;
  const refused = [
    config(`${String(arn)}0`, "app.example.com"),
    config(arn, "example.com"),
    config(arn, "a.b.example.com"),
  ];
  refused.push(config(elsewhere.CertificateArn, "app.example.com"));
  const tagged = (inner: string) => `<DistributionConfigWithTags>${inner}<Tags></Tags></DistributionConfigWithTags>`;
  for (const wrong of refused) {
    expect((await call("POST", "distribution", wrong)).error).toBe("InvalidViewerCertificate");
    expect((await call("POST", "distribution?WithTags", tagged(wrong))).error).toBe("InvalidViewerCertificate");
  }
  const created = await call("POST", "distribution?WithTags", tagged(config(arn, "app.example.com")));
  expect(created.status).toBe(201);
  const path = `distribution/${textAt(created.text, "Distribution", "Id")}`;
  for (const wrong of refused)
    expect((await call("PUT", `${path}/config`, wrong, created.etag)).error).toBe("InvalidViewerCertificate");
  expect((await call("PUT", `${path}/config`, config(arn, "b.example.com"), created.etag)).status).toBe(200);
});
