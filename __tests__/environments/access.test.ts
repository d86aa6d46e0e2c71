import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { accessOf, matrixOf, readTerraform, snapshotOf, staleness } from "../../src/access";
import { projectRoot } from "../../src/project-root";
import { EnvironmentStack } from "../../stacks/environment-stack";
import { environments } from "../support/environment-stacks";
import { testApp, written } from "../support/synth";

test.each(environments)("who can call what in %s is what its snapshot says, or this says what changed", (name, environment) => {
  const file = `environments/${name}.access.txt`;
  const path = join(projectRoot(), file);
  const text = existsSync(path) ? readFileSync(path, "utf8") : undefined;
  const terraform = readTerraform([{ name: "cdk.tf.json", json: written(new EnvironmentStack(testApp(), environment)) }]);
  const problem = staleness({ environment: name, file, text }, snapshotOf(matrixOf(accessOf(terraform))));
  // Thrown, so that the sentences stand there as they are.
  if (problem !== undefined) throw new Error(problem);
});
