import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { App } from "cdktf";
import { type AwsStack } from "../../src/constructs/aws-stack";
import { synthesize } from "../../src/constructs/synthesize";
import { type LocalAws, type LocalAwsOptions, startLocalAws } from "../../src/local";
import { findTerraform, providerVariables, Terraform } from "../../src/terraform";
import { type Called, tell } from "./aws-calls";
import { type PlannedChange, plannedChange } from "./planned-change";
import { providerVersion } from "./provider-version";
import { testStack } from "./synth";

/** What a plan changes, by address. */
export type Changes = Readonly<Record<"created" | "updated" | "replaced" | "destroyed", readonly string[]>>;

/** A plan that changes nothing. */
export const noChanges: Changes = { created: [], updated: [], replaced: [], destroyed: [] };

/** Where a stack is applied. */
export interface Place extends Partial<Pick<LocalAwsOptions, "certificates" | "cacheFolder">> {
  readonly accountId: string;
  readonly region: string;
}

const usualPlace: Place = { accountId: "123456789012", region: "ap-northeast-1" };

/** A stack applied by real terraform to a local AWS of its own. */
export class AppliedStack {
  /** Where the local AWS is called. */
  readonly called: Called;
  /** What turns an SDK client towards the local AWS. */
  readonly variables: LocalAws["variables"];

  private prepared = false;

  private constructor(
    private readonly place: Place,
    private readonly aws: LocalAws,
    private readonly terraform: Terraform,
    private readonly folder: string,
  ) {
    this.called = { endpoint: aws.endpoint, region: place.region };
    this.variables = aws.variables;
  }

  /** Starts the local AWS and makes the bucket for the state. Leaves nothing behind where that fails. */
  static async start(place = usualPlace): Promise<AppliedStack> {
    const folder = mkdtempSync(join(tmpdir(), "gatehouse-stack-"));
    let aws: LocalAws | undefined;
    try {
      const { accountId, certificates, cacheFolder = join(tmpdir(), "gatehouse-cache") } = place;
      aws = await startLocalAws({ accountId, certificates, cacheFolder });
      const terraform = await terraformFor(folder, aws, place);
      const made = await tell({ endpoint: aws.endpoint, region: "us-east-1" }, "s3", "PUT", "/test-state");
      if (made.status !== 200) throw new Error(`the state's bucket was not created: ${made.text}`);
      return new AppliedStack(place, aws, terraform, folder);
    } catch (error) {
      await aws?.stop();
      rmSync(folder, { recursive: true });
      throw error;
    }
  }

  /** Plans what the function builds in a stack. */
  async plan(build: (stack: AwsStack) => unknown): Promise<Changes> {
    const app = new App({ outdir: this.folder });
    const { accountId, region } = this.place;
    build(testStack({ accountId, region }, app));
    synthesize(app);
    if (!this.prepared) await this.terraform.init();
    this.prepared = true;
    // To look into a plan's file takes as long as to plan.
    if (!(await this.terraform.plan(this.planFile))) return noChanges;
    const { created, updated, replaced, destroyed } = await this.terraform.summarize(this.planFile);
    const addresses = (changes: readonly { readonly address: string }[]) => changes.map(({ address }) => address);
    return {
      created: addresses(created),
      updated: addresses(updated),
      replaced: addresses(replaced),
      destroyed: addresses(destroyed),
    };
  }

  /** What the last plan says of a resource. */
  plannedChange(address: string): PlannedChange {
    return plannedChange(this.planFile, stackFolder(this.folder), address, { ...process.env, ...this.variables });
  }

  /** Applies the last plan. */
  async apply(): Promise<void> {
    await this.terraform.apply(this.planFile);
  }

  /** The outputs of the last apply. */
  async outputs(): Promise<Readonly<Record<string, unknown>>> {
    const outputs = await this.terraform.outputs();
    return Object.fromEntries(Object.entries(outputs).map(([name, { value }]) => [name, value]));
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

/** Without a cache folder of the place, the provider goes where no other test's terraform writes at the same time. */
async function terraformFor(folder: string, aws: LocalAws, { cacheFolder = folder }: Place): Promise<Terraform> {
  return new Terraform({
    binary: await findTerraform(),
    stack: "test",
    folder: stackFolder(folder),
    logFolder: join(folder, "logs"),
    variables: { ...aws.variables, ...providerVariables({ version: providerVersion, cacheFolder }) },
    advice: { planAgain: "plan again", applyAgain: "apply again", createBackend: "create the bucket" },
    onProgress: () => undefined,
  });
}

const stackFolder = (folder: string) => join(folder, "stacks", "test");
