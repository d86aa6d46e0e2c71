import { type Construct } from "constructs";
import { UserError } from "../../errors";

/**
 * @throws UserError for a name that IAM refuses.
 * @see https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreateRole.html
 */
export function checkRoleName(construct: Construct, name: string): void {
  if (/^[\w+=,.@-]{1,64}$/.test(name)) return;
  throw new UserError({
    where: construct.node.path,
    what: "IAM refuses this role name",
    got: name,
    allowed: "1 to 64 letters, digits and + = , . @ - _",
    fix: "shorten the environment's service name, or the name of the group or function that the role is for",
  });
}
