import { fitsAction } from "../../access/iam/arn";
import { fits } from "../../access/iam/wildcards";
import { type ConditionTest, type Statement } from "../../access/iam/policy";
import { type Role } from "../../access/iam/role";
import { readable } from "../../access/symbols";
import { type Rule } from "../facts";
import { type Finding } from "../finding";
import { called, named, restricts, testsOf } from "./statements";

/** Who trusts identities of Cognito: `Federated` in a trust policy. */
const cognito = "cognito-identity.amazonaws.com";
const wanted = "sts:AssumeRoleWithWebIdentity";
const keys = ["aud", "amr", "sub"].map((key) => `${cognito}:${key}`);
const [aud = "", amr = "", sub = ""] = keys;

/** What a role's trust in identity pools can't have meant, whoever uses the role. */
export const trustRule: Rule = ({ roles }) => roles.flatMap(trustFindingsOf);

/** The same of one role. */
export function trustFindingsOf(role: Role): readonly Finding[] {
  return cognitoTrusts(role).flatMap(findingsIn(role));
}

/** The statements by which a role trusts identities of Cognito. */
export function cognitoTrusts({ trust }: Role): readonly Statement[] {
  return trust.statements.filter(
    (statement) =>
      statement.effect === "Allow" &&
      named(statement).some(({ type, value }) => type === "Federated" && value === cognito),
  );
}

type InStatement = (role: Role, statement: Statement) => readonly Finding[];

const findingsIn =
  (role: Role) =>
  (statement: Statement): readonly Finding[] => {
    const { actions } = statement;
    const assumes = actions.negated || actions.patterns.some((pattern) => fitsAction(pattern, wanted) !== false);
    if (!assumes) return byAssumeRole(role, statement);
    const unknown = withUnknownKey(role, statement);
    // Nobody gets past a key that there is not, so what else the statement says has no effect.
    if (unknown.length > 0) return unknown;
    return [withoutAud, withoutAmr, withoutForAnyValue].flatMap((rule) => rule(role, statement));
  };

const byAssumeRole: InStatement = ({ address }, { actions, ...statement }) => {
  if (!actions.patterns.some((pattern) => pattern.toLowerCase() === "sts:assumerole")) return [];
  return [
    {
      id: "trust-by-assume-role",
      severity: "error",
      address,
      what: `${called({ actions, ...statement })} trusts ${cognito} for ${actions.patterns.map(readable).join(", ")}`,
      reason: `Cognito assumes roles by ${wanted} alone, so nobody gets this role: "Invalid identity pool configuration. Check assigned IAM roles for this pool."`,
      fix: `write ${wanted} instead of sts:AssumeRole`,
    },
  ];
};

/** A key that no web identity has: misspelt, or of another provider. */
const withUnknownKey: InStatement = ({ address }, statement) =>
  statement.conditions
    .filter((test) => !/^(aws|sts):/i.test(test.key) && !keys.includes(test.key.toLowerCase()))
    .map((test) => ({
      id: "trust-with-unknown-key",
      severity: "error",
      address,
      what: `${called(statement)} tests ${readable(test.key)}, which identities of Cognito do not have`,
      reason: restricts(test)
        ? "the test never holds, so nobody gets this role"
        : "the key is never there, so the test does not do what it looks like",
      fix: `name one of ${keys.join(", ")}`,
    }));

/** Cognito's identities have all of its keys, so that `IfExists` leaves nobody out. */
const confines = (test: ConditionTest) => restricts({ ...test, ifExists: false });

/** Whether some statement denies by a key, and so may do what the others leave out. */
const isDeniedBy = ({ trust }: Role, key: string) =>
  trust.statements.some((statement) => statement.effect === "Deny" && testsOf(statement, key).length > 0);

const withoutAud: InStatement = (role, statement) => {
  const { address } = role;
  const tests = testsOf(statement, aud);
  const restricting = tests.some((test) => confines(test) && !test.values.some(isAnyPool));
  if (restricting || isForSome(statement) || isDeniedBy(role, aud)) return [];
  return [
    {
      id: "trust-without-aud",
      severity: "error",
      address,
      what: `${called(statement)} trusts ${cognito} and ${tests.length === 0 ? `does not test ${aud}` : `its test of ${aud}, ${written(tests)}, fits every pool`}`,
      reason: "identities of any identity pool, in any account, could assume the role",
      fix: `add StringEquals ${aud} with the identity pool's id`,
    },
  ];
};

/** Whether a statement is for some identities alone, whichever pool they are of. */
const isForSome = (statement: Statement) =>
  testsOf(statement, sub).some((test) => confines(test) && !test.values.some(isAnyPool));

/** Whether a pattern fits the id of every pool, or of every one in a region. */
const isAnyPool = (value: string) => /^[a-z0-9-]*:?\*+$/.test(value);

const withoutAmr: InStatement = (role, statement) => {
  const { address } = role;
  const tests = testsOf(statement, amr);
  // A test that lacks ForAnyValue is a finding of its own.
  if (tests.some(({ qualifier, operator }) => qualifier !== "ForAnyValue" && operator !== "Null")) return [];
  if (tests.some(confines) || isForSome(statement)) return [];
  if (tests.some(keepsGuestsOut) || isDeniedBy(role, amr)) return [];
  return [
    {
      id: "trust-without-amr",
      severity: "error",
      address,
      what: `${called(statement)} trusts ${cognito} and ${tests.length === 0 ? `does not test ${amr}` : `its test of ${amr}, ${written(tests)}, fits guests and users alike`}`,
      reason:
        "guests and signed-in users of the pool can both assume the role, by the classic flow even if Cognito would give it to neither",
      fix: `add ForAnyValue:StringLike ${amr} with authenticated, or unauthenticated for the role of guests`,
    },
  ];
};

/** Guests have no other value than `unauthenticated`, and users have others besides theirs. */
const keepsGuestsOut = ({ operator, values }: ConditionTest) =>
  operator.includes("Not") && values.some((value) => fits(value, "unauthenticated") !== false);

const withoutForAnyValue: InStatement = ({ address }, statement) =>
  testsOf(statement, amr)
    .filter(({ qualifier, operator }) => qualifier !== "ForAnyValue" && operator !== "Null")
    // Every value must be another one: that keeps out who has it, and each of them has some.
    .filter(({ qualifier, operator }) => qualifier !== "ForAllValues" || !operator.includes("Not"))
    .map((test) => ({
      id: "trust-amr-without-for-any-value",
      severity: "error",
      address,
      what: `${called(statement)} tests ${amr}, a list, by ${written([test])}`,
      reason:
        test.qualifier === "ForAllValues"
          ? "ForAllValues wants every value to fit, and signed-in users have others besides; without any value it holds"
          : "without ForAnyValue the test compares a list as if it were one value, which IAM does not define",
      fix: `write ForAnyValue:${test.operator}`,
    }));

/** Tests as they stand in a policy: `StringLike *`. */
function written(tests: readonly ConditionTest[]): string {
  return tests
    .map(({ qualifier, operator, ifExists, values }) =>
      readable(
        `${qualifier === undefined ? "" : `${qualifier}:`}${operator}${ifExists ? "IfExists" : ""} ${values.join(", ")}`,
      ),
    )
    .join(" and ");
}
