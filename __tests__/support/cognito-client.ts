import { type Json } from "../../src/local/call";
import { target } from "./aws-calls";

// What our functions use of @aws-sdk/client-cognito-identity-provider, which Lambda's runtime brings along and this
// project does not install. It speaks Cognito's protocol to AWS_ENDPOINT_URL, as the real client does.

/** A command, with what it is called with. */
export class AdminAddUserToGroupCommand {
  constructor(readonly input: Json) {}
}

/** Sends commands; fails with Cognito's error. */
export class CognitoIdentityProviderClient {
  async send({ input }: AdminAddUserToGroupCommand): Promise<Json> {
    const { AWS_ENDPOINT_URL: endpoint = "", AWS_REGION: region = "" } = process.env;
    const { status, json, text } = await target({ endpoint, region }, "cognito-idp", "AdminAddUserToGroup", input);
    if (status === 200) return json;
    throw Object.assign(new Error(text), { name: json["__type"] });
  }
}

/** Lets functions that are required from now on find these classes under the package's name. */
export function standInForClient(): void {
  const client = { AdminAddUserToGroupCommand, CognitoIdentityProviderClient };
  jest.doMock("@aws-sdk/client-cognito-identity-provider", () => client, { virtual: true });
}
