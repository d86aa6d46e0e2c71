import { refuseCertificate } from "../../../src/local/mends/cloudfront-certificates";
import { refuseVersion, refuseWhileUsed } from "../../../src/local/mends/cloudfront-configs";
import {
  aliasesOf,
  refuseDistribution,
  refuseDistributionDeletion,
  savedDistribution,
} from "../../../src/local/mends/cloudfront-distributions";
import { refuseFunction } from "../../../src/local/mends/cloudfront-functions";
import { itemsAt } from "../../../src/local/xml";

const fn = "arn:aws:cloudfront::123456789012:function/spa";
const certificate =
  "<ViewerCertificate><ACMCertificateArn>arn:aws:acm:us-east-1:123456789012:certificate/1</ACMCertificateArn></ViewerCertificate>";
const known = {
  cachePolicies: new Set(["cache"]),
  originRequestPolicies: new Set(["request"]),
  responseHeadersPolicies: new Set(["headers"]),
  originAccessControls: new Set(["oac"]),
  functions: new Set([fn]),
  takenAliases: new Set(["taken.example.com"]),
};

function list(name: string, items: readonly string[]): string {
  return `<${name}><Quantity>${items.length}</Quantity><Items>${items.join("")}</Items></${name}>`;
}

const aliases = (...names: string[]) =>
  list(
    "Aliases",
    names.map((name) => `<CNAME>${name}</CNAME>`),
  );
const origin = (id: string, more: string) => `<Origin><Id>${id}</Id>${more}</Origin>`;
const bucket = origin("web", "<OriginAccessControlId>oac</OriginAccessControlId><S3OriginConfig></S3OriginConfig>");
const association = (arn: string) =>
  list("FunctionAssociations", [`<FunctionAssociation><FunctionARN>${arn}</FunctionARN></FunctionAssociation>`]);

interface Parts {
  readonly origins?: readonly string[];
  readonly behavior?: string;
  readonly patterns?: readonly string[];
  readonly rest?: string;
}

function distribution({
  origins = [bucket, origin("api", "<CustomOriginConfig></CustomOriginConfig>")],
  behavior = `<CachePolicyId>cache</CachePolicyId>${association(fn)}`,
  patterns = ["/api/*"],
  rest = aliases("app.example.com") + certificate,
}: Parts = {}): string {
  const inner = `<TargetOriginId>web</TargetOriginId>${behavior}`;
  const behaviors = patterns.map(
    (pattern) => `<CacheBehavior><PathPattern>${pattern}</PathPattern>${inner}</CacheBehavior>`,
  );
  return `<Enabled>true</Enabled>${list("Origins", origins)}<DefaultCacheBehavior>${inner}</DefaultCacheBehavior>${list("CacheBehaviors", behaviors)}${rest}`;
}

test("a distribution refers to what is there", () => {
  expect(refuseDistribution(distribution(), known)).toBeUndefined();
  expect(aliasesOf(distribution())).toEqual(["app.example.com"]);
});

const cached = "<CachePolicyId>cache</CachePolicyId>";

test.each<[string, Parts, string]>([
  ["an origin that is not there", { behavior: `${cached}<X/>`, origins: [] }, "NoSuchOrigin"],
  ["an origin of no kind", { origins: [origin("web", "")] }, "InvalidOrigin"],
  ["an unknown origin access control", { origins: [bucket.replace("oac", "other")] }, "InvalidOriginAccessControl"],
  ["an unknown cache policy", { behavior: "<CachePolicyId>x</CachePolicyId>" }, "NoSuchCachePolicy"],
  ["neither cache policy nor forwarded values", { behavior: "" }, "InvalidArgument"],
  [
    "an unknown origin request policy",
    { behavior: `${cached}<OriginRequestPolicyId>x</OriginRequestPolicyId>` },
    "NoSuchOriginRequestPolicy",
  ],
  [
    "an unknown response headers policy",
    { behavior: `${cached}<ResponseHeadersPolicyId>x</ResponseHeadersPolicyId>` },
    "NoSuchResponseHeadersPolicy",
  ],
  ["a function that is not published", { behavior: cached + association(`${fn}2`) }, "InvalidFunctionAssociation"],
  ["one pattern twice", { patterns: ["/a", "/a"] }, "InvalidArgument"],
  ["76 patterns", { patterns: Array.from({ length: 76 }, (_, index) => `/${index}`) }, "TooManyCacheBehaviors"],
  ["an alias of another", { rest: aliases("taken.example.com") + certificate }, "CNAMEAlreadyExists"],
  ["an alias without certificate", { rest: aliases("app.example.com") }, "InvalidViewerCertificate"],
  ["a certificate elsewhere", { rest: certificate.replace("us-east-1", "eu-west-1") }, "InvalidViewerCertificate"],
  [
    "a regional web ACL",
    { rest: "<WebACLId>arn:aws:wafv2:eu-west-1:123456789012:regional/webacl/a/1</WebACLId>" },
    "InvalidWebACLId",
  ],
])("fails for a distribution with %s", (_, parts, type) => {
  expect(refuseDistribution(distribution(parts), known)?.type).toBe(type);
});

