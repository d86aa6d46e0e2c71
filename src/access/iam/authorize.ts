import { type Assumption } from "../assumptions";
import { all, any, not, textOf, type Formula } from "../formula";
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
  const ofResource = matches.map(({ applying }) => applying);
  const denied = any([identity.denied, limits.denied, ofEffect(ofResource, "Deny")]);
  const granting: Granting = { input, denied, byRole: identity.allowed, matches };
  const { when, byIdentity, byResource } = grantedWithin(granting, limits.allowed);
  const applying = [...identity.applying, ...limits.applying, ...ofResource];
  const assumptions = when === false ? [] : assumptionsOf(granting, limits, when);
  return { when, denied, byIdentity, byResource, applying, assumptions };
}

/** What grants a request, before limits. */
interface Granting {
  readonly input: AuthorizationInput;
  readonly denied: Formula;
  /** When the role's policies allow it. */
  readonly byRole: Formula;
  /** The resource policy's statements. */
  readonly matches: readonly Match[];
}

/**
 * The decision within the limits of a session.
 *
 * @param ofEveryone The limits of what the resource policy grants to everyone; AWS documents none.
 */
function grantedWithin(
  { input, denied, byRole, matches }: Granting,
  limits: Formula,
  ofEveryone: Formula = true,
): Pick<Authorization, "when" | "byIdentity" | "byResource"> {
  const { role, sameAccount } = input;
  const byIdentity = role === undefined ? false : all([byRole, limits]);
  const grants: Formula[] = [];
  for (const match of matches) {
    if (match.applying.effect === "Allow")
      grants.push(grantOf(match, limits, match.testsArn ? true : ofEveryone, input));
  }
  const byResource = any(grants);
  const both = role !== undefined && !sameAccount;
  const allowed = both ? all([byIdentity, byResource]) : any([byIdentity, byResource]);
  return { when: all([not(denied), allowed]), byIdentity, byResource };
}

/**
 * What a statement of the resource policy grants. To name the account only hands the decision to the role's policies,
 * which within the account decide anyway. A grant to the role is limited as the session is; one to the session is not.
 */
function grantOf(
  { as, rest }: Match,
  limits: Formula,
  ofEveryone: Formula,
  { role, sameAccount }: AuthorizationInput,
): Formula {
  const { everyone = false, session = false, other = false, role: asRole = false, account = false } = as;
  const byAccount = role === undefined || !sameAccount ? account : false;
  return all([any([all([everyone, ofEveryone]), session, other, byAccount, all([asRole, limits])]), rest]);
}

interface Limits {
  readonly allowed: Formula;
  /** What would be left if every session policy had to allow, not any one of them. */
  readonly allowedByAll: Formula;
  readonly denied: Formula;
  readonly applying: readonly Applying[];
}

const unlimited: Limits = { allowed: true, allowedByAll: true, denied: false, applying: [] };

/** What the boundary and the session policies leave. */
function limitsOf({ role, sessionPolicies, request }: AuthorizationInput): Limits {
  if (role?.boundary === undefined && sessionPolicies === undefined) return unlimited;
  const boundary = role?.boundary === undefined ? undefined : evaluate([role.boundary], request);
  const sessions = sessionPolicies?.map((policy) => evaluate([policy], request));
  const bySession = sessions?.map(({ allowed }) => allowed);
  const byBoundary = any([boundary?.allowed ?? true, not(isInForce(role?.boundary))]);
  const verdicts = [...(boundary === undefined ? [] : [boundary]), ...(sessions ?? [])];
  return {
    allowed: all([byBoundary, bySession === undefined || any(bySession)]),
    allowedByAll: all([byBoundary, ...(bySession ?? [])]),
    denied: any(verdicts.map(({ denied }) => denied)),
    applying: verdicts.flatMap(({ applying }) => applying),
  };
}

/** An answer rests on an assumption where it would be another without it. */
function assumptionsOf(granting: Granting, { allowed, allowedByAll }: Limits, when: Formula): readonly Assumption[] {
  const { role, resourcePolicy } = granting.input;
  const assumptions: Assumption[] = [];
  const differs = (other: Formula) => other !== when && textOf(other) !== textOf(when);
  if (role !== undefined && resourcePolicy !== undefined && withOthers(resourcePolicy).every(onlyDenies))
    assumptions.push("A1");
  if (allowed !== allowedByAll && differs(grantedWithin(granting, allowedByAll).when)) assumptions.push("A9");
  if (allowed !== true && differs(grantedWithin(granting, allowed, allowed).when)) assumptions.push("A11");
  return assumptions;
}

const onlyDenies = ({ statements, unknown }: Policy) =>
  unknown === undefined && statements.every(({ effect }) => effect === "Deny");
