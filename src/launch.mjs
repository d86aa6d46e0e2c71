// Runs a TypeScript entry point: bundled in memory by esbuild, packages left out, source maps on.
// Usage: node src/launch.mjs <entry.ts> [arguments]
import { Module } from "node:module";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";

// Else esbuild's synchronous calls go through a thread that loads esbuild once more. For the few calls of a command a
// process each takes less time and memory: https://github.com/evanw/esbuild/releases/tag/v0.12.11
process.env.ESBUILD_WORKER_THREADS = "0";
const { default: esbuild } = await import("esbuild").catch((error) => {
  if (error.code !== "ERR_MODULE_NOT_FOUND") throw error;
  console.error("node_modules: the packages are not installed\n  fix:     npm ci");
  process.exit(1);
});

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const [entry, ...rest] = process.argv.slice(2);

process.chdir(root);
process.setSourceMapsEnabled(true);
process.argv = [process.argv[0], resolve(root, entry), ...rest];
const text = bundle(entry);
if (text === undefined) process.exitCode = 1;
else run(text);

/** The bundle's text; undefined where esbuild has printed why there is none. */
function bundle(entryPoint) {
  try {
    return esbuild.buildSync({
      absWorkingDir: root,
      entryPoints: [entryPoint],
      bundle: true,
      packages: "external",
      platform: "node",
      target: "node20",
      format: "cjs",
      sourcemap: "inline",
      sourcesContent: false,
      // The map is kept when the bundle is compiled, which is now. From then on maps rest until an error is printed
      // (src/errors.ts): each module of cdktf holds its own, and reading them all takes a tenth of a synth.
      banner: { js: "process.setSourceMapsEnabled(false);" },
      write: false,
      logLevel: "error",
    }).outputFiles[0].text;
  } catch {
    return undefined;
  }
}

function run(code) {
  // The name lies in the root, so that the bundle's requires find the root's node_modules.
  const filename = join(root, "gatehouse.bundle.cjs");
  const module = new Module(filename);
  module.filename = filename;
  module.paths = Module._nodeModulePaths(root);
  module._compile(code, filename);
}
