import { Construct } from "constructs";
import { type Environment } from "../../environments";
import { iamAuth } from "../../src/constructs/apigateway/auth";
import { regional } from "../../src/constructs/apigateway/endpoint";
import { RestApi } from "../../src/constructs/apigateway/rest-api";
import { TypescriptFunction } from "../../src/constructs/lambda/typescript-function";
import { functionSettings } from "../shared";
import { type ApiProps } from "./api-props";

/** The API that administrators call with requests signed by their group's role. */
export class AdminApi extends Construct {
  readonly api: RestApi;
  /** What serves it, by name. */
  readonly handlers: { readonly "get-tech4all": TypescriptFunction };

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
    const getTech4all = new TypescriptFunction(this, "get-tech4all", {
      name: `${env.service}-${env.name}-get-tech4all`,
      source: "src/functions/get-tech4all.ts",
      description: "GET /tech4all of the admin API",
      environment: { WEB_ORIGIN: env.web.origin },
      memoryMegabytes: 256,
      timeoutSeconds: 27,
      ...functionSettings(env, props),
    });
    this.handlers = { "get-tech4all": getTech4all };
    api.route("GET /tech4all", { handler: getTech4all, allow: [identity.groups.admin] });
    this.api = api;
  }
}
