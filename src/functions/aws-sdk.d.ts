/** What our functions use of the client that Lambda's runtime brings along. */
declare module "@aws-sdk/client-cognito-identity-provider" {
  /** Calls Cognito user pools in the function's region, as the function's role. */
  export class CognitoIdentityProviderClient {
    send(command: AdminAddUserToGroupCommand): Promise<object>;
  }

  /** Adds a user to a group; one who is in it stays in it. */
  export class AdminAddUserToGroupCommand {
    readonly input: { readonly UserPoolId: string; readonly Username: string; readonly GroupName: string };
    constructor(input: AdminAddUserToGroupCommand["input"]);
  }
}
