/**
 * The identity of whoever uses a permission, for its resources and conditions: IAM puts the caller's identity id in its
 * place, such as `ap-northeast-1:00000000-0000-0000-0000-000000000000`. Only what an identity pool's roles are granted
 * can use it: for another caller IAM has no value, and the permission then reaches nothing.
 *
 * The second `$` tells Terraform to leave the variable to IAM.
 *
 * @see https://docs.aws.amazon.com/cognito/latest/developerguide/iam-roles.html
 */
export const callersIdentityId = "$${cognito-identity.amazonaws.com:sub}";
