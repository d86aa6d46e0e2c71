import {
  CloudfrontDistribution,
  type CloudfrontDistributionDefaultCacheBehavior,
  type CloudfrontDistributionOrigin,
} from "@cdktf/provider-aws/lib/cloudfront-distribution";
import { CloudfrontOriginAccessControl } from "@cdktf/provider-aws/lib/cloudfront-origin-access-control";
import { Construct } from "constructs";
import { UserError } from "../../errors";
import { AwsStack } from "../aws-stack";
import { checkLength } from "../ranges";
import { Bucket } from "../s3/bucket";
import { literal } from "../tokens";
import { type WebAcl } from "../waf/web-acl";
import { EdgeFunction } from "./edge-function";
import { type ContentSecurityPolicy, SecurityHeaders } from "./security-headers";
import { apiBehavior, apiOrigin, checkApis, type SiteApi } from "./site-api";
import { type SiteDomain, viewersOf } from "./site-domain";

/** Props of {@link SinglePageSite}. */
export interface SinglePageSiteProps {
  /** The name of what CloudFront has for it: 1 to 64 letters, digits, hyphens and underscores, unique in the account. */
  readonly name: string;
  /** The name of the bucket that holds the files, 3 to 63 lower-case letters, digits and hyphens, unique in all of AWS. */
  readonly bucketName: string;
  /** What the site is, at most 128 characters. */
  readonly description: string;
  /** The APIs that are served under paths of the site. @default - none */
  readonly apis?: readonly SiteApi[];
  /** Its own domain, without which viewers may use TLS 1.0. @default - the domain that CloudFront gives it */
  readonly domain?: SiteDomain;
  /** What stands before it. @default - nothing */
  readonly webAcl?: WebAcl<"CLOUDFRONT">;
  /** Laid over the default, directive by directive. @default - everything from the site's own origin */
  readonly contentSecurityPolicy?: ContentSecurityPolicy;
}

/**
 * A single-page application: files in a private bucket that nobody but its CloudFront distribution reads, security
 * headers, and APIs under the same origin. Whoever asks for a path without a file extension gets `index.html`.
 *
 * That is the work of a function on the files' behaviour. Custom error responses, the usual way, hold for a whole
 * distribution: they would turn an API's own 403 and 404 into a page with status 200.
 *
 * @see https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/private-content-restricting-access-to-s3.html
 * @throws UserError for names or a description that CloudFront or S3 refuses, and for an API's path that does not lead to its stage.
 */
export class SinglePageSite extends Construct {
  /** The name of the bucket that the front end's pipeline writes to. */
  readonly bucketName: string;
  /** The distribution's id, by which its caches are emptied. */
  readonly distributionId: string;
  /** What the domain points at: `<something>.cloudfront.net`. */
  readonly domainName: string;
  /** Where the site is seen. */
  readonly url: string;

  constructor(scope: Construct, id: string, props: SinglePageSiteProps) {
    super(scope, id);
    checkName(this, props.name);
    checkLength(this, "description", props.description, 0, 128);
    checkApis(this, props.apis ?? []);
    const files = new Bucket(this, "files", { bucketName: props.bucketName, versioned: true, onDestroy: "empty" });
    const distribution = this.createDistribution(props, files);
    // Not s3:ListBucket, which would turn the 403 for a missing file into 404: with it, a request that once got past
    // the routing to the bucket's root would list every file.
    files.letServiceRead({ sid: "ReadBySite", service: "cloudfront.amazonaws.com", sourceArn: distribution.arn });
    this.bucketName = files.bucketName;
    this.distributionId = distribution.id;
    this.domainName = distribution.domainName;
    this.url = `https://${props.domain?.name ?? distribution.domainName}`;
  }

  private createDistribution(props: SinglePageSiteProps, files: Bucket): CloudfrontDistribution {
    const { apis = [] } = props;
    const { policyId } = new SecurityHeaders(this, "security-headers", {
      name: props.name,
      contentSecurityPolicy: props.contentSecurityPolicy ?? {},
    });
    return new CloudfrontDistribution(this, "resource", {
      enabled: true,
      comment: literal(props.description),
      defaultRootObject: "index.html",
      httpVersion: "http2and3",
      isIpv6Enabled: true,
      priceClass: "PriceClass_All",
      ...viewersOf(this, props.domain),
      ...(props.webAcl && { webAclId: props.webAcl.arn }),
      origin: [this.filesOrigin(props, files), ...apis.map((api) => apiOrigin(this, api))],
      defaultCacheBehavior: this.filesBehavior(props, policyId),
      orderedCacheBehavior: apis.map((api) => apiBehavior(api, policyId)),
      restrictions: { geoRestriction: { restrictionType: "none" } },
      // Reaching every edge takes minutes, and nothing else waits for that.
      waitForDeployment: false,
    });
  }

  private filesOrigin({ name }: SinglePageSiteProps, files: Bucket): CloudfrontDistributionOrigin {
    const access = new CloudfrontOriginAccessControl(this, "access", {
      name,
      originAccessControlOriginType: "s3",
      signingBehavior: "always",
      signingProtocol: "sigv4",
    });
    return {
      originId: filesOriginId,
      domainName: `${files.bucketName}.s3.${AwsStack.of(this).region}.amazonaws.com`,
      originAccessControlId: access.id,
    };
  }

  private filesBehavior(
    { name }: SinglePageSiteProps,
    responseHeadersPolicyId: string,
  ): CloudfrontDistributionDefaultCacheBehavior {
    const routing = new EdgeFunction(this, "routing", {
      name,
      source: "src/functions/edge/single-page-routing.js",
      description: "Answers the front end's routes with index.html",
    });
    return {
      targetOriginId: filesOriginId,
      viewerProtocolPolicy: "redirect-to-https",
      allowedMethods: ["GET", "HEAD"],
      cachedMethods: ["GET", "HEAD"],
      compress: true,
      cachePolicyId: cachingOptimized,
      responseHeadersPolicyId,
      functionAssociation: [{ eventType: "viewer-request", functionArn: routing.arn }],
    };
  }
}

const filesOriginId = "files";
// A policy that AWS manages; its id is the same in every account.
const cachingOptimized = "658327ea-f89d-4fab-a63d-7e88639e58f6";

function checkName(site: Construct, name: string): void {
  if (/^[\w-]{1,64}$/.test(name)) return;
  throw new UserError({
    where: site.node.path,
    what: "CloudFront refuses this name",
    got: name,
    allowed: "1 to 64 letters, digits, hyphens and underscores",
    fix: "rename the site",
  });
}
