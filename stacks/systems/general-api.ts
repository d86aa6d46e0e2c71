import { Construct } from "constructs";
import { type Environment } from "../../environments";
import { cognitoAuth } from "../../src/constructs/apigateway/auth";
import { regional } from "../../src/constructs/apigateway/endpoint";
import { type Model } from "../../src/constructs/apigateway/request-rules";
import { RestApi } from "../../src/constructs/apigateway/rest-api";
import { TypescriptFunction } from "../../src/constructs/lambda/typescript-function";
import { functionSettings } from "../shared";
import { type ApiProps } from "./api-props";

/** The API that everyone who is signed in calls with an ID token, through the front end's distribution. */
export class GeneralApi extends Construct {
  readonly api: RestApi;
  /** What serves it, by name. */
  readonly handlers: { readonly "get-profile": TypescriptFunction; readonly "post-message": TypescriptFunction };

  constructor(scope: Construct, id: string, env: Environment, props: ApiProps) {
    super(scope, id);
    const { identity, encryptionKey } = props;
    const api = new RestApi(this, "api", {
      name: `${env.service}-${env.name}-general`,
      auth: cognitoAuth(identity.userPool),
      endpoint: regional(),
      cors: { origin: env.web.origin, credentials: true },
      stage: { stageName: "api", ...env.api },
      encryptionKey,
    });
    const handler = (name: string, description: string) =>
      new TypescriptFunction(this, name, {
        name: `${env.service}-${env.name}-${name}`,
        source: `src/functions/${name}.ts`,
        description,
        environment: { WEB_ORIGIN: env.web.origin },
        ...functionSettings(env, props),
      });
    this.handlers = {
      "get-profile": handler("get-profile", "GET /profile of the general API"),
      "post-message": handler("post-message", "POST /messages of the general API"),
    };
    api.route("GET /profile", { handler: this.handlers["get-profile"] });
    api.route("POST /messages", { handler: this.handlers["post-message"], request: { body: message } });
    this.api = api;
  }
}

const message: Model = {
  name: "Message",
  schema: {
    type: "object",
    required: ["text"],
    properties: { text: { type: "string", minLength: 1, maxLength: 1000 } },
    additionalProperties: false,
  },
};
