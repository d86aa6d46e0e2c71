import { Construct } from "constructs";
import { type Environment } from "../../environments";
import { type HttpApi } from "../../src/constructs/apigateway/http-api";
import { type RestApi } from "../../src/constructs/apigateway/rest-api";
import { AwsStack } from "../../src/constructs/aws-stack";
import { WebAcl } from "../../src/constructs/waf/web-acl";
import { apiHost } from "../../src/constructs/web/site-api";
import { SinglePageSite } from "../../src/constructs/web/single-page-site";
import { bucketName } from "../shared";

/** What the front end works with. */
export interface WebProps {
  /** The API that the front end calls under a path of its own, which is the stage's name. */
  readonly generalApi: RestApi;
  /** APIs that its pages call at API Gateway's own addresses. */
  readonly directApis: readonly (RestApi | HttpApi)[];
  /** Where Cognito's sign-in pages are, `https://<host>`. @default - there are none */
  readonly signInUrl?: string;
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
      bucketName: bucketName(this, env, "web"),
      description: `The front end of ${env.service} ${env.name}`,
      apis: [{ path: `/${props.generalApi.stage.stageName}/*`, api: props.generalApi }],
      contentSecurityPolicy: {
        "connect-src": ["'self'", ...this.calledOrigins(props)],
      },
      ...(env.web.domain !== "none" && { domain: env.web.domain }),
      webAcl: this.createWebAcl(env, name),
    });
  }

  private createWebAcl({ security, api }: Environment, name: string): WebAcl<"CLOUDFRONT"> | undefined {
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
  private calledOrigins({ signInUrl, directApis }: WebProps): string[] {
    const { region } = AwsStack.of(this);
    return [
      `https://cognito-idp.${region}.amazonaws.com`,
      `https://cognito-identity.${region}.amazonaws.com`,
      ...(signInUrl === undefined ? [] : [signInUrl]),
      ...directApis.map((api) => `https://${apiHost(this, api)}`),
    ];
  }
}
