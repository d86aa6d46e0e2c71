import "./lean-cdktf";
import { App } from "cdktf";
import { allEnvironments, sharingAPlace } from "../environments";
import { EnvironmentStack } from "../stacks/environment-stack";
import { FoundationStack } from "../stacks/foundation-stack";
import { checkStateBackends } from "./constructs/state/state-checks";
import { synthesize } from "./constructs/synthesize";
import { reportingErrors } from "./errors";

void reportingErrors(() => {
  const app = new App();
  const environments = allEnvironments();
  for (const environment of environments) new EnvironmentStack(app, environment);
  for (const group of sharingAPlace(environments)) new FoundationStack(app, group);
  checkStateBackends(app);
  synthesize(app);
});
