import { type Construct } from "constructs";
import { UserError } from "../../errors";
import { isReason, reasonForm } from "../../reason";
import { decidingBefore, type Matching } from "../../rule-matching";
import { acknowledge } from "../acknowledge";

/** Claims of an ID token that Cognito or an administrator writes, and no user. */
const guardedClaims = [
  "aud",
  "auth_time",
  "cognito:groups",
  "cognito:preferred_role",
  "cognito:roles",
  "email_verified",
  "exp",
  "iat",
  "iss",
  "phone_number_verified",
  "sub",
  "token_use",
] as const;

/** A claim that Cognito or an administrator writes, and no user. */
export type GuardedClaim = (typeof guardedClaims)[number];

/** A claim that users write: at sign-up, or later through any client that may write the attribute. */
export type UserWritableClaim =
  | `custom:${string}`
  | "address"
  | "birthdate"
  | "cognito:username"
  | "email"
  | "family_name"
  | "gender"
  | "given_name"
  | "locale"
  | "middle_name"
  | "name"
  | "nickname"
  | "phone_number"
  | "picture"
  | "preferred_username"
  | "profile"
  | "website"
  | "zoneinfo";

interface NamedRule<Name extends string> extends Matching {
  /** The rule's name, which becomes part of its role's: a letter, then letters, digits and hyphens. Unique in its pool. */
  readonly name: Name;
}

/**
 * A rule on a claim that only Cognito or an administrator writes. How a rule compares `cognito:groups`, which is a list,
 * AWS does not say: choose roles by token instead.
 */
export interface RuleOnGuardedClaim<Name extends string = string> extends NamedRule<Name> {
  readonly claim: GuardedClaim;
  readonly userWritableBecause?: never;
}

/**
 * A rule on a claim that users write: whoever writes the right value gets the role.
 *
 * A match on `email` proves that whoever signed in once received mail at that address, since the pool wants it verified
 * before it counts (or that an administrator vouched for it). It does not prove that they still do. `Contains` does not
 * prove the domain: `eve@example.com.evil.com` contains `@example.com`, and there is no "ends with".
 */
export interface RuleOnUserWritableClaim<Name extends string = string> extends NamedRule<Name> {
  readonly claim: UserWritableClaim;
  /** Why a user may have the role who wrote the claim for it, in a sentence of at least 10 characters. */
  readonly userWritableBecause: string;
}

/** One rule: whoever's ID token has such a claim holds the rule's role. */
export type RoleRule<Name extends string = string> = RuleOnGuardedClaim<Name> | RuleOnUserWritableClaim<Name>;

/**
 * @throws UserError for rules that Cognito refuses, that never decide, or that let users choose their role without a
 * written reason.
 * @see https://docs.aws.amazon.com/cognito/latest/developerguide/role-based-access-control.html
 */
export function checkRules(pool: Construct, rules: readonly RoleRule[]): void {
  if (rules.length === 0 || rules.length > 25) {
    throw new UserError({
      where: pool.node.path,
      what: `the pool has ${rules.length} rules`,
      allowed: "1 to 25 rules (Cognito's limit, not adjustable)",
      fix: rules.length === 0 ? 'add a rule, or choose mode "authenticated"' : "merge rules, or choose roles by token",
    });
  }
  for (const [index, rule] of rules.entries()) {
    checkName(pool, rule, rules.slice(0, index));
    checkTexts(pool, rule);
    checkWriter(pool, rule);
    checkReach(pool, rule, rules.slice(0, index));
  }
}

/** Hands the written reasons for rules that app clients' users decide on to whoever would find such rules. */
export function acknowledgeWriters(attachment: Construct, rules: readonly RoleRule[]): void {
  const reasons = rules.flatMap(({ name, claim, userWritableBecause = "" }) =>
    isWrittenByClients(claim) ? [`${name}: ${userWritableBecause}`] : [],
  );
  if (reasons.length > 0) acknowledge(attachment, "rule-on-user-writable-claim", reasons.join("; "));
}

/** Clients may write the standard attributes and no others, unless they are told otherwise. */
const isWrittenByClients = (claim: RoleRule["claim"]) =>
  !guardedClaims.some((guarded) => guarded === claim) && !claim.includes(":");

function checkName(pool: Construct, { name }: RoleRule, earlier: readonly RoleRule[]): void {
  const taken = earlier.some((other) => other.name === name);
  if (/^[A-Za-z][A-Za-z0-9-]*$/.test(name) && !taken) return;
  throw new UserError({
    where: pool.node.path,
    what: taken ? "two rules have this name" : "this can't be a rule's name",
    got: name,
    allowed: "a letter, then letters, digits and hyphens; each rule its own",
    fix: "rename the rule",
  });
}

function checkTexts(pool: Construct, { name, claim, value }: RoleRule): void {
  checkText(
    pool,
    `claim of rule ${name}`,
    claim,
    /^[\p{L}\p{M}\p{S}\p{N}\p{P}]{1,64}$/u,
    "1 to 64 characters, no space",
  );
  checkText(pool, `value of rule ${name}`, value, /^.{1,128}$/su, "1 to 128 characters");
}

function checkText(pool: Construct, field: string, text: string, form: RegExp, allowed: string): void {
  if (form.test(text)) return;
  throw new UserError({
    where: pool.node.path,
    what: `Cognito refuses the ${field}`,
    got: text,
    allowed,
    fix: "correct the rule",
  });
}

function checkWriter(pool: Construct, { name, claim, userWritableBecause = "" }: RoleRule): void {
  if (guardedClaims.some((guarded) => guarded === claim) || isReason(userWritableBecause)) return;
  throw new UserError({
    where: pool.node.path,
    what: `rule ${name} gives its role by a claim that users can write, without a written reason`,
    got: claim,
    allowed: `a claim that no user writes (${guardedClaims.join(", ")}), or userWritableBecause with ${reasonForm}`,
    fix: "choose the role by a group (mode token), or write why whoever writes the claim may have the role",
  });
}

function checkReach(pool: Construct, rule: RoleRule, earlier: readonly RoleRule[]): void {
  const deciding = decidingBefore(rule, earlier);
  if (deciding.length === 0) return;
  throw new UserError({
    where: pool.node.path,
    what: `rule ${rule.name} never decides: the first matching rule does, and ${deciding.map(({ name }) => name).join(" and ")} already match all that it matches`,
    got: `${rule.claim} ${rule.match} ${rule.value}`,
    allowed: "a rule that matches something that no earlier rule matches",
    fix: "move the narrower rule to the front, or remove it",
  });
}
