import { Construct } from "constructs";
import { type Environment } from "../../environments";
import { iamAuth } from "../../src/constructs/apigateway/auth";
import { regional } from "../../src/constructs/apigateway/endpoint";
import { RestApi } from "../../src/constructs/apigateway/rest-api";
import { TypescriptFunction } from "../../src/constructs/lambda/typescript-function";
import { functionSettings, type SharedInfrastructure } from "../function-settings";
import { type IdentitySystem } from "./identity";

/** The API that administrators call with requests signed by their group's role. */
export class AdminApi extends Construct {
  /** Where the stage is called. */
  readonly url: string;

  constructor(scope: Construct, id: string, env: Environment, identity: IdentitySystem, shared: SharedInfrastructure) {
    super(scope, id);
    const api = new RestApi(this, "api", {
      name: `${env.service}-${env.name}-admin`,
      auth: iamAuth(identity.identityPool),
      endpoint: regional(),
      cors: { origin: env.web.origin, credentials: true },
      stage: { stageName: "api", ...env.api },
    });
    const tech4all = new TypescriptFunction(this, "get-tech4all", {
      name: `${env.service}-${env.name}-get-tech4all`,
      source: "src/functions/get-tech4all.ts",
      description: "GET /tech4all of the admin API",
      environment: { WEB_ORIGIN: env.web.origin },
      memoryMegabytes: 256,
      timeoutSeconds: 27,
      ...functionSettings(env, shared),
    });
    api.route("GET /tech4all", { handler: tech4all, allow: [identity.groups.admin] });
    this.url = api.url;
  }
}
