/**
 * AWS API calls of a plan that changes nothing, by how many routes an API has: counted at the local AWS's gateway,
 * with real terraform. Run by `npm run bench`.
 */
import { subscribe, unsubscribe } from "node:diagnostics_channel";
import { type IncomingMessage } from "node:http";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { App } from "cdktf";
import { environmentNamed } from "../environments";
import { iamAuth } from "../src/constructs/apigateway/auth";
import { regional } from "../src/constructs/apigateway/endpoint";
import { RestApi } from "../src/constructs/apigateway/rest-api";
import { RestApiAccount } from "../src/constructs/apigateway/rest-api-account";
import { type RouteKey } from "../src/constructs/apigateway/route";
import { AwsStack } from "../src/constructs/aws-stack";
import { TypescriptFunction } from "../src/constructs/lambda/typescript-function";
import { synthesize } from "../src/constructs/synthesize";
import { startLocalAws } from "../src/local";
import { findTerraform, providerSource, Terraform } from "../src/terraform";
import { IdentitySystem } from "../stacks/systems/identity";

const env = environmentNamed("local");
const methods = ["GET", "POST", "PUT"] as const;
const scratch = mkdtempSync(join(tmpdir(), "gatehouse-bench-"));
async function main(): Promise<void> {
  const aws = await startLocalAws({ accountId: env.accountId, cacheFolder: scratch });
  try {
    await createStateBucket(aws.endpoint);
    const terraform = new Terraform({
      binary: await findTerraform(),
      stack: "bench",
      folder: join(scratch, "stacks", "bench"),
      logFolder: join(scratch, "logs"),
      variables: { ...aws.variables, ...providerSource({ version: "5.100.0", cacheFolder: scratch }).variables },
      advice: { planAgain: "plan again", applyAgain: "apply again", createBackend: "create the bucket" },
      onProgress: () => undefined,
    });
    console.log("routes  AWS API calls of an empty plan");
    for (const routes of [1, 10, 100, 300]) {
      synthesizeApi(routes);
      console.log(`${String(routes).padStart(6)}  ${await callsOfEmptyPlan(terraform)}`);
    }
  } finally {
    await aws.stop();
    rmSync(scratch, { recursive: true });
  }
}

/** An API with so many routes on one function, for one group. */
function synthesizeApi(routes: number): void {
  const app = new App({ outdir: scratch });
  const stack = new AwsStack(app, "bench", {
    accountId: env.accountId,
    region: env.region,
    state: { bucket: "bench-state", key: "bench/environment.tfstate" },
    tags: { service: "bench" },
  });
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
  synthesize(app);
}

async function callsOfEmptyPlan(terraform: Terraform): Promise<number> {
  const planFile = join(scratch, "bench.tfplan");
  await terraform.init();
  await terraform.plan(planFile);
  await terraform.apply(planFile);
  let calls = 0;
  const count = (message: unknown) => {
    // The state's own bucket is Terraform's backend, read whatever the stack holds.
    if (!(message as { request: IncomingMessage }).request.url?.startsWith("/bench-state")) calls += 1;
  };
  subscribe("http.server.request.start", count);
  const changes = await terraform.plan(planFile);
  unsubscribe("http.server.request.start", count);
  if (changes) throw new Error("the second plan is not empty");
  return calls;
}

async function createStateBucket(endpoint: string): Promise<void> {
  const authorization =
    "AWS4-HMAC-SHA256 Credential=test/20260101/us-east-1/s3/aws4_request, SignedHeaders=host, Signature=x";
  const { status } = await fetch(`${endpoint}/bench-state`, { method: "PUT", headers: { authorization } });
  if (status !== 200) throw new Error(`the state's bucket was not created: ${status}`);
}

void main();
