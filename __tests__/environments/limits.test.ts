import { checkEnvironment, type Environment } from "../../environments";
import { dev } from "../../environments/dev";
import {
  longestNames,
  longestRoleName,
  reservableRuns,
  reservingFunctions,
  roleNameLimit,
} from "../../environments/limits";
import { EnvironmentStack } from "../../stacks/environment-stack";
import { type Synthesized, synthesized, testApp } from "../support/synth";

// What the schema says of whole stacks, held against one.

const name = "abcdefgh";
const service = "s".repeat(longestNames - name.length);
const most = reservableRuns / reservingFunctions;
let stack: Synthesized;

beforeAll(() => {
  const environment: Environment = checkEnvironment(name, {
    ...dev,
    service,
    functions: { reservedConcurrency: most },
    identityPoolModes: { ...dev.identityPoolModes, guests: { allowedBecause: "every role there can be" } },
  });
  stack = synthesized(new EnvironmentStack(testApp(), environment));
});

test("with the longest names the longest role's name is the one that the schema names, at IAM's limit", () => {
  const names = Object.values(stack.all("aws_iam_role")).map((role) => String(role.name));
  const longest = names.toSorted((one, other) => other.length - one.length)[0];
  expect(longest).toBe(longestRoleName(service, name));
  expect(longest).toHaveLength(roleNameLimit);
});

test("functions reserve as often as the schema counts, and no more than an account has", () => {
  const reserved = Object.values(stack.all("aws_lambda_function")).flatMap(({ reserved_concurrent_executions: runs }) =>
    runs === undefined ? [] : [Number(runs)],
  );
  expect(reserved).toEqual(Array.from({ length: reservingFunctions }, () => most));
});
