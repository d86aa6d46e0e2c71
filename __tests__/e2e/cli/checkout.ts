import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { cpSync, mkdtempSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";

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

/** A copy of the project, so that nothing of it is shared with another run. */
export class Checkout {
  readonly root = mkdtempSync(join(tmpdir(), "gatehouse-checkout-"));
  /** Laid over the environment of each command; undefined takes a variable away. */
  variables: Record<string, string | undefined> = {};

  constructor() {
    const project = resolve(__dirname, "../../..");
    for (const part of ["cdktf.json", "package.json", "tsconfig.json", "environments", "src", "stacks"]) {
      cpSync(join(project, part), join(this.root, part), { recursive: true });
    }
    symlinkSync(join(project, "node_modules"), join(this.root, "node_modules"));
  }

  /** Starts a command of the project. */
  start(...args: string[]): Started {
    const child = spawn(process.execPath, ["src/launch.mjs", "src/cli/main.ts", ...args], {
      cwd: this.root,
      env: { ...process.env, ...this.variables },
      stdio: ["ignore", "pipe", "pipe"],
    });
    const output = { stdout: "", stderr: "" };
    for (const stream of ["stdout", "stderr"] as const) {
      child[stream].setEncoding("utf8").on("data", (text: string) => {
        output[stream] += text;
      });
    }
    const ended = once(child, "close").then(([exitCode]) => ({ exitCode: exitCode as number | null, ...output }));
    return { child, ended, stderrMatches: (pattern) => until(child, () => pattern.test(output.stderr), output) };
  }

  /** Runs a command of the project to its end. */
  async run(...args: string[]): Promise<Ended> {
    return await this.start(...args).ended;
  }

  /** Starts a local AWS for an environment and turns all further commands towards it. */
  async localAws(environment: string): Promise<Started> {
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
    return local;
  }

  remove(): void {
    rmSync(this.root, { recursive: true, force: true });
  }
}

async function until(child: ChildProcess, condition: () => boolean, output: object): Promise<void> {
  for (let tries = 0; tries < 2400 && child.exitCode === null; tries += 1) {
    if (condition()) return;
    await new Promise((wake) => setTimeout(wake, 50));
  }
  if (!condition()) throw new Error(`it did not come to that: ${JSON.stringify(output)}`);
}
