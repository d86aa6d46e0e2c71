/**
 * AWS API calls of a plan that changes nothing, by how many routes an API has: counted at the local AWS's gateway,
 * with real terraform. Run by `npm run bench`.
 */
import { subscribe, unsubscribe } from "node:diagnostics_channel";
import { type IncomingMessage } from "node:http";
import { join } from "node:path";
import { isDeepStrictEqual } from "node:util";
import { AppliedStack, noChanges } from "../__tests__/support/applied-stack";
import { environmentNamed } from "../environments";
import { iamAuth } from "../src/constructs/apigateway/auth";
import { regional } from "../src/constructs/apigateway/endpoint";
import { RestApi } from "../src/constructs/apigateway/rest-api";
import { RestApiAccount } from "../src/constructs/apigateway/rest-api-account";
import { type RouteKey } from "../src/constructs/apigateway/route";
import { type AwsStack } from "../src/constructs/aws-stack";
import { TypescriptFunction } from "../src/constructs/lambda/typescript-function";
import { projectRoot } from "../src/project-root";
import { IdentitySystem } from "../stacks/systems/identity";

const env = environmentNamed("local");
const methods = ["GET", "POST", "PUT"] as const;

async function main(): Promise<void> {
  const { accountId, region } = env;
  const applied = await AppliedStack.start({ accountId, region, cacheFolder: join(projectRoot(), ".gatehouse") });
  try {
    console.log("routes  AWS API calls of an empty plan");
    for (const routes of [1, 10, 100, 300]) {
      console.log(`${String(routes).padStart(6)}  ${await callsOfEmptyPlan(applied, apiWith(routes))}`);
    }
  } finally {
    await applied.stop();
  }
}

/** An API with so many routes on one function, for one group. */
const apiWith = (routes: number) => (stack: AwsStack) => {
  new RestApiAccount(stack, "account", { roleNamePrefix: "api-logs-" });
  const identity = new IdentitySystem(stack, "identity", env, {});
  const api = new RestApi(stack, "api", {
    name: "bench",
    auth: iamAuth(identity.identityPool),
    endpoint: regional(),
    stage: { stageName: "api", ...env.api },
  });
  const handler = new TypescriptFunction(stack, "shared", {
    name: "shared",
    source: "src/functions/get-tech4all.ts",
    description: "Serves every route",
    tracing: false,
    logRetentionDays: 1,
  });
  for (let index = 0; index < routes; index++) {
    const key: RouteKey = `${methods[index % methods.length] ?? "GET"} /things-${Math.floor(index / methods.length)}`;
    api.route(key, { handler, allow: [identity.groups.admin] });
  }
};

async function callsOfEmptyPlan(applied: AppliedStack, build: (stack: AwsStack) => void): Promise<number> {
  await applied.plan(build);
  await applied.apply();
  let calls = 0;
  const count = (message: unknown) => {
    // The state's own bucket is Terraform's backend, read whatever the stack holds.
    if (!(message as { request: IncomingMessage }).request.url?.startsWith("/test-state")) calls += 1;
  };
  subscribe("http.server.request.start", count);
  const changes = await applied.plan(build);
  unsubscribe("http.server.request.start", count);
  if (!isDeepStrictEqual(changes, noChanges)) throw new Error("the second plan is not empty");
  return calls;
}

void main();
