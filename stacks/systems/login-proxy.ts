import { Construct } from "constructs";
import { type Environment } from "../../environments";
import { cognitoAuth } from "../../src/constructs/apigateway/auth";
import { privateTo } from "../../src/constructs/apigateway/endpoint";
import { openAuth } from "../../src/constructs/apigateway/open-auth";
import { RestApi } from "../../src/constructs/apigateway/rest-api";
import { LoginActions } from "../../src/constructs/cognito/login-actions";
import { TypescriptFunction } from "../../src/constructs/lambda/typescript-function";
import { type VpcEndpoint } from "../../src/constructs/network/vpc-endpoint";
import { functionSettings, type SharedInfrastructure } from "../shared";
import { type ApiProps } from "./api-props";

/** What the login proxy works with. */
export interface LoginProxyProps extends ApiProps {
  /** The endpoint that it is called through. */
  readonly endpoint: VpcEndpoint;
}

/** The private API by which users sign in from a network that can't reach Cognito, and one that their tokens open. */
export class LoginProxy extends Construct {
  readonly api: RestApi;
  /** What serves the tokens' holders, by name. */
  readonly handlers: { readonly "private-get-profile": TypescriptFunction };

  constructor(scope: Construct, id: string, env: Environment, props: LoginProxyProps) {
    super(scope, id);
    const name = `${env.service}-${env.name}-cognito-proxy`;
    const { identity, endpoint, encryptionKey } = props;
    const login = new LoginActions(this, "login", { roleName: `${name}-role`, identityPool: identity.identityPool });
    const api = new RestApi(this, "api", {
      name,
      auth: openAuth({ allowedBecause: "Whoever signs in has no token yet; the templates name pool and client" }),
      endpoint: privateTo({ vpcEndpoints: [endpoint] }),
      stage: { stageName: "proxy", ...env.api },
      encryptionKey,
    });
    for (const { key, action } of login.routes) api.route(key, { handler: action });
    this.handlers = { "private-get-profile": this.createHandler(env, props) };
    const handler = this.handlers["private-get-profile"];
    api.route("GET /profile", { handler, auth: cognitoAuth(identity.userPool) });
    this.api = api;
  }

  private createHandler(env: Environment, shared: SharedInfrastructure): TypescriptFunction {
    return new TypescriptFunction(this, "get-profile", {
      name: `${env.service}-${env.name}-private-get-profile`,
      source: "src/functions/get-profile.ts",
      description: "GET /profile of the login proxy",
      environment: { WEB_ORIGIN: env.web.origin },
      ...functionSettings(env, shared),
    });
  }
}
