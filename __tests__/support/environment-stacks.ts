import { allEnvironments, type Environment } from "../../environments";
import { EnvironmentStack } from "../../stacks/environment-stack";
import { type Synthesized, synthesized, testApp } from "./synth";

/** All environments, each beside its name, as tests are told of them. */
export const environments = allEnvironments().map((environment): [string, Environment] => [
  environment.name,
  environment,
]);
const stacks = new Map<Environment, Synthesized>();

/** The environment's stack; synthesized once, since it takes a while and nothing here changes it. */
export function stackOf(environment: Environment): Synthesized {
  const stack = stacks.get(environment) ?? synthesized(new EnvironmentStack(testApp(), environment));
  stacks.set(environment, stack);
  return stack;
}
