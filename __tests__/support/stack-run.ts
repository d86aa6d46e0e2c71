import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { App } from "cdktf";
import { type AwsStack } from "../../src/constructs/aws-stack";
import { type LocalAws } from "../../src/local";
import { findTerraform, type PlanSummary, providerSource, Terraform } from "../../src/terraform";
import { tell } from "./aws-calls";
import { testStack } from "./synth";

/** A plan's changes, by address. */
export type Changes = Readonly<Record<"created" | "updated" | "replaced" | "destroyed", readonly string[]>>;

export const noChanges: Changes = { created: [], updated: [], replaced: [], destroyed: [] };

/** A test's stack, run by real terraform on a local AWS with account 123456789012. */
export class StackRun {
  private readonly folder = mkdtempSync(join(tmpdir(), "gatehouse-stack-"));

  /** @param name Tells the stacks of one local AWS apart. */
  constructor(
    private readonly aws: LocalAws,
    private readonly name: string,
  ) {}

  /** Synthesizes the stack anew, with what the function builds in it. */
  async synthesize(build: (stack: AwsStack) => unknown): Promise<void> {
    const app = new App({ outdir: this.folder });
    build(testStack({ state: { bucket: "test-state", key: `${this.name}/environment.tfstate` } }, app));
    app.synth();
    await tell({ ...this.aws, region: "us-east-1" }, "s3", "PUT", "/test-state");
    await (await this.terraform()).init();
  }

  /** What an apply would do. */
  async plan(...options: readonly "-destroy"[]): Promise<Changes> {
    const terraform = await this.terraform();
    await terraform.plan(this.planFile, ...options);
    return changesOf(await terraform.summarize(this.planFile));
  }

  /** Applies the last plan. */
  async apply(): Promise<void> {
    await (await this.terraform()).apply(this.planFile);
  }

  /** The outputs of the last apply. */
  async outputs(): Promise<Readonly<Record<string, unknown>>> {
    const outputs = await (await this.terraform()).outputs();
    return Object.fromEntries(Object.entries(outputs).map(([name, { value }]) => [name, value]));
  }

  /** Removes the stack's files. */
  remove(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }

  private get planFile(): string {
    return join(this.folder, "test.tfplan");
  }

  private async terraform(): Promise<Terraform> {
    const provider = providerSource({ version: "5.100.0", cacheFolder: this.folder });
    return new Terraform({
      binary: await findTerraform(),
      stack: this.name,
      folder: join(this.folder, "stacks", "test"),
      logFolder: join(this.folder, "logs"),
      variables: { ...this.aws.variables, ...provider.variables },
      advice: { planAgain: "plan again", applyAgain: "apply again", createBackend: "create the bucket" },
      onProgress: () => undefined,
    });
  }
}

function changesOf({ created, updated, replaced, destroyed }: PlanSummary): Changes {
  const addresses = (changes: readonly { readonly address: string }[]) => changes.map(({ address }) => address);
  return {
    created: addresses(created),
    updated: addresses(updated),
    replaced: addresses(replaced),
    destroyed: addresses(destroyed),
  };
}
