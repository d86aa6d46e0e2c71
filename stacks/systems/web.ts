import { Construct } from "constructs";
import { type Environment } from "../../environments";
import { AwsStack } from "../../src/constructs/aws-stack";
import { WebAcl } from "../../src/constructs/waf/web-acl";
import { apiHost, type SiteApi } from "../../src/constructs/web/site-api";
import { SinglePageSite } from "../../src/constructs/web/single-page-site";

/** What the front end works with. */
export interface WebProps {
  /** The API that the front end calls under a path of its own, which is the stage's name. */
  readonly generalApi: SiteApi["api"];
  /** APIs that its pages call at API Gateway's own addresses. @default - none */
  readonly directApis?: readonly { readonly id: string }[];
}

/** The front end: its files and the general API behind one distribution. */
export class Web extends Construct {
  /** Bucket, distribution and address. */
  readonly site: SinglePageSite;

  constructor(scope: Construct, id: string, env: Environment, props: WebProps) {
    super(scope, id);
    const name = `${env.service}-${env.name}-web`;
    this.site = new SinglePageSite(this, "site", {
      name,
      bucketName: `${name}-${env.accountId}`,
      description: `The front end of ${env.service} ${env.name}`,
      apis: [{ path: `/${props.generalApi.stageName}/*`, api: props.generalApi }],
      contentSecurityPolicy: {
        "connect-src": ["'self'", ...this.calledHosts(env, props).map((host) => `https://${host}`)],
      },
      ...(env.web.domain !== "none" && { domain: env.web.domain }),
      webAcl: this.createWebAcl(env, name),
    });
  }

  private createWebAcl({ security, api }: Environment, name: string): WebAcl | undefined {
    if (!security.webAcl) return undefined;
    return new WebAcl(this, "web-acl", {
      scope: "CLOUDFRONT",
      provider: AwsStack.of(this).usEast1,
      name,
      loopbackRedirects: "blocked",
      logRetentionDays: api.logRetentionDays,
    });
  }

  /** Whom the pages speak to beside their own origin: Cognito, its sign-in pages, and the APIs called directly. */
  private calledHosts({ identity }: Environment, { directApis = [] }: WebProps): string[] {
    const { region } = AwsStack.of(this);
    return [
      `cognito-idp.${region}.amazonaws.com`,
      `cognito-identity.${region}.amazonaws.com`,
      ...(identity.hostedSignIn === "none"
        ? []
        : [`${identity.hostedSignIn.domainPrefix}.auth.${region}.amazoncognito.com`]),
      ...directApis.map((api) => apiHost(this, api)),
    ];
  }
}
