import type { z } from "zod";
import { describe, type Problem, UserError } from "../src/errors";
import { dev } from "./dev";
import { local } from "./local";
import { prod } from "./prod";
import { addressesOf, environmentSchema, type EnvironmentFile } from "./schema";
import { staging } from "./staging";

/** The environments there are. A new one is a file in this folder and its line here. */
const files = { local, dev, staging, prod } as const satisfies Record<string, EnvironmentFile>;

/** The name of an environment: its file's name. */
export type EnvironmentName = keyof typeof files;

/** A checked environment. */
export interface Environment extends z.output<typeof environmentSchema> {
  /** The environment's name, which is its file's. */
  readonly name: string;
}

/** The names of all environments, in the order in which they are tried out. */
export const environmentNames = Object.keys(files) as readonly EnvironmentName[];

/**
 * The environment of that name.
 *
 * @throws UserError for an unknown name, or where its file is invalid.
 */
export function environmentNamed(name: string): Environment {
  if (!Object.hasOwn(files, name)) {
    throw new UserError({
      where: "environment",
      what: "there is no such environment",
      got: name,
      allowed: environmentNames.join(", "),
      fix: "name one of these, or add a file to environments/ and its line to environments/index.ts",
    });
  }
  return checkEnvironment(name, files[name as EnvironmentName]);
}

/**
 * All environments, each checked, and all together.
 *
 * @throws UserError for an invalid file, and where two files contradict each other.
 */
export function allEnvironments(): readonly Environment[] {
  const environments = environmentNames.map((name) => environmentNamed(name));
  checkTogether(environments);
  return environments;
}

/** Environments grouped by account and region: those of a group share a foundation. */
export function sharingAPlace(environments: readonly Environment[]): readonly [Environment, ...Environment[]][] {
  const groups = new Map<string, [Environment, ...Environment[]]>();
  for (const environment of environments) {
    const place = `${environment.accountId} ${environment.region}`;
    const group = groups.get(place);
    if (group) group.push(environment);
    else groups.set(place, [environment]);
  }
  return [...groups.values()];
}

/**
 * The environment that a file describes.
 *
 * @throws UserError naming the file and, for each wrong field, the value and what is allowed.
 */
export function checkEnvironment(name: string, file: unknown): Environment {
  checkName(name);
  const checked = environmentSchema.safeParse(file);
  if (checked.success) return { name, ...checked.data };
  const problems = checked.error.issues.flatMap((issue) => problemsIn(issue, file, `environments/${name}.ts`));
  throw new UserError(problems.map(describe).join("\n"));
}

/** The name becomes part of AWS names, of state keys and of stacks' names. */
function checkName(name: string): void {
  if (/^(?!shared$|foundation)[a-z][a-z0-9-]{0,15}$/.test(name)) return;
  throw new UserError({
    where: "environments/index.ts",
    what: "this can't be an environment's name",
    got: name,
    allowed:
      "1 to 16 lower-case letters, digits and hyphens, the first a letter; not shared, nor what begins with foundation",
    fix: "rename the environment and its file",
  });
}

function problemsIn(issue: z.core.$ZodIssue, file: unknown, where: string): Problem[] {
  if (issue.code === "unrecognized_keys") {
    return issue.keys.map((key) => {
      const path = [...issue.path, key];
      const what = `${path.join(".")} is not a field`;
      return {
        where,
        what,
        got: valueAt(file, path),
        allowed: "the fields of environments/schema.ts",
        fix: "remove or rename it",
      };
    });
  }
  if (issue.code === "invalid_key") {
    const field = issue.path.slice(0, -1).join(".");
    const allowed = issue.issues[0]?.message ?? issue.message;
    const what = `${field} has a key that is not valid`;
    return [{ where, what, got: issue.path.at(-1), allowed, fix: "rename the key" }];
  }
  const got = valueAt(file, issue.path);
  if (issue.code === "invalid_union" && typeof got === "object" && got !== null) {
    // Whoever wrote an object meant the alternative that is one.
    const inner = issue.errors.at(-1) ?? [];
    return inner.flatMap((fault) => problemsIn({ ...fault, path: [...issue.path, ...fault.path] }, file, where));
  }
  const field = issue.path.join(".") || "the file";
  const missing = got === undefined;
  return [
    {
      where,
      what: missing ? `${field} is missing` : `${field} is not valid`,
      got,
      allowed: issue.message,
      fix: missing ? "add the field" : "correct the value",
    },
  ];
}

function valueAt(value: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>((inner, key) => (inner as Record<PropertyKey, unknown> | null | undefined)?.[key], value);
}

/**
 * Checks what no file can say alone.
 *
 * @throws UserError where environments of one account and region name different state buckets or services, where
 * different accounts or regions name one bucket, or where two networks overlap.
 */
export function checkTogether(environments: readonly Environment[]): void {
  for (const [index, later] of environments.entries()) {
    for (const earlier of environments.slice(0, index)) {
      checkStateBuckets(earlier, later);
      checkServices(earlier, later);
      checkNetworks(earlier, later);
    }
  }
}

// Which of the two is wrong, only their author knows.
const filesOf = (earlier: Environment, later: Environment) =>
  `environments/${earlier.name}.ts and environments/${later.name}.ts`;

function checkStateBuckets(earlier: Environment, later: Environment): void {
  const samePlace = earlier.accountId === later.accountId && earlier.region === later.region;
  const sameBucket = earlier.state.bucket === later.state.bucket;
  if (samePlace === sameBucket) return;
  throw new UserError({
    where: filesOf(earlier, later),
    what: samePlace
      ? `state.bucket of ${later.name} differs from that of ${earlier.name}, which has the same account and region`
      : `state.bucket of ${later.name} is that of ${earlier.name}, which has another account or region`,
    got: later.state.bucket,
    allowed: samePlace ? earlier.state.bucket : "a bucket of its own",
    fix: "give each account and region exactly one state bucket",
  });
}

/** They share a foundation, which carries the service's name. */
function checkServices(earlier: Environment, later: Environment): void {
  const samePlace = earlier.accountId === later.accountId && earlier.region === later.region;
  if (!samePlace || earlier.service === later.service) return;
  throw new UserError({
    where: filesOf(earlier, later),
    what: `service of ${later.name} differs from that of ${earlier.name}, which has the same account and region`,
    got: later.service,
    allowed: earlier.service,
    fix: "use one name, or another account or region",
  });
}

function checkNetworks(earlier: Environment, later: Environment): void {
  const [first, last] = addressesOf(later.network.cidr);
  const [otherFirst, otherLast] = addressesOf(earlier.network.cidr);
  if (last < otherFirst || otherLast < first) return;
  throw new UserError({
    where: filesOf(earlier, later),
    what: `network.cidr of ${later.name} overlaps with that of ${earlier.name}`,
    got: later.network.cidr,
    allowed: `a range outside ${earlier.network.cidr}`,
    fix: "choose another range",
  });
}
