/**
 * What Cognito does for everybody: these calls ask no policy of IAM, so that a role neither opens nor confines them.
 *
 * @see docs/access-model.md 1.2
 * @see https://docs.aws.amazon.com/cognito/latest/developerguide/authentication-flows-public-server-side.html
 */
export const unguardedActions: ReadonlySet<string> = new Set([
  "cognito-identity:GetCredentialsForIdentity",
  "cognito-identity:GetId",
  "cognito-identity:GetOpenIdToken",
  "cognito-identity:UnlinkIdentity",
  "cognito-idp:AssociateSoftwareToken",
  "cognito-idp:ChangePassword",
  "cognito-idp:ConfirmDevice",
  "cognito-idp:ConfirmForgotPassword",
  "cognito-idp:ConfirmSignUp",
  "cognito-idp:DeleteUser",
  "cognito-idp:DeleteUserAttributes",
  "cognito-idp:ForgetDevice",
  "cognito-idp:ForgotPassword",
  "cognito-idp:GetDevice",
  "cognito-idp:GetUser",
  "cognito-idp:GetUserAttributeVerificationCode",
  "cognito-idp:GlobalSignOut",
  "cognito-idp:InitiateAuth",
  "cognito-idp:ListDevices",
  "cognito-idp:ResendConfirmationCode",
  "cognito-idp:RespondToAuthChallenge",
  "cognito-idp:RevokeToken",
  "cognito-idp:SetUserMFAPreference",
  "cognito-idp:SetUserSettings",
  "cognito-idp:SignUp",
  "cognito-idp:UpdateDeviceStatus",
  "cognito-idp:UpdateUserAttributes",
  "cognito-idp:VerifySoftwareToken",
  "cognito-idp:VerifyUserAttribute",
]);
