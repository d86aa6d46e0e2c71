import { AdminAddUserToGroupCommand, CognitoIdentityProviderClient } from "@aws-sdk/client-cognito-identity-provider";
import type { PostConfirmationTriggerEvent } from "aws-lambda";

const { DEFAULT_GROUP } = process.env;
if (!DEFAULT_GROUP)
  throw new Error("the environment variable DEFAULT_GROUP is not set: there is no group to add users to");

const cognito = new CognitoIdentityProviderClient();

/**
 * Puts a user who has just confirmed the account into the default group. Cognito calls it again where it took too long,
 * which does no harm. What it throws, Cognito tells the user, whose account stays confirmed.
 */
export const handler = async (event: PostConfirmationTriggerEvent): Promise<PostConfirmationTriggerEvent> => {
  // A new password is confirmed too, by users who have their groups.
  if (event.triggerSource !== "PostConfirmation_ConfirmSignUp") return event;
  const { userPoolId: UserPoolId, userName: Username } = event;
  try {
    await cognito.send(new AdminAddUserToGroupCommand({ UserPoolId, Username, GroupName: DEFAULT_GROUP }));
  } catch (error) {
    console.error(`could not add ${Username} of ${UserPoolId} to the group ${DEFAULT_GROUP}`, error);
    throw new Error("Your account is confirmed, but you are in no group yet: ask an administrator to add you.", {
      cause: error,
    });
  }
  return event;
};
