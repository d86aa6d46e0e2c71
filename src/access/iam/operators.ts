import { condition, type Formula } from "../formula";
import { isKnown, readable } from "../symbols";
import { fitsArn, lowerCase } from "./arn";
import { ipRange, liesIn } from "./ip-range";
import { hasWildcard, readablePattern } from "./tokens";
import { equals, fits } from "./wildcards";

/** How a condition operator compares a value of a policy with one of the request. */
export interface Operator {
  /** In IAM's own spelling. */
  readonly name: string;
  /** Whether it holds where its comparison does not. */
  readonly negated: boolean;
  readonly comparison: Comparison;
}

export interface Comparison {
  /** What stands between a key and a value in words, such as `is less than`. */
  readonly verb: (value: string) => string;
  /** Whether policy variables stand for values of the request. */
  readonly variables: boolean;
  /** Whether a text that is wholly known can be a value of the policy. */
  readonly accepts: (value: string) => boolean;
  /** What a value has to be, in words. */
  readonly form: string;
  /** @param key The context key, for conditions. */
  readonly compare: (value: string, given: string, key: string) => Formula;
}

const text = { variables: true, accepts: () => true, form: "a text" };

const stringEquals: Comparison = { ...text, verb: () => "is", compare: equals };

const stringEqualsIgnoreCase: Comparison = {
  ...text,
  verb: () => "is in any case",
  compare: (value, given) => equals(lowerCase(value), lowerCase(given)),
};

const stringLike: Comparison = {
  ...text,
  verb: (value) => (hasWildcard(value) ? "is like" : "is"),
  // Of the addresses that no policy names some may fit.
  compare: (value, given, key) =>
    given === elsewhere && hasWildcard(value) && value !== "*"
      ? condition(`${key} is like ${readablePattern(value)}`)
      : fits(value, given),
};

const arnLike: Comparison = { ...stringLike, compare: fitsArn };

const decimal = /^[+-]?(\d+(\.\d*)?|\.\d+)(e[+-]?\d+)?$/i;
const numberIn = (value: string) => (decimal.test(value) ? Number(value) : undefined);

// A date, a date and time with a time zone, or seconds since 1970.
const date = /^\d{4}(-\d\d(-\d\d(T\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:?\d\d))?)?)?$/i;
const timeIn = (value: string) => {
  if (/^\d{5,}$/.test(value)) return Number(value) * 1000;
  const time = date.test(value) ? Date.parse(value) : Number.NaN;
  return Number.isNaN(time) ? undefined : time;
};

function measured(
  read: (value: string) => number | undefined,
  form: string,
  verb: string,
  holds: (given: number, value: number) => boolean,
): Comparison {
  return {
    variables: false,
    accepts: (value) => read(value) !== undefined,
    form,
    verb: () => verb,
    compare: (value, given) => {
      const [wanted, measure] = [read(value), read(given)];
      if (wanted !== undefined && measure !== undefined) return holds(measure, wanted);
      if (isKnown(value) && isKnown(given)) return false;
      return value === given ? holds(0, 0) : condition(`${readable(given)} ${verb} ${readable(value)}`);
    },
  };
}

const boolean: Comparison = {
  variables: false,
  accepts: (value) => /^(true|false)$/i.test(value),
  form: "true or false",
  verb: () => "is",
  compare: (value, given) => equals(lowerCase(value), lowerCase(given)),
};

const binary: Comparison = {
  variables: false,
  accepts: (value) => /^[\w+/=-]*$/.test(value),
  form: "Base64",
  verb: () => "is",
  compare: equals,
};

const ipAddress: Comparison = {
  variables: false,
  accepts: (value) => ipRange(value) !== undefined,
  form: "an IP address or a range such as 203.0.113.0/24",
  verb: () => "lies in",
  compare: (value, given, key) => {
    const [outer, inner] = [ipRange(value), ipRange(given)];
    const open = condition(`${key} lies in ${value}`);
    if (outer !== undefined && inner !== undefined) {
      const lies = liesIn(inner, outer);
      return lies === "partly" ? open : lies;
    }
    // Only what holds all addresses holds one that no policy names, which may be of version 6.
    if (given === elsewhere && isKnown(value)) return value.endsWith("/0") && (outer?.version === 4 || open);
    if (isKnown(value) && isKnown(given)) return false;
    return value === given ? true : condition(`${readable(given)} lies in ${readable(value)}`);
  },
};

/** The value of `aws:sourceip` that stands for every address that no policy names. */
export const elsewhere = "elsewhere";

const nothing: Comparison = {
  ...boolean,
  compare: () => false,
};

const relations = {
  Equals: ["is", (given: number, value: number) => given === value],
  LessThan: ["is less than", (given: number, value: number) => given < value],
  LessThanEquals: ["is at most", (given: number, value: number) => given <= value],
  GreaterThan: ["is greater than", (given: number, value: number) => given > value],
  GreaterThanEquals: ["is at least", (given: number, value: number) => given >= value],
} as const;

const dateVerbs: Readonly<Record<keyof typeof relations, string>> = {
  Equals: "is",
  LessThan: "is before",
  LessThanEquals: "is not after",
  GreaterThan: "is after",
  GreaterThanEquals: "is not before",
};

const positive: readonly (readonly [string, Comparison, negated?: string])[] = [
  ["StringEquals", stringEquals, "StringNotEquals"],
  ["StringEqualsIgnoreCase", stringEqualsIgnoreCase, "StringNotEqualsIgnoreCase"],
  ["StringLike", stringLike, "StringNotLike"],
  ...Object.entries(relations).flatMap(([relation, [verb, holds]]) => {
    const negated = relation === "Equals" ? "NotEquals" : undefined;
    const dateVerb = dateVerbs[relation as keyof typeof relations];
    const number = measured(numberIn, "a number", verb, holds);
    const moment = measured(timeIn, "a date such as 2030-01-31T00:00:00Z", dateVerb, holds);
    return [
      [`Numeric${relation}`, number, negated && `Numeric${negated}`],
      [`Date${relation}`, moment, negated && `Date${negated}`],
    ] as const;
  }),
  ["Bool", boolean],
  ["BinaryEquals", binary],
  ["IpAddress", ipAddress, "NotIpAddress"],
  ["ArnEquals", arnLike, "ArnNotEquals"],
  ["ArnLike", arnLike, "ArnNotLike"],
  ["Null", nothing],
];

const operators: ReadonlyMap<string, Operator> = new Map(
  positive
    .flatMap(([name, comparison, negated]): Operator[] => [
      { name, comparison, negated: false },
      ...(negated === undefined ? [] : [{ name: negated, comparison, negated: true }]),
    ])
    .map((operator) => [operator.name.toLowerCase(), operator]),
);

/** The operator of that name, in whatever case it is written; undefined where there is none. */
export function operatorOf(name: string): Operator | undefined {
  return operators.get(name.toLowerCase());
}

/** The names of all operators. */
export const operatorNames: readonly string[] = [...operators.values()].map(({ name }) => name);

/** What a condition says of a key whose value is not known, such as `aws:UserAgent is like curl*`. */
export function inWords(subject: string, { comparison }: Operator, value: string): Formula {
  return condition(`${subject} ${comparison.verb(value)} ${readablePattern(value)}`);
}
