import { createHash } from "node:crypto";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { type BuildFailure, type BuildOptions, buildSync, type Message, type Metafile } from "esbuild";
import { zipSync } from "fflate";
import { UserError } from "../../errors";
import { projectRoot } from "../../project-root";

/** A function's code, ready for Lambda. */
export interface Bundle {
  /** The zip archive: one `index.js`, and its bytes depend on nothing but the sources. */
  readonly zip: Uint8Array;
  /** SHA-256 of the archive in base64, as Lambda reports it. */
  readonly sha256: string;
}

const bundles = new Map<string, Bundle>();

/**
 * Bundles a handler written in TypeScript. The AWS SDK is left out: the runtime has it.
 *
 * @param source The handler's file, relative to the project's root.
 * @param where The construct that wants it, for errors.
 * @see https://docs.aws.amazon.com/lambda/latest/dg/nodejs-package.html
 * @throws UserError where the file is missing, does not compile (warnings count) or exports no `handler`.
 */
export function bundleFunction(source: string, where: string): Bundle {
  const known = bundles.get(source);
  if (known) return known;
  const zip = zipSync({ "index.js": [compile(source, where), { mtime: earliestZipTime, os: unix, attrs: readable }] });
  const bundle = { zip, sha256: createHash("sha256").update(zip).digest("base64") };
  bundles.set(source, bundle);
  return bundle;
}

// Zip keeps local time, so a fixed local time is the same bytes in every time zone.
const earliestZipTime = new Date(1980, 0, 1);
const unix = 3;
const readable = 0o100644 << 16;

function compile(source: string, where: string): Uint8Array {
  const root = projectRoot();
  if (!existsSync(join(root, source))) {
    throw new UserError({
      where,
      what: "the function's source is missing",
      got: source,
      allowed: "a TypeScript file, named from the project's root",
      fix: "create the file or correct the path",
    });
  }
  const options: BuildOptions & { write: false } = {
    absWorkingDir: root,
    entryPoints: [source],
    bundle: true,
    platform: "node",
    target: "node22",
    // The paths in the bundle's comments are then the same wherever node_modules really lies.
    preserveSymlinks: true,
    write: false,
    outfile: "index.js",
    logLevel: "silent",
  };
  try {
    const { outputFiles, warnings } = buildSync({
      ...options,
      format: "cjs",
      external: ["@aws-sdk/*"],
      legalComments: "none",
    });
    if (warnings.length > 0) throw faulty(source, where, warnings);
    const [code] = outputFiles;
    if (!code || !namesHandler(code.text)) {
      checkHandler(buildSync({ ...options, format: "esm", packages: "external", metafile: true }), source, where);
    }
    return code?.contents ?? new Uint8Array();
  } catch (error) {
    throw error instanceof UserError ? error : faulty(source, where, (error as BuildFailure).errors);
  }
}

/**
 * Whether `handler` is among the names that esbuild lists at the end of a CommonJS module, for Node.
 *
 * @see https://esbuild.github.io/api/#platform
 */
const namesHandler = (code: string) => /\n0 && \(module\.exports = \{\n(?: {2}.+,\n)* {2}handler[,\n]/.test(code);

/** Only for an ES module does esbuild tell everything that it exports: another build, so for faults alone. */
function checkHandler({ metafile }: { readonly metafile: Metafile }, source: string, where: string): void {
  const exported = metafile.outputs["index.js"]?.exports ?? [];
  if (exported.includes("handler")) return;
  throw new UserError({
    where,
    what: "the function's source does not export `handler`, which Lambda calls",
    got: exported,
    fix: `export a function named handler from ${source}`,
  });
}

const faulty = (source: string, where: string, messages: readonly Message[]) =>
  new UserError({
    where,
    what: `the function's source does not compile:\n${messages.map(describeMessage).join("\n")}`,
    got: source,
    fix: "correct the source",
  });

function describeMessage({ text, location }: Message): string {
  return location ? `    ${location.file}:${location.line}:${location.column + 1}: ${text}` : `    ${text}`;
}
