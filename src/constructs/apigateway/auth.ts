import { type IdentityPool } from "../cognito/identity-pool";

/** Calls are signed with credentials of the identity pool, and IAM decides (`AWS_IAM`). */
export interface IamAuth {
  readonly type: "AWS_IAM";
  /** The pool whose groups routes can be opened to. */
  readonly identityPool: IdentityPool;
}

/**
 * Routes are authorized by IAM: a caller needs credentials of this identity pool, and a role that was granted the route.
 *
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/permissions.html
 */
export function iamAuth(identityPool: IdentityPool): IamAuth {
  return { type: "AWS_IAM", identityPool };
}
