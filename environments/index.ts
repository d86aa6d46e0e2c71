import type { z } from "zod";
import { describe, type Problem, UserError } from "../src/errors";
import { dev } from "./dev";
import { local } from "./local";
import { prod } from "./prod";
import { longestNames, longestRoleName, roleNameLimit } from "./limits";
import { type Environment, environmentSchema, type EnvironmentFile } from "./schema";
import { staging } from "./staging";
import { checkTogether } from "./together";

export { type Environment } from "./schema";
export { checkTogether } from "./together";

/** The environments there are. A new one is a file in this folder and its line here. */
const files = { local, dev, staging, prod } as const satisfies Record<string, EnvironmentFile>;

/** The name of an environment: its file's name. */
export type EnvironmentName = keyof typeof files;

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
 * @throws UserError naming the file and, for each wrong field, the value and what is allowed; and where names that are
 * made of the service and the environment's name would be too long.
 */
export function checkEnvironment(name: string, file: unknown): Environment {
  checkName(name);
  const checked = environmentSchema.safeParse(file);
  if (checked.success) {
    checkNames(name, checked.data.service);
    return { name, ...checked.data };
  }
  const problems = checked.error.issues.flatMap((issue) => problemsIn(issue, file, `environments/${name}.ts`));
  throw new UserError(problems.map(describe).join("\n"));
}

/** The name becomes part of AWS names, of state keys and of stacks' names. */
function checkName(name: string): void {
  if (/^(?!shared$|foundation)[a-z]([a-z0-9-]{0,14}[a-z0-9])?$/.test(name)) return;
  throw new UserError({
    where: "environments/index.ts",
    what: "this can't be an environment's name",
    got: name,
    allowed:
      "1 to 16 lower-case letters and digits, the first a letter, with hyphens inside only; not shared, nor what begins with foundation",
    fix: "rename the environment and its file",
  });
}

/** Each alone is short enough; what is made of both may not be. */
function checkNames(name: string, service: string): void {
  const longest = longestRoleName(service, name);
  if (longest.length <= roleNameLimit) return;
  throw new UserError({
    where: `environments/${name}.ts`,
    what: `service and the environment's name are too long together: a role's name would have ${longest.length} characters`,
    got: longest,
    allowed: `${roleNameLimit} characters (IAM's limit), which leaves ${longestNames} for service and the environment's name together`,
    fix: "shorten service, or rename the environment and its file",
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
