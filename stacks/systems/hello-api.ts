import { Construct } from "constructs";
import { type Environment } from "../../environments";
import { HttpApi } from "../../src/constructs/apigateway/http-api";
import { type JwtAuth, jwtAuth } from "../../src/constructs/apigateway/jwt-auth";
import { AppClient } from "../../src/constructs/cognito/app-client";
import { UserPoolDomain } from "../../src/constructs/cognito/user-pool-domain";
import { TypescriptFunction } from "../../src/constructs/lambda/typescript-function";
import { appClientSettings, functionSettings, type SharedInfrastructure } from "../shared";
import { type ApiProps } from "./api-props";
import { type IdentitySystem } from "./identity";

/** The HTTP API that everybody calls who signed in through its single-page application, with the token itself. */
export class HelloApi extends Construct {
  /** The single-page application's client: the only one whose tokens the API accepts. */
  readonly client: AppClient;
  /** The API. */
  readonly api: HttpApi<JwtAuth>;
  /** What serves it, by name. */
  readonly handlers: { readonly "get-hello": TypescriptFunction };
  /** Where the sign-in pages are, in environments that have them. */
  readonly domainUrl: string | undefined;

  constructor(scope: Construct, id: string, env: Environment, props: ApiProps) {
    super(scope, id);
    const { identity, encryptionKey } = props;
    const domain = this.createDomain(env, identity);
    this.domainUrl = domain?.url;
    this.client = this.createClient(env, identity, domain);
    this.api = new HttpApi(this, "api", {
      name: `${env.service}-${env.name}-hello`,
      description: "Says hello to holders of a token of the single-page application",
      auth: jwtAuth(this.client),
      cors: { origins: [env.web.origin], credentials: false },
      stage: env.api,
      encryptionKey,
    });
    this.handlers = { "get-hello": this.createFunction(env, props) };
    this.api.route("GET /hello", { handler: this.handlers["get-hello"] });
  }

  private createDomain(env: Environment, { userPool }: IdentitySystem): UserPoolDomain | undefined {
    const { hostedSignIn } = env.identity;
    if (hostedSignIn === "none") return undefined;
    return new UserPoolDomain(this, "domain", { userPool, prefix: hostedSignIn.domainPrefix });
  }

  private createClient(env: Environment, { userPool }: IdentitySystem, domain: UserPoolDomain | undefined): AppClient {
    const { hostedSignIn } = env.identity;
    return new AppClient(this, "client", {
      userPool,
      address: "spa",
      name: `${env.service}-${env.name}-spa`,
      ...appClientSettings(env),
      ...(hostedSignIn !== "none" &&
        domain && {
          hostedSignIn: {
            domain,
            // The environment's schema wants at least one.
            callbackUrls: hostedSignIn.callbackUrls as [string, ...string[]],
            logoutUrls: hostedSignIn.logoutUrls,
          },
        }),
    });
  }

  private createFunction(env: Environment, shared: SharedInfrastructure): TypescriptFunction {
    return new TypescriptFunction(this, "get-hello", {
      name: `${env.service}-${env.name}-get-hello`,
      source: "src/functions/get-hello.ts",
      description: "GET /hello of the hello API",
      ...functionSettings(env, shared),
    });
  }
}
