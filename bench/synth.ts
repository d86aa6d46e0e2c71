/**
 * Wall time and peak memory of `npm run -s synth` (every environment, from source) beside the floor: a node process
 * that loads cdktf and the same provider modules and does nothing. Run by `npm run bench`.
 */
import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { buildSync } from "esbuild";
import { projectRoot } from "../src/project-root";

const rounds = 9;

interface Candidate {
  readonly name: string;
  readonly command: string;
  readonly args: readonly string[];
}

const scratch = mkdtempSync(join(tmpdir(), "gatehouse-bench-"));
try {
  const floor: Candidate = { name: "floor", command: process.execPath, args: [floorProgram()] };
  const synth: Candidate = { name: "npm run -s synth", command: "npm", args: ["run", "-s", "synth"] };
  const seconds = new Map<Candidate, number[]>([floor, synth].map((candidate) => [candidate, []]));
  // Turn by turn, so that a busy machine slows both.
  for (let round = 0; round < rounds; round++) {
    for (const [candidate, times] of seconds) times.push(run(candidate));
  }
  report(floor, synth, (candidate) => median(seconds.get(candidate) ?? []));
} finally {
  rmSync(scratch, { recursive: true });
}

function report(floor: Candidate, synth: Candidate, timeOf: (candidate: Candidate) => number): void {
  console.log(`median of ${rounds} runs; memory of the largest process`);
  for (const candidate of [floor, synth]) {
    const megabytes = (peakKilobytes(candidate) / 1024).toFixed(0);
    console.log(`${candidate.name.padEnd(18)} ${timeOf(candidate).toFixed(2)} s  ${megabytes.padStart(4)} MB`);
  }
  console.log(`ratio              ${(timeOf(synth) / timeOf(floor)).toFixed(2)}`);
}

/** A program that requires what the app's bundle requires of cdktf, constructs and the provider. */
function floorProgram(): string {
  const { metafile } = buildSync({
    absWorkingDir: projectRoot(),
    entryPoints: ["src/main.ts"],
    bundle: true,
    packages: "external",
    platform: "node",
    write: false,
    metafile: true,
    outfile: "main.js",
  });
  const modules = Object.values(metafile.outputs)
    .flatMap(({ imports }) => imports.map(({ path }) => path))
    .filter((path) => /^(cdktf|constructs|@cdktf\/provider-aws\/lib\/.*)$/.test(path));
  const file = join(scratch, "floor.cjs");
  const resolveFrom = JSON.stringify(join(projectRoot(), "package.json"));
  const requires = modules.map((module) => `load(${JSON.stringify(module)});`).join("\n");
  writeFileSync(file, `const load = require("node:module").createRequire(${resolveFrom});\n${requires}\n`);
  return file;
}

/** Wall time in seconds. */
function run({ name, command, args }: Candidate, env: NodeJS.ProcessEnv = process.env): number {
  const start = process.hrtime.bigint();
  const { status, stderr } = spawnSync(command, args, { cwd: projectRoot(), env, encoding: "utf8" });
  if (status !== 0) throw new Error(`${name} failed:\n${stderr}`);
  return Number(process.hrtime.bigint() - start) / 1e9;
}

/** Peak memory of the largest node process of a run, which each writes down when it exits. */
function peakKilobytes(candidate: Candidate): number {
  const peaks = join(scratch, `${candidate.name}.peaks`);
  const probe = join(scratch, "probe.cjs");
  writeFileSync(
    probe,
    `process.on("exit", () => require("node:fs").appendFileSync(${JSON.stringify(peaks)}, process.resourceUsage().maxRSS + "\\n"));`,
  );
  run(candidate, { ...process.env, NODE_OPTIONS: `--require ${probe}` });
  return Math.max(...readFileSync(peaks, "utf8").trim().split("\n").map(Number));
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? NaN;
}
