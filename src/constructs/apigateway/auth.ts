import { type IdentityPool } from "../cognito/identity-pool";
import { type UserPool } from "../cognito/user-pool";
import { type OpenAuth } from "./open-auth";

/** Calls are signed with credentials of the identity pool, and IAM decides (`AWS_IAM`). */
export interface IamAuth {
  readonly type: "AWS_IAM";
  /** The pool whose groups routes can be opened to. */
  readonly identityPool: IdentityPool;
}

/** Calls carry a token of the user pool (`COGNITO_USER_POOLS`). */
export interface CognitoAuth {
  readonly type: "COGNITO_USER_POOLS";
  /** The pool whose tokens are accepted, whichever of its clients they were issued to. */
  readonly userPool: UserPool;
}

/** How calls of a REST API can be authorized. */
export type RestApiAuth = IamAuth | CognitoAuth | OpenAuth;

/**
 * Routes are authorized by IAM: a caller needs credentials of this identity pool, and a role that was granted the route.
 *
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/permissions.html
 */
export function iamAuth(identityPool: IdentityPool): IamAuth {
  return { type: "AWS_IAM", identityPool };
}

/**
 * Routes are authorized by a token of this user pool in the Authorization header: an ID token, or, for a route with
 * scopes, an access token that carries one of them. Groups are not looked at: whoever can sign in may call.
 *
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-integrate-with-cognito.html
 */
export function cognitoAuth(userPool: UserPool): CognitoAuth {
  return { type: "COGNITO_USER_POOLS", userPool };
}
