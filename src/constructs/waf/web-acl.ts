import { CloudwatchLogGroup } from "@cdktf/provider-aws/lib/cloudwatch-log-group";
import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { Wafv2WebAcl } from "@cdktf/provider-aws/lib/wafv2-web-acl";
import { Wafv2WebAclAssociation } from "@cdktf/provider-aws/lib/wafv2-web-acl-association";
import { Wafv2WebAclLoggingConfiguration } from "@cdktf/provider-aws/lib/wafv2-web-acl-logging-configuration";
import { type TerraformProvider } from "cdktf";
import { Construct } from "constructs";
import { UserError } from "../../errors";
import { RestApi } from "../apigateway/rest-api";
import { type UserPool } from "../cognito/user-pool";
import { type EncryptionKey } from "../kms/encryption-key";
import { checkRange } from "../ranges";
import { type LoopbackRedirects, type RateLimit, webAclRules } from "./web-acl-rules";

interface WebAclSettings {
  /** The ACL's name, 1 to 128 letters, digits, hyphens and underscores; its log group is `aws-waf-logs-<name>`. */
  readonly name: string;
  /**
   * Most requests of one IP address in any 5 minutes, 10 to 2000000000; above it they get 403. `"none"` for what is
   * called through CloudFront, whose own addresses would be counted. @default - 2000
   */
  readonly rateLimit?: RateLimit;
  /** What happens to requests that name `localhost`. */
  readonly loopbackRedirects: LoopbackRedirects;
  /** How long its log is kept, in days; one of CloudWatch's values. */
  readonly logRetentionDays: number;
}

/** Props of a {@link WebAcl} of its stack's region, for REST APIs and user pools. */
export interface RegionalWebAclProps extends WebAclSettings {
  readonly scope: "REGIONAL";
  /** The key that encrypts its log. @default - CloudWatch's own */
  readonly encryptionKey?: EncryptionKey;
}

/** Props of a {@link WebAcl} for CloudFront, which names it by its ARN. Everything of it is made in us-east-1. */
export interface CloudFrontWebAclProps extends WebAclSettings {
  readonly scope: "CLOUDFRONT";
  /** An AWS provider of us-east-1. */
  readonly provider: TerraformProvider;
}

/** What a regional web ACL can stand before. HTTP APIs can't have one. */
export type Protected = RestApi | UserPool;

/**
 * A web ACL (AWS WAF) with its log: lets everything pass but floods from one IP address and what AWS's managed rules
 * know as malicious. What it refuses gets 403.
 *
 * Bodies beyond 8,192 bytes are refused (SizeRestrictions_BODY of the common rule set), and so are requests without a
 * User-Agent: an API for larger bodies needs an override of that rule. A user pool's requests stay below, and Cognito
 * shows WAF nothing that identifies a user. The rules take 927 of the 1,500 capacity units that an ACL's price covers.
 *
 * The log redacts whatever proves who calls. AWS lets WAF write it by a resource policy that it adds to the log group,
 * for which whoever applies needs logs:PutResourcePolicy, logs:DescribeResourcePolicies and logs:DescribeLogGroups.
 *
 * @see https://docs.aws.amazon.com/waf/latest/developerguide/web-acl.html
 * @throws UserError for a name or limit that WAF refuses, and for a provider that is not one of us-east-1.
 */
export class WebAcl<Scope extends "REGIONAL" | "CLOUDFRONT" = "REGIONAL" | "CLOUDFRONT"> extends Construct {
  /** The ACL's ARN. */
  readonly arn: string;
  /** What it can stand before: resources of its region, or a distribution of CloudFront. */
  readonly aclScope: Scope;

  private readonly stoodBefore = new Set<Protected>();

  constructor(
    scope: Construct,
    id: string,
    props: (RegionalWebAclProps | CloudFrontWebAclProps) & { readonly scope: Scope },
  ) {
    super(scope, id);
    checkWebAcl(this, props);
    this.aclScope = props.scope;
    this.arn = this.createAcl(props);
    this.log(props);
  }

  /**
   * Puts the ACL before a resource.
   *
   * @param name What the resource is called in the association's Terraform address: letters, digits and hyphens.
   * @throws UserError where it stands before that resource already.
   */
  protect(this: WebAcl<"REGIONAL">, name: string, resource: Protected): void {
    this.checkProtected(resource);
    this.stoodBefore.add(resource);
    const resourceArn = resource instanceof RestApi ? resource.stage.arn : resource.arn;
    new Wafv2WebAclAssociation(this, `before-${name}`, { webAclArn: this.arn, resourceArn });
  }

  private createAcl(props: RegionalWebAclProps | CloudFrontWebAclProps): string {
    const acl = new Wafv2WebAcl(this, "resource", {
      name: props.name,
      scope: props.scope,
      ...providerOf(props),
      defaultAction: { allow: {} },
      rule: webAclRules(props),
      visibilityConfig: {
        cloudwatchMetricsEnabled: true,
        metricName: props.name,
        // Samples would show the headers that the log redacts.
        sampledRequestsEnabled: false,
      },
    });
    return acl.arn;
  }

  private log(props: RegionalWebAclProps | CloudFrontWebAclProps): void {
    const group = new CloudwatchLogGroup(this, "log", {
      // The beginning is WAF's condition.
      name: `aws-waf-logs-${props.name}`,
      retentionInDays: props.logRetentionDays,
      ...(props.scope === "REGIONAL" && { kmsKeyId: props.encryptionKey?.arn }),
      ...providerOf(props),
    });
    new Wafv2WebAclLoggingConfiguration(this, "logging", {
      resourceArn: this.arn,
      logDestinationConfigs: [group.arn],
      redactedFields: [
        ...["authorization", "cookie", "x-amz-security-token"].map((name) => ({ singleHeader: { name } })),
        // After a sign-in on Cognito's pages it holds the code that is traded for tokens.
        { queryString: {} },
      ],
      ...providerOf(props),
    });
  }

  private checkProtected(resource: Protected): void {
    if (!this.stoodBefore.has(resource)) return;
    throw new UserError({
      where: this.node.path,
      what: "this stands behind the web ACL already",
      got: resource.node.path,
      fix: "remove one of the two",
    });
  }
}

const providerOf = (props: RegionalWebAclProps | CloudFrontWebAclProps) =>
  props.scope === "CLOUDFRONT" ? { provider: props.provider } : {};

function checkWebAcl(acl: Construct, props: RegionalWebAclProps | CloudFrontWebAclProps): void {
  if (typeof props.rateLimit === "number") {
    checkRange(acl, "rateLimit", props.rateLimit, 10, 2_000_000_000, "requests in 5 minutes");
  }
  if (!/^[\w-]{1,128}$/.test(props.name)) {
    throw new UserError({
      where: acl.node.path,
      what: "WAF refuses this name",
      got: props.name,
      allowed: "1 to 128 letters, digits, hyphens and underscores",
      fix: "rename the web ACL",
    });
  }
  if (props.scope === "REGIONAL") return;
  const region = props.provider instanceof AwsProvider ? props.provider.region : undefined;
  if (region === "us-east-1") return;
  throw new UserError({
    where: acl.node.path,
    what: "a web ACL for CloudFront can't be made through this provider",
    got: region ?? props.provider.node.path,
    allowed: "an AWS provider whose region is us-east-1",
    fix: "pass the stack's provider of us-east-1",
  });
}
