import {
  type CloudfrontDistributionOrderedCacheBehavior,
  type CloudfrontDistributionOrigin,
} from "@cdktf/provider-aws/lib/cloudfront-distribution";
import { type Construct } from "constructs";
import { UserError } from "../../errors";
import { type HttpApi } from "../apigateway/http-api";
import { type RestApi } from "../apigateway/rest-api";
import { namedMethods } from "../apigateway/route";
import { AwsStack } from "../aws-stack";

/** A REST API that a site serves under a path of its own, so that browsers call it without CORS. */
export interface SiteApi {
  /**
   * Which paths lead to it, such as `/api/*`; `*` stands for any characters, `?` for one. The first part is the stage's
   * name, because the path reaches API Gateway as it is.
   */
  readonly path: string;
  /** A regional REST API of the stack's account and region. */
  readonly api: RestApi;
}

// Policies that AWS manages; their ids are the same in every account.
const cachingDisabled = "4135ea2d-6df8-44a3-9df3-4b5a84be39ad";
const allViewerExceptHostHeader = "b689b0a8-53d0-40ab-baf2-68738e2966ac";

/** The host at which an API of a construct's region is called. */
export function apiHost(construct: Construct, { id }: RestApi | HttpApi): string {
  return `${id}.execute-api.${AwsStack.of(construct).region}.amazonaws.com`;
}

/** Where a distribution finds the API: the origin is named as the path is. */
export function apiOrigin(construct: Construct, { path, api }: SiteApi): CloudfrontDistributionOrigin {
  return {
    originId: path,
    domainName: apiHost(construct, api),
    customOriginConfig: {
      httpPort: 80,
      httpsPort: 443,
      originProtocolPolicy: "https-only",
      originSslProtocols: ["TLSv1.2"],
      // API Gateway answers within 29.
      originReadTimeout: 30,
    },
  };
}

/**
 * How a distribution passes calls on: all of the request but the Host, which API Gateway would not know, and nothing kept.
 *
 * @see https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/using-managed-origin-request-policies.html
 */
export function apiBehavior(
  { path }: SiteApi,
  responseHeadersPolicyId: string,
): CloudfrontDistributionOrderedCacheBehavior {
  return {
    pathPattern: path,
    targetOriginId: path,
    // A redirect would come after the token had been sent in the clear.
    viewerProtocolPolicy: "https-only",
    allowedMethods: [...namedMethods, "OPTIONS"].toSorted(),
    cachedMethods: ["GET", "HEAD"],
    cachePolicyId: cachingDisabled,
    originRequestPolicyId: allViewerExceptHostHeader,
    responseHeadersPolicyId,
  };
}

/** @throws UserError for a path that CloudFront refuses, that is taken, or that does not lead to the API's stage. */
export function checkApis(construct: Construct, apis: readonly SiteApi[]): void {
  for (const [index, { path, api }] of apis.entries()) {
    const fault = (what: string, allowed: string, fix: string) =>
      new UserError({ where: construct.node.path, what, got: path, allowed, fix });
    if (!/^\/[\w.*$/~"'@:+&?-]{0,254}$/.test(path)) {
      throw fault(
        "CloudFront refuses this path pattern",
        "a slash, then at most 254 letters, digits and _ - . * $ / ~ \" ' @ : + & ?",
        "correct the path",
      );
    }
    const { stageName } = api.stage;
    if (path.split("/")[1] !== stageName) {
      const what = `this path does not lead to the API's stage ${stageName}: API Gateway takes its first part for a stage`;
      throw fault(what, `/${stageName}/*`, "begin the path with the stage's name, or rename the stage");
    }
    if (apis.findIndex((other) => other.path === path) < index) {
      throw fault("another API has this path already", "one API for each path", "choose another path");
    }
  }
}
