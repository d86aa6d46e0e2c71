/**
 * What AWS does not document, and Gatehouse has to assume to give an answer at all. An answer that rests on one names
 * it. docs/access-model.md, section 8, says what each rests on.
 */
export const assumptions = {
  A1: "a resource policy that only denies is enough on AWS_IAM routes: the role's own permission allows",
  A2: "a path is compared with a policy as it was called, percent-encoding and all",
  A3: "with Deny, a user whose token names no role gets no credentials",
  A4: "a group without a role that alone has the best precedence leaves the token without a preferred role",
  A5: "groups without a precedence rank alike, behind all others",
  A6: "a rule on a claim that holds a list compares each of its values",
  A7: "rules compare with regard to case",
  A8: "the amr of a signed-in user is authenticated, the provider's name, and that name with the user's sub",
  A9: "the session policies of guests allow what any one of them allows",
  A10: "with rules, CustomRoleArn chooses among the roles of the rules that fit",
  A11: "what a resource policy allows everyone is limited by neither permissions boundaries nor session policies",
} as const;

/** The id of an assumption. */
export type Assumption = keyof typeof assumptions;
