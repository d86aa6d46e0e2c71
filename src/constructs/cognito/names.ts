import { type Construct } from "constructs";
import { UserError } from "../../errors";

/**
 * @throws UserError for a name that Cognito refuses for a user pool, a client, an identity pool or a group.
 * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_CreateUserPool.html
 */
export function checkName(construct: Construct, name: string): void {
  if (/^[\w\s+=,.@-]{1,128}$/.test(name)) return;
  throw new UserError({
    where: construct.node.path,
    what: "Cognito refuses this name",
    got: name,
    allowed: "1 to 128 letters, digits, spaces and + = , . @ - _",
    fix: "rename it",
  });
}