test.each([
  [["app.example.com"], { SubjectAlternativeNames: ["*.example.com"] }],
  [["*.example.com", "example.com"], { DomainName: "example.com", SubjectAlternativeNames: ["*.example.com"] }],
  [[], { DomainName: "other.example.com" }],
])("a certificate may be used for %j", (domains, names) => {
  expect(refuseCertificate(domains, { Status: "ISSUED", ...names })).toBeUndefined();
});

test.each([
  ["is not there", ["app.example.com"], undefined],
  ["is not issued", [], { Status: "PENDING_VALIDATION" }],
  ["is another's", ["app.example.com"], { Status: "ISSUED", DomainName: "example.com" }],
  ["covers another level", ["a.b.example.com"], { Status: "ISSUED", DomainName: "*.example.com" }],
  ["covers what is below the domain only", ["example.com"], { Status: "ISSUED", DomainName: "*.example.com" }],
  ["covers one of two", ["a.example.com", "b.example.com"], { Status: "ISSUED", DomainName: "a.example.com" }],
])("fails for a certificate that %s", (_, domains, described) => {
  expect(refuseCertificate(domains, described)).toMatchObject({ status: 400, type: "InvalidViewerCertificate" });
});

test("there are origin groups in every distribution, be it none", () => {
  const saved = savedDistribution(distribution());
  expect(saved).toContain("<OriginGroups><Quantity>0</Quantity></OriginGroups>");
  expect(itemsAt(saved, "OriginGroups")).toEqual([]);
  expect(savedDistribution(saved)).toBe(saved);
});

test("fails to delete a distribution that is enabled, whatever else is", () => {
  expect(refuseDistributionDeletion({ config: distribution() })?.type).toBe("DistributionNotDisabled");
  const config = "<Logging><Enabled>true</Enabled></Logging><Enabled>false</Enabled>";
  expect(refuseDistributionDeletion({ config })).toBeUndefined();
});

test("fails to delete what a distribution uses", () => {
  const entry = { id: "oac", etag: "E1", modified: "", config: "" };
  const using = { id: "d", etag: "E2", modified: "", config: distribution() };
  expect(refuseWhileUsed("OriginAccessControl", entry, [using])?.type).toBe("OriginAccessControlInUse");
  expect(refuseWhileUsed("OriginAccessControl", { ...entry, id: "oa" }, [using])).toBeUndefined();
});

test("fails for a change that names no version, or an old one", () => {
  expect(refuseVersion({ headers: { "if-match": "E1" } }, "E1")).toBeUndefined();
  expect(refuseVersion({ headers: {} }, "E1")?.type).toBe("InvalidIfMatchVersion");
  expect(refuseVersion({ headers: { "if-match": "E0" } }, "E1")).toMatchObject({ status: 412 });
});

test("fails for functions that are too long, empty, badly named or of another runtime", () => {
  const config = "<Comment></Comment><Runtime>cloudfront-js-2.0</Runtime>";
  const code = Buffer.alloc(10_240);
  expect(refuseFunction("spa", { config, code })).toBeUndefined();
  expect(refuseFunction("spa", { config, code: Buffer.alloc(10_241) })?.type).toBe("FunctionSizeLimitExceeded");
  expect(refuseFunction("spa", { config, code: Buffer.alloc(0) })?.type).toBe("InvalidArgument");
  expect(refuseFunction("s p", { config, code })?.type).toBe("InvalidArgument");
  expect(refuseFunction("spa", { config: "", code })?.type).toBe("InvalidArgument");
});
