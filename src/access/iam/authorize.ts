import { type Assumption } from "../assumptions";
import { all, any, not, type Formula } from "../formula";
import { evaluate, ofEffect } from "./evaluate";
import { matchesOf, type Match } from "./matches";
import { isInForce, withOthers } from "./in-force";
import { type Policy } from "./policy";
import { type Applying, type IamRequest } from "./request";
import { type Role } from "./role";

export interface AuthorizationInput {
  /** Whose session asks. @default - nobody's: only the resource policy can allow */
  readonly role?: Role;
  /** What limits the session; any one of them has to allow. @default - nothing limits it */
  readonly sessionPolicies?: readonly Policy[];
  /** @default - the resource has none */
  readonly resourcePolicy?: Policy;
  readonly request: IamRequest;
  /** Whether the caller's account is the resource's. */
  readonly sameAccount: boolean;
}

/** Whether IAM lets a request through, and by what. */
export interface Authorization {
  /** When it does. */
  readonly when: Formula;
  /** When a statement denies it explicitly. */
  readonly denied: Formula;
  /** When the role's policies allow it, within its boundary and the session's policies. Denials are left aside. */
  readonly byIdentity: Formula;
  /** When the resource policy grants it by itself, or in another account does its part. Denials are left aside. */
  readonly byResource: Formula;
  /** The statements of all policies that apply at least sometimes. */
  readonly applying: readonly Applying[];
  readonly assumptions: readonly Assumption[];
}

/**
 * IAM's decision within an account and across accounts (docs/access-model.md 3.3 and 5.1). An explicit denial anywhere
 * wins. Within an account either the role or the resource policy is enough; across accounts both have to allow.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html
 */
export function authorize(input: AuthorizationInput): Authorization {
  const { role, resourcePolicy, request } = input;
  const identity = evaluate(role?.policies ?? [], request);
  const limits = limitsOf(input);
  const matches = resourcePolicy === undefined ? [] : matchesOf(resourcePolicy, request);
  const byIdentity = role === undefined ? false : all([identity.allowed, limits.allowed]);
  const byResource = grantedBy(matches, limits.allowed, input);
  const ofResource = matches.map(({ applying }) => applying);
  const denied = any([identity.denied, limits.denied, ofEffect(ofResource, "Deny")]);
  const both = role !== undefined && !input.sameAccount;
  const allowed = both ? all([byIdentity, byResource]) : any([byIdentity, byResource]);
  const when = all([not(denied), allowed]);
  return {
    when,
    denied,
    byIdentity,
    byResource,
    applying: [...identity.applying, ...limits.applying, ...ofResource],
    assumptions: when === false ? [] : assumptionsOf(input, limits, byResource),
  };
}

interface Limits {
  readonly allowed: Formula;
  readonly denied: Formula;
  readonly applying: readonly Applying[];
  /** Whether it matters that one session policy is enough. */
  readonly byOneSessionPolicy: boolean;
}

const unlimited: Limits = { allowed: true, denied: false, applying: [], byOneSessionPolicy: false };

/** What the boundary and the session policies leave. */
function limitsOf({ role, sessionPolicies, request }: AuthorizationInput): Limits {
  if (role?.boundary === undefined && sessionPolicies === undefined) return unlimited;
  const boundary = role?.boundary === undefined ? undefined : evaluate([role.boundary], request);
  const sessions = sessionPolicies?.map((policy) => evaluate([policy], request));
  const bySession = sessions === undefined || any(sessions.map(({ allowed }) => allowed));
  const verdicts = [...(boundary === undefined ? [] : [boundary]), ...(sessions ?? [])];
  return {
    allowed: all([any([boundary?.allowed ?? true, not(isInForce(role?.boundary))]), bySession]),
    denied: any(verdicts.map(({ denied }) => denied)),
    applying: verdicts.flatMap(({ applying }) => applying),
    byOneSessionPolicy: bySession !== false && (sessions ?? []).some(({ allowed }) => allowed !== true),
  };
}

/**
 * What the resource policy grants. To name the account only hands the decision to the role's policies, which within the
 * account decide anyway. A grant to the role is limited as the session is; a grant to the session or to everyone is not.
 */
function grantedBy(matches: readonly Match[], limits: Formula, { role, sameAccount }: AuthorizationInput): Formula {
  const grants: Formula[] = [];
  for (const { applying, as, rest } of matches) {
    if (applying.effect === "Deny") continue;
    const { everyone = false, session = false, other = false, role: asRole = false, account = false } = as;
    const byAccount = role === undefined || !sameAccount ? account : false;
    grants.push(all([any([everyone, session, other, byAccount, all([asRole, limits])]), rest]));
  }
  return any(grants);
}

function assumptionsOf({ role, resourcePolicy }: AuthorizationInput, limits: Limits, byResource: Formula) {
  const assumptions: Assumption[] = [];
  if (role !== undefined && resourcePolicy !== undefined && withOthers(resourcePolicy).every(onlyDenies))
    assumptions.push("A1");
  if (limits.byOneSessionPolicy && byResource !== true) assumptions.push("A9");
  return assumptions;
}

const onlyDenies = ({ statements, unknown }: Policy) =>
  unknown === undefined && statements.every(({ effect }) => effect === "Deny");
