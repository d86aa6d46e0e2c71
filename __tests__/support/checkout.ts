import { type ChildProcess, execFileSync, spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { appendFileSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { projectRoot } from "../../src/project-root";
import { providerVariables } from "../../src/terraform";
import { decisionsIn } from "./decisions";
import { type PlannedChange, plannedChange, terraformShown } from "./planned-change";
import { providerVersion } from "./provider-version";

const sources = ["src", "stacks", "environments", "cdktf.json", "package.json", "tsconfig.json"];

/** How a command ended. */
export interface Ended {
  readonly exitCode: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** A command that was started. */
export interface Started {
  readonly child: ChildProcess;
  readonly ended: Promise<Ended>;
  /** Resolves when standard error has matched; throws where the command ends before. */
  stderrMatches(pattern: RegExp): Promise<void>;
}

/** A local AWS in the foreground of a process of its own. */
export interface LocalAwsRun {
  readonly endpoint: string;
  /** Ends it as Ctrl-C does. */
  stop(): Promise<Ended>;
}

/** A second checkout of the project's sources in a temporary folder, with the same packages. The caller removes it. */
export class Checkout {
  readonly root = mkdtempSync(join(tmpdir(), "gatehouse-checkout-"));
  /** Laid over the environment of each command; undefined takes a variable away. */
  variables: Record<string, string | undefined> = {};
  private readonly started: Started[] = [];

  constructor() {
    // Node's own way takes several times as long.
    execFileSync("cp", ["-R", ...sources.map((source) => join(projectRoot(), source)), this.root]);
    symlinkSync(join(projectRoot(), "node_modules"), join(this.root, "node_modules"));
  }

  /** Ends what still runs, and removes the folder. */
  async remove(): Promise<void> {
    for (const { child, ended } of this.started) {
      child.kill("SIGINT");
      await ended;
    }
    rmSync(this.root, { recursive: true, force: true });
  }

  /** Replaces a text in a file; fails where the file does not hold it. */
  edit(file: string, before: string, after: string): void {
    const path = join(this.root, file);
    const text = readFileSync(path, "utf8");
    if (!text.includes(before)) throw new Error(`${file} does not hold ${before}`);
    writeFileSync(path, text.replace(before, after));
  }

  /**
   * Leaves out of an environment what takes longest to apply and to destroy: web ACLs, the key, alarms, the sign-in
   * pages and the front end's domain.
   */
  slim(environment: string): void {
    const left = [
      "security: { webAcl: false, customerManagedKey: false }",
      'alarms: "none"',
      `identity: { ...${environment}.identity, hostedSignIn: "none" }`,
      `web: { ...${environment}.web, domain: "none" }`,
    ];
    appendFileSync(
      join(this.root, "environments", `${environment}.ts`),
      `Object.assign(${environment}, { ${left.join(", ")} });\n`,
    );
  }

  /** Runs the app: every stack of every environment. */
  synth(): Ended {
    const { status, stdout, stderr } = spawnSync(process.execPath, ["src/launch.mjs", "src/main.ts"], {
      cwd: this.root,
      env: this.env,
      encoding: "utf8",
      timeout: 60_000,
    });
    return { exitCode: status, stdout, stderr };
  }

  /** Starts a command of the project. */
  start(...args: string[]): Started {
    const child = spawn(process.execPath, ["src/launch.mjs", "src/cli/main.ts", ...args], {
      cwd: this.root,
      env: this.env,
      stdio: ["ignore", "pipe", "pipe"],
    });
    const output = { stdout: "", stderr: "" };
    for (const stream of ["stdout", "stderr"] as const) {
      child[stream].setEncoding("utf8").on("data", (text: string) => {
        output[stream] += text;
      });
    }
    const ended = once(child, "close").then(([exitCode]) => ({ exitCode: exitCode as number | null, ...output }));
    const started = {
      child,
      ended,
      stderrMatches: (pattern: RegExp) => until(child, () => pattern.test(output.stderr), output),
    };
    this.started.push(started);
    return started;
  }

  /** Runs a command of the project to its end. */
  async run(...args: string[]): Promise<Ended> {
    return await this.start(...args).ended;
  }

  /** Starts a local AWS for an environment and turns all further commands towards it. */
  async localAws(environment: string): Promise<LocalAwsRun> {
    const local = this.start("local-aws", environment);
    let lines = "";
    local.child.stdout?.on("data", (text: string) => {
      lines += text;
    });
    await local.stderrMatches(/answers at http/);
    for (const line of lines.trim().split("\n")) {
      const [, name = "", value] = /^(?:export|unset) (\w+)(?:='(.*)')?$/.exec(line) ?? [];
      this.variables[name] = value;
    }
    return {
      endpoint: this.variables.AWS_ENDPOINT_URL ?? "",
      stop: () => {
        local.child.kill("SIGINT");
        return local.ended;
      },
    };
  }

  /** What leads a plain terraform, run in a synthesized stack's folder, to the provider that the stack asks for. */
  providerVariables(): Readonly<Record<string, string | undefined>> {
    return providerVariables({ version: providerVersion, cacheFolder: join(this.root, ".gatehouse") });
  }

  /** The change of a resource in an environment's saved plan, as Terraform's JSON tells it. */
  plannedChange(environment: string, address: string): PlannedChange {
    return plannedChange(this.planFile(environment), this.stackFolder(environment), address, this.env);
  }

  /** What becomes of each call, by an environment's synthesized configuration, its saved plan, or its state. */
  decisions(environment: string, by: "configuration" | "plan" | "state"): readonly string[] {
    const folder = this.stackFolder(environment);
    if (by === "configuration") return decisionsIn(JSON.parse(readFileSync(join(folder, "cdk.tf.json"), "utf8")));
    return decisionsIn(terraformShown(folder, this.env, by === "plan" ? this.planFile(environment) : undefined));
  }

  private planFile(environment: string): string {
    return join(this.root, ".gatehouse", "plans", `${environment}.tfplan`);
  }

  private stackFolder(environment: string): string {
    return join(this.root, "cdktf.out", "stacks", environment);
  }

  private get env(): NodeJS.ProcessEnv {
    return { ...process.env, ...this.variables };
  }
}

async function until(child: ChildProcess, condition: () => boolean, output: object): Promise<void> {
  for (let tries = 0; tries < 2400 && child.exitCode === null; tries += 1) {
    if (condition()) return;
    await new Promise((wake) => {
      setTimeout(wake, 50);
    });
  }
  if (!condition()) throw new Error(`it did not come to that: ${JSON.stringify(output)}`);
}
