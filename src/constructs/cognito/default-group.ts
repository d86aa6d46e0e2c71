import { Construct } from "constructs";
import { type EncryptionKey } from "../kms/encryption-key";
import { TypescriptFunction } from "../lambda/typescript-function";
import { type UserPoolGroup } from "./user-pool-group";

/** Props of {@link DefaultGroup}. */
export interface DefaultGroupProps {
  /** The group that users get into. */
  readonly group: UserPoolGroup;
  /** The function's name, 1 to 64 letters, digits, hyphens and underscores, unique in account and region. */
  readonly functionName: string;
  /** Whether X-Ray traces the function's runs. */
  readonly tracing: boolean;
  /** How long the function's log is kept, in days; one of CloudWatch's values. */
  readonly logRetentionDays: number;
  /** What encrypts the function's log and variables. @default - keys of AWS's own */
  readonly encryptionKey?: EncryptionKey;
}

/**
 * Puts users into a group once they have confirmed their account: those who signed up themselves, and those whose
 * sign-up an administrator confirmed. For users whom an administrator created Cognito calls no such function; whoever
 * creates them puts them into a group.
 *
 * The function may add users to groups of this pool and nothing else; IAM can't say which group.
 *
 * @see https://docs.aws.amazon.com/cognito/latest/developerguide/user-pool-lambda-post-confirmation.html
 * @throws UserError where the pool calls another function at that moment.
 */
export class DefaultGroup extends Construct {
  /** What puts users into the group. */
  readonly handler: TypescriptFunction;

  constructor(scope: Construct, id: string, { group, functionName, ...settings }: DefaultGroupProps) {
    super(scope, id);
    const { userPool } = group.identityPool.client;
    this.handler = new TypescriptFunction(this, "function", {
      name: functionName,
      source: "src/functions/add-to-default-group.ts",
      description: `Puts users who confirmed their account into the group ${group.name}`,
      environment: { DEFAULT_GROUP: group.name },
      timeoutSeconds: 5,
      ...settings,
    });
    this.handler.grant({ sid: "AddToGroup", actions: ["cognito-idp:AdminAddUserToGroup"], resources: [userPool.arn] });
    userPool.addTrigger("postConfirmation", this.handler);
  }
}
