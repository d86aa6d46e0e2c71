/**
 * What Cognito answers instead of credentials, with status 400. docs/access-model.md 1.3.
 *
 * @see https://docs.aws.amazon.com/cognitoidentity/latest/APIReference/API_GetCredentialsForIdentity.html
 */
export interface CognitoError {
  readonly exception: "InvalidIdentityPoolConfigurationException" | "NotAuthorizedException";
  /** Undefined where AWS does not document it. */
  readonly message?: string;
}

/** The pool has no role for this case, or the role's trust refuses. */
export const invalidConfiguration: CognitoError = {
  exception: "InvalidIdentityPoolConfigurationException",
  message: "Invalid identity pool configuration. Check assigned IAM roles for this pool.",
};

/** A guest, where guests are not allowed. */
export const guestsRefused: CognitoError = {
  exception: "NotAuthorizedException",
  message: "Unauthenticated access is not supported for this identity pool.",
};

/** The user pool or the app client is no provider of the identity pool. */
export const unsupportedProvider: CognitoError = {
  exception: "NotAuthorizedException",
  message: "Token is not from a supported provider of this identity pool.",
};

/** An access token in place of the ID token. */
export const accessTokenRefused: CognitoError = {
  exception: "NotAuthorizedException",
  message: "Invalid login token. Missing a required claim: aud",
};

/** A `CustomRoleArn` that the token does not name. */
export const customRoleRefused: CognitoError = { exception: "NotAuthorizedException" };

/** The resolution `Deny`. */
export function ambiguous(provider: string): CognitoError {
  return {
    exception: "NotAuthorizedException",
    message: `The ambiguous role mapping rules for: ${provider} denied this request.`,
  };
}

/** The error in a sentence: `Cognito answers NotAuthorizedException: ...`. */
export function errorText({ exception, message }: CognitoError): string {
  return `Cognito answers ${exception}${message === undefined ? "" : `: ${message.replace(/\.$/, "")}`}`;
}
