import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { App } from "cdktf";
import { type Environment } from "../../../environments";
import { AwsStack } from "../../../src/constructs/aws-stack";
import { synthesize } from "../../../src/constructs/synthesize";
import { type LocalAws, startLocalAws } from "../../../src/local";
import { findTerraform, type PlanSummary, providerSource, Terraform } from "../../../src/terraform";
import { type Called, tell } from "../../support/aws-calls";

const bucket = "test-state";

/** A stack in an environment's account and region, applied by real terraform to a local AWS of its own. */
export class AppliedStack {
  /** Where the local AWS is called. */
  readonly called: Called;
  /** What turns an SDK client towards the local AWS. */
  readonly variables: LocalAws["variables"];

  private constructor(
    private readonly env: Environment,
    private readonly aws: LocalAws,
    private readonly terraform: Terraform,
    private readonly folder: string,
  ) {
    this.called = { endpoint: aws.endpoint, region: env.region };
    this.variables = aws.variables;
  }

  /** Starts the local AWS and makes the bucket for the state. */
  static async start(env: Environment): Promise<AppliedStack> {
    const folder = mkdtempSync(join(tmpdir(), "gatehouse-stack-"));
    const aws = await startLocalAws({ accountId: env.accountId, cacheFolder: join(tmpdir(), "gatehouse-cache") });
    const terraform = new Terraform({
      binary: await findTerraform(),
      stack: "test",
      folder: join(folder, "stacks", "test"),
      logFolder: join(folder, "logs"),
      variables: { ...aws.variables, ...providerSource({ version: "5.100.0", cacheFolder: folder }).variables },
      advice: { planAgain: "plan again", applyAgain: "apply again", createBackend: "create the bucket" },
      onProgress: () => undefined,
    });
    const made = await tell({ endpoint: aws.endpoint, region: "us-east-1" }, "s3", "PUT", `/${bucket}`);
    expect(made.status).toBe(200);
    return new AppliedStack(env, aws, terraform, folder);
  }

  /** What an apply of what the function builds would do. */
  async plan(build: (stack: AwsStack) => unknown): Promise<PlanSummary> {
    const app = new App({ outdir: this.folder });
    const stack = new AwsStack(app, "test", {
      accountId: this.env.accountId,
      region: this.env.region,
      state: { bucket, key: "test/environment.tfstate" },
      tags: { service: this.env.service, environment: this.env.name },
    });
    build(stack);
    synthesize(app);
    await this.terraform.init();
    await this.terraform.plan(this.planFile);
    return this.terraform.summarize(this.planFile);
  }

  /** Applies the last plan. */
  async apply(): Promise<void> {
    await this.terraform.apply(this.planFile);
  }

  /** Destroys all of it; resolves to how many resources that were. */
  async destroy(): Promise<number> {
    await this.terraform.plan(this.planFile, "-destroy");
    return (await this.terraform.apply(this.planFile)).remove;
  }

  /** Ends the local AWS and removes what was written. */
  async stop(): Promise<void> {
    await this.aws.stop();
    rmSync(this.folder, { recursive: true });
  }

  private get planFile(): string {
    return join(this.folder, "test.tfplan");
  }
}
