import { all, any, condition, not, type Formula } from "../formula";
import { remembered } from "../remembered";
import { keyName } from "./key-names";
import { inWords, operatorOf, type Operator } from "./operators";
import { type ConditionTest } from "./policy";
import { type ContextValue } from "./request";
import { readablePattern } from "./tokens";
import { hasVariables, withVariables } from "./variables";

type Keys = ReadonlyMap<string, ContextValue>;

/** Whether the conditions of a statement hold (docs/access-model.md 5.1). */
export function conditionsHold(tests: readonly ConditionTest[], keys: Keys, version: string): Formula {
  if (tests.length === 0) return true;
  const [test] = tests;
  return tests.length === 1 && test !== undefined
    ? answerTo(test, keys, version)
    : all(tests.map((one) => answerTo(one, keys, version)));
}

const absent: ContextValue = [];

/** What of a test is the same for all requests, and what it says of the values that were asked before. */
interface Prepared {
  /** The key in lower case. */
  readonly key: string;
  /** The test with its key in one spelling, so that two policies that test the same say the same. */
  readonly spelt: ConditionTest;
  readonly operator: Operator | undefined;
  readonly variables: boolean;
  readonly answers: WeakMap<ContextValue, Formula>;
}

const prepared = new WeakMap<ConditionTest, Prepared>();

function preparedOf(test: ConditionTest, version: string): Prepared {
  return remembered(prepared, test, () => {
    const operator = operatorOf(test.operator);
    const variables =
      operator?.comparison.variables === true && test.values.some((value) => hasVariables(value, version));
    const spelt = { ...test, key: keyName(test.key) };
    return { key: test.key.toLowerCase(), spelt, operator, variables, answers: new WeakMap() };
  });
}

/** Many requests share the values of a key: what a test without policy variables says of them is said once. */
function answerTo(test: ConditionTest, keys: Keys, version: string): Formula {
  const { key, spelt, operator, variables, answers } = preparedOf(test, version);
  const given = keys.get(key);
  if (variables) return holds(spelt, operator, given, (value) => withVariables(value, keys));
  return remembered(answers, given ?? absent, () => holds(spelt, operator, given, (value) => value));
}

function holds(
  test: ConditionTest,
  operator: Operator | undefined,
  given: ContextValue | undefined,
  resolve: (value: string) => string | undefined,
): Formula {
  if (operator === undefined) return condition(`${test.operator} of ${test.key}`);
  if (operator.name === "Null") return any(test.values.map((value) => isNull(test.key, given, value)));
  const values = test.values.flatMap((value) => resolve(value) ?? []);
  if (given === undefined) return ofUnknown(test, operator, values);
  if (given.length === 0) return ofMissing(test, operator);
  return ofKnown(test, operator, values, given);
}

function isNull(key: string, given: ContextValue | undefined, value: string): Formula {
  const missing = given === undefined ? isMissing(key) : given.length === 0;
  if (value.toLowerCase() === "true") return missing;
  return value.toLowerCase() === "false" ? not(missing) : condition(`${key} is as ${readablePattern(value)} says`);
}

const isMissing = (key: string) => condition(`${key} is missing`);

/** Without a value, only what is negated holds, and what is said of every value. */
function ofMissing({ ifExists, qualifier }: ConditionTest, { negated }: Operator): boolean {
  return ifExists || (qualifier === undefined ? negated : qualifier === "ForAllValues");
}

function ofKnown(test: ConditionTest, operator: Operator, values: readonly string[], given: ContextValue): Formula {
  const { compare } = operator.comparison;
  const each = given.map((one) => any(values.map((value) => compare(value, one, test.key))));
  if (test.qualifier === undefined) {
    const formula = withoutQualifier(test, each);
    return operator.negated ? not(formula) : formula;
  }
  const signed = operator.negated ? each.map((one) => not(one)) : each;
  return test.qualifier === "ForAllValues" ? all(signed) : any(signed);
}

/**
 * AWS tests a key of several values with a qualifier. It does not say what comes of a test without one where some of the
 * values fit and others do not.
 */
function withoutQualifier({ key }: ConditionTest, each: readonly Formula[]): Formula {
  const [one = false] = each;
  if (each.length === 1) return one;
  const isEnough = condition(`one of the values of ${key} is enough where a test has no ForAnyValue`);
  return any([all(each), all([any(each), isEnough])]);
}

/**
 * In words. What is negated is `not` of the same condition as its opposite, so that the two exclude each other: a
 * missing key makes the one false and the other true. So do `ForAnyValue` and the negated `ForAllValues`.
 */
function ofUnknown(test: ConditionTest, operator: Operator, values: readonly string[]): Formula {
  const { key, qualifier } = test;
  if (qualifier === undefined) {
    const formula = any(values.map((value) => isLike(key, key, operator, value)));
    if (operator.negated) return not(formula);
    return test.ifExists ? any([isMissing(key), formula]) : formula;
  }
  const negated = operator.negated;
  const some = (qualifier === "ForAnyValue") !== negated;
  const subject = some ? `a value of ${key}` : `every value of ${key}`;
  const formula = some
    ? any(values.map((value) => isLike(key, subject, operator, value)))
    : every(subject, operator, values);
  const signed = negated ? not(formula) : formula;
  return test.ifExists && qualifier === "ForAnyValue" ? any([isMissing(key), signed]) : signed;
}

/** Whatever is there is like `*`. */
function isLike(key: string, subject: string, operator: Operator, value: string): Formula {
  return takesAll(operator, value) ? not(isMissing(key)) : inWords(subject, operator, value);
}

function every(subject: string, operator: Operator, values: readonly string[]): Formula {
  if (values.some((value) => takesAll(operator, value))) return true;
  const [first, ...others] = values
    .toSorted()
    .map((value) => `${operator.comparison.verb(value)} ${readablePattern(value)}`);
  return condition(`${subject} ${first === undefined ? "is none at all" : [first, ...others].join(" or ")}`);
}

const takesAll = ({ comparison, name }: Operator, value: string) =>
  value === "*" && comparison.variables && /(Not)?Like$/.test(name);
