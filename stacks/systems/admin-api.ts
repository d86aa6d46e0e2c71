import { Construct } from "constructs";
import { type Environment } from "../../environments";
import { iamAuth } from "../../src/constructs/apigateway/auth";
import { regional } from "../../src/constructs/apigateway/endpoint";
import { RestApi } from "../../src/constructs/apigateway/rest-api";
import { TypescriptFunction } from "../../src/constructs/lambda/typescript-function";
import { functionSettings, type SharedInfrastructure } from "../shared";
import { type IdentitySystem } from "./identity";

/** What the APIs of signed-in users work with. */
export interface ApiProps extends SharedInfrastructure {
  /** Who can sign in. */
  readonly identity: IdentitySystem;
}

/** The API that administrators call with requests signed by their group's role. */
export class AdminApi extends Construct {
  readonly api: RestApi;
  /** What serves `GET /tech4all`. */
  readonly handler: TypescriptFunction;

  constructor(scope: Construct, id: string, env: Environment, props: ApiProps) {
    super(scope, id);
    const { identity, encryptionKey } = props;
    const api = new RestApi(this, "api", {
      name: `${env.service}-${env.name}-admin`,
      auth: iamAuth(identity.identityPool),
      endpoint: regional(),
      cors: { origin: env.web.origin, credentials: true },
      stage: { stageName: "api", ...env.api },
      encryptionKey,
    });
    this.handler = new TypescriptFunction(this, "get-tech4all", {
      name: `${env.service}-${env.name}-get-tech4all`,
      source: "src/functions/get-tech4all.ts",
      description: "GET /tech4all of the admin API",
      environment: { WEB_ORIGIN: env.web.origin },
      memoryMegabytes: 256,
      timeoutSeconds: 27,
      ...functionSettings(env, props),
    });
    api.route("GET /tech4all", { handler: this.handler, allow: [identity.groups.admin] });
    this.api = api;
  }
}
