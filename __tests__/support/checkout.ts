import { spawnSync } from "node:child_process";
import { cpSync, mkdtempSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { projectRoot } from "../../src/project-root";

const sources = ["src", "stacks", "environments", "cdktf.json", "package.json", "tsconfig.json"];

/** A second checkout of the project's sources in a temporary folder, with the same packages. The caller removes it. */
export class Checkout {
  readonly folder = mkdtempSync(join(tmpdir(), "gatehouse-checkout-"));

  constructor() {
    for (const source of sources) cpSync(join(projectRoot(), source), join(this.folder, source), { recursive: true });
    symlinkSync(join(projectRoot(), "node_modules"), join(this.folder, "node_modules"));
  }

  /** Replaces a text in a file; fails where the file does not hold it. */
  edit(file: string, before: string, after: string): void {
    const path = join(this.folder, file);
    const text = readFileSync(path, "utf8");
    if (!text.includes(before)) throw new Error(`${file} does not hold ${before}`);
    writeFileSync(path, text.replace(before, after));
  }

  /** Runs a Node program in the checkout, for example the app. */
  node(args: readonly string[], env: NodeJS.ProcessEnv = process.env) {
    const { status, stdout, stderr } = spawnSync(process.execPath, args, { cwd: this.folder, env, encoding: "utf8" });
    return { status, stdout, stderr };
  }

  /** Runs the app: every stack of every environment. */
  synth(env: NodeJS.ProcessEnv = process.env) {
    return this.node(["src/launch.mjs", "src/main.ts"], env);
  }
}
