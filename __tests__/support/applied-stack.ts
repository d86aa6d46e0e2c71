import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Testing } from "cdktf";
import { AwsStack } from "../../src/constructs/aws-stack";
import { synthesize } from "../../src/constructs/synthesize";
import { type LocalAws, startLocalAws } from "../../src/local";
import { findTerraform, providerSource, Terraform, type PlanSummary } from "../../src/terraform";
import { tell } from "./aws-calls";
import { type PlannedChange } from "./checkout";

/** What a plan changes, by address. */
export type Changes = Readonly<Record<"created" | "updated" | "replaced" | "destroyed", readonly string[]>>;

/** A plan that changes nothing. */
export const noChanges: Changes = { created: [], updated: [], replaced: [], destroyed: [] };

const place = { accountId: "123456789012", region: "ap-northeast-1" };

/** A stack that the real terraform plans and applies on a local AWS of its own, each time with other contents. */
export class AppliedStack {
  private readonly root = mkdtempSync(join(tmpdir(), "gatehouse-applied-"));
  private readonly planFile = join(this.root, "plan");

  private prepared = false;
  private answer = "{}";

  private constructor(private readonly aws: LocalAws) {}

  /** Starts the local AWS, with a bucket for the state. */
  static async start(): Promise<AppliedStack> {
    const cacheFolder = join(tmpdir(), "gatehouse-cache");
    const stack = new AppliedStack(await startLocalAws({ accountId: place.accountId, cacheFolder }));
    const location = `<CreateBucketConfiguration><LocationConstraint>${place.region}</LocationConstraint></CreateBucketConfiguration>`;
    expect((await tell(stack.called, "s3", "PUT", "/test-state", location)).status).toBe(200);
    return stack;
  }

  /** Where calls of the local AWS go. */
  get called() {
    return { endpoint: this.aws.endpoint, region: place.region };
  }

  /** Ends the local AWS and removes the files. */
  async stop(): Promise<void> {
    await this.aws.stop();
    rmSync(this.root, { recursive: true, force: true });
  }

  /** Synthesizes the contents and plans them. */
  async plan(contents: (stack: AwsStack) => unknown): Promise<Changes> {
    const app = Testing.app({ outdir: join(this.root, "out") });
    const state = { bucket: "test-state", key: "test/environment.tfstate" };
    contents(new AwsStack(app, "test", { ...place, state, tags: { service: "test" } }));
    synthesize(app);
    const terraform = await this.terraform();
    if (!this.prepared) await terraform.init();
    this.prepared = true;
    await terraform.plan(this.planFile);
    this.answer = await this.show();
    return addresses(await terraform.summarize(this.planFile));
  }

  /** What the last plan says of a resource. */
  plannedChange(address: string): PlannedChange {
    const { resource_changes: changes } = JSON.parse(this.answer) as {
      resource_changes: { address: string; change: PlannedChange }[];
    };
    const found = changes.find((change) => change.address === address);
    if (!found) throw new Error(`the plan does not hold ${address}`);
    return found.change;
  }

  /** Applies the last plan. */
  async apply(): Promise<void> {
    await (await this.terraform()).apply(this.planFile);
  }

  /** Destroys everything. */
  async destroy(): Promise<void> {
    const terraform = await this.terraform();
    await terraform.plan(this.planFile, "-destroy");
    await terraform.apply(this.planFile);
  }

  private get folder(): string {
    return join(this.root, "out", "stacks", "test");
  }

  private variables() {
    const cacheFolder = join(this.root, "cache");
    return { ...this.aws.variables, ...providerSource({ version: "5.100.0", cacheFolder }).variables };
  }

  private async terraform(): Promise<Terraform> {
    return new Terraform({
      binary: await findTerraform(),
      stack: "test",
      folder: this.folder,
      logFolder: join(this.root, "logs"),
      variables: this.variables(),
      advice: { planAgain: "plan", applyAgain: "apply", createBackend: "start" },
      onProgress: () => undefined,
    });
  }

  private async show(): Promise<string> {
    const { command } = await findTerraform();
    const env = { ...process.env, ...this.variables(), CHECKPOINT_DISABLE: "1" };
    return execFileSync(command, ["show", "-json", this.planFile], { cwd: this.folder, env, encoding: "utf8" });
  }
}

function addresses({ created, updated, replaced, destroyed }: PlanSummary): Changes {
  const of = (changes: readonly { readonly address: string }[]) => changes.map(({ address }) => address);
  return { created: of(created), updated: of(updated), replaced: of(replaced), destroyed: of(destroyed) };
}
