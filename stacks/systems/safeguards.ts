import { Construct } from "constructs";
import { type Environment } from "../../environments";
import { AlarmTopic } from "../../src/constructs/monitoring/alarm-topic";
import { ApiAlarms, type WatchedApi, type WatchedHttpApi } from "../../src/constructs/monitoring/api-alarms";
import { FunctionAlarms } from "../../src/constructs/monitoring/function-alarms";
import { UserPoolAlarms } from "../../src/constructs/monitoring/user-pool-alarms";
import { type LoopbackRedirects } from "../../src/constructs/waf/web-acl-rules";
import { WebAcl } from "../../src/constructs/waf/web-acl";

/** Things of one kind, by the name that each has in Terraform addresses. */
type Named<Thing> = Readonly<Record<string, Thing>>;

/** A stage of a REST API. */
interface RestStage {
  /** Its ARN. */
  readonly stageArn: string;
}

/** What {@link Safeguards} stand before, and watch. */
export interface Safeguarded {
  /** The stages of REST APIs that get a web ACL: HTTP APIs can't have one. */
  readonly restStages: {
    /** Those whose callers come by themselves. */
    readonly direct: Named<RestStage>;
    /** Those that are called through CloudFront: a limit for each IP address would stop CloudFront. */
    readonly behindCloudFront: Named<RestStage>;
  };
  /** All APIs. */
  readonly apis: Named<
    { readonly kind: "REST"; readonly api: WatchedApi } | { readonly kind: "HTTP"; readonly api: WatchedHttpApi }
  >;
  /** The user pool, and the clients that users sign in through. */
  readonly userPool: {
    readonly id: string;
    readonly arn: string;
    readonly clients: Named<{ readonly id: string }>;
  };
  /** The functions behind the APIs. */
  readonly functions: Named<{ readonly name: string }>;
  /** The environment's own key, which CloudWatch, CloudWatch Logs and SNS may use. @default - AWS's keys */
  readonly encryptionKey?: { readonly arn: string };
}

/** The web ACLs before REST APIs and the user pool, and the alarms: each only where the environment wants it. */
export class Safeguards extends Construct {
  private readonly prefix: string;

  constructor(
    scope: Construct,
    id: string,
    private readonly env: Environment,
    private readonly guarded: Safeguarded,
  ) {
    super(scope, id);
    this.prefix = `${env.service}-${env.name}`;
    if (env.security.webAcl) this.createWebAcls();
    if (env.alarms !== "none") this.createAlarms(env.alarms.emails);
  }

  private createWebAcls(): void {
    const { restStages, userPool, encryptionKey } = this.guarded;
    const common = {
      scope: "REGIONAL",
      loopbackRedirects: loopbackRedirects(this.env),
      logRetentionDays: this.env.api.logRetentionDays,
      encryptionKey,
    } as const;
    const direct = new WebAcl(this, "web-acl", { ...common, name: this.prefix });
    direct.protect("user-pool", { userPool });
    for (const [name, restApi] of Object.entries(restStages.direct)) direct.protect(name, { restApi });
    const behindCloudFront = Object.entries(restStages.behindCloudFront);
    if (behindCloudFront.length === 0) return;
    const behind = new WebAcl(this, "web-acl-behind-cloudfront", {
      ...common,
      name: `${this.prefix}-behind-cloudfront`,
      rateLimit: "none",
    });
    for (const [name, restApi] of behindCloudFront) behind.protect(name, { restApi });
  }

  private createAlarms(emails: readonly string[]): void {
    const { apis, userPool, functions, encryptionKey } = this.guarded;
    const topic = new AlarmTopic(this, "alarm-topic", { name: `${this.prefix}-alarms`, emails, encryptionKey });
    for (const [name, api] of Object.entries(apis)) new ApiAlarms(this, `${name}-api`, { topic, ...api });
    for (const [name, lambda] of Object.entries(functions))
      new FunctionAlarms(this, `${name}-function`, { topic, lambda });
    for (const [name, client] of Object.entries(userPool.clients)) {
      new UserPoolAlarms(this, `${name}-client`, { topic, name: `${this.prefix}-${name}`, userPool, client });
    }
  }
}

/** Requests may name localhost where the sign-in pages send users there. */
function loopbackRedirects({ identity: { hostedSignIn } }: Environment): LoopbackRedirects {
  if (hostedSignIn === "none") return "blocked";
  const { callbackUrls, logoutUrls } = hostedSignIn;
  return [...callbackUrls, ...logoutUrls].some((url) => new URL(url).hostname === "localhost") ? "counted" : "blocked";
}
