import { type Construct } from "constructs";
import { UserError } from "../../errors";

/** Calls are not authorized at all (`NONE`). */
export interface OpenAuth {
  readonly type: "NONE";
  /** Why everybody may call, for whoever reviews the change: at least 10 characters. */
  readonly allowedBecause: string;
}

/** Routes are open to everybody on the internet, which wants a written reason. */
export function openAuth({ allowedBecause }: Pick<OpenAuth, "allowedBecause">): OpenAuth {
  return { type: "NONE", allowedBecause };
}

/**
 * @param what What is open, such as `route GET /health`.
 * @throws UserError unless the reason is a sentence.
 */
export function checkReason(api: Construct, what: string, { allowedBecause }: OpenAuth): void {
  if (allowedBecause.trim().length >= 10) return;
  throw new UserError({
    where: api.node.path,
    what: `${what} is open to everybody without a written reason`,
    got: allowedBecause,
    allowed: "a sentence of at least 10 characters that says why nobody needs to sign in",
    fix: "write the reason, or leave the API's authorizer in force",
  });
}
