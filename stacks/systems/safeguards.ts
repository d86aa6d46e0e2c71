import { Construct } from "constructs";
import { type Environment } from "../../environments";
import { type HttpApi } from "../../src/constructs/apigateway/http-api";
import { type RestApi } from "../../src/constructs/apigateway/rest-api";
import { type AppClient } from "../../src/constructs/cognito/app-client";
import { type UserPool } from "../../src/constructs/cognito/user-pool";
import { type EncryptionKey } from "../../src/constructs/kms/encryption-key";
import { type TypescriptFunction } from "../../src/constructs/lambda/typescript-function";
import { AlarmTopic } from "../../src/constructs/monitoring/alarm-topic";
import { ApiAlarms } from "../../src/constructs/monitoring/api-alarms";
import { FunctionAlarms } from "../../src/constructs/monitoring/function-alarms";
import { UserPoolAlarms } from "../../src/constructs/monitoring/user-pool-alarms";
import { type LoopbackRedirects } from "../../src/constructs/waf/web-acl-rules";
import { type Protected, WebAcl } from "../../src/constructs/waf/web-acl";

/** Things of one kind, by the name that each has in Terraform addresses. */
type Named<Thing> = Readonly<Record<string, Thing>>;

/** What {@link Safeguards} stand before, and watch. */
export interface Safeguarded {
  /** The REST APIs, each of which gets a web ACL. */
  readonly restApis: {
    /** Those whose callers come by themselves. */
    readonly direct: Named<RestApi>;
    /** Those that are called through CloudFront: a limit for each IP address would stop CloudFront. */
    readonly behindCloudFront: Named<RestApi>;
  };
  /** The HTTP APIs: they can't have a web ACL. */
  readonly httpApis: Named<HttpApi>;
  /** The user pools, each of which gets a web ACL. */
  readonly userPools: Named<UserPool>;
  /** The clients that users sign in through. */
  readonly clients: Named<AppClient>;
  /** The functions behind the APIs, and those that user pools call. */
  readonly functions: Named<TypescriptFunction>;
  /** What encrypts web ACLs' logs and alarms. @default - keys of AWS's own */
  readonly encryptionKey?: EncryptionKey;
}

/** The web ACLs before REST APIs and user pools, and the alarms: each only where the environment wants it. */
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
    const { restApis, userPools, encryptionKey } = this.guarded;
    const common = {
      scope: "REGIONAL",
      loopbackRedirects: loopbackRedirects(this.env),
      logRetentionDays: this.env.api.logRetentionDays,
      encryptionKey,
    } as const;
    const direct = new WebAcl(this, "web-acl", { ...common, name: this.prefix });
    protectAll(direct, { ...userPools, ...restApis.direct });
    if (Object.keys(restApis.behindCloudFront).length === 0) return;
    const behind = new WebAcl(this, "web-acl-behind-cloudfront", {
      ...common,
      name: `${this.prefix}-behind-cloudfront`,
      rateLimit: "none",
    });
    protectAll(behind, restApis.behindCloudFront);
  }

  private createAlarms(emails: readonly string[]): void {
    const { restApis, httpApis, clients, functions, encryptionKey } = this.guarded;
    const topic = new AlarmTopic(this, "alarm-topic", { name: `${this.prefix}-alarms`, emails, encryptionKey });
    const apis: Named<RestApi | HttpApi> = { ...restApis.direct, ...restApis.behindCloudFront, ...httpApis };
    for (const [name, api] of Object.entries(apis)) new ApiAlarms(this, `${name}-api`, { topic, api });
    for (const [name, lambda] of Object.entries(functions)) {
      new FunctionAlarms(this, `${name}-function`, { topic, lambda });
    }
    for (const [name, client] of Object.entries(clients)) {
      new UserPoolAlarms(this, `${name}-client`, { topic, name: `${this.prefix}-${name}`, client });
    }
  }
}

function protectAll(acl: WebAcl<"REGIONAL">, resources: Named<Protected>): void {
  for (const [name, resource] of Object.entries(resources)) acl.protect(name, resource);
}

/** Requests may name localhost where the sign-in pages send users there. */
function loopbackRedirects({ identity: { hostedSignIn } }: Environment): LoopbackRedirects {
  if (hostedSignIn === "none") return "blocked";
  const { callbackUrls, logoutUrls } = hostedSignIn;
  return [...callbackUrls, ...logoutUrls].some((url) => new URL(url).hostname === "localhost") ? "counted" : "blocked";
}
