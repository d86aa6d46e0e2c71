import { type Construct } from "constructs";
import { UserError } from "../../errors";
import { isReason, reasonForm } from "../../reason";

/** Anybody who reaches the API may call, without any credentials (`NONE`). */
export interface OpenAuth {
  readonly type: "NONE";
  /** Why that is meant, for whoever reviews the change: a sentence of at least 10 characters. */
  readonly allowedBecause: string;
}

/**
 * Routes are open to anybody who reaches the API.
 *
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-control-access-to-api.html
 */
export function openAuth({ allowedBecause }: { readonly allowedBecause: string }): OpenAuth {
  return { type: "NONE", allowedBecause };
}

/** @throws UserError for an authorization that is open without a written reason. */
export function checkOpenAuth(construct: Construct, { allowedBecause }: OpenAuth): void {
  if (isReason(allowedBecause)) return;
  throw new UserError({
    where: construct.node.path,
    what: "calls are open to anybody without a written reason",
    got: allowedBecause,
    allowed: `${reasonForm} nobody has to sign in`,
    fix: "write the reason, or choose another authorization",
  });
}
