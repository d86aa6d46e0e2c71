import { createHash } from "node:crypto";
import { mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import { join, relative } from "node:path";
import { unzipSync } from "fflate";
import { type Bundle, type bundleFunction } from "../../../src/constructs/lambda/bundle";
import { projectRoot } from "../../../src/project-root";

let folder: string;
beforeEach(() => {
  mkdirSync(join(projectRoot(), ".gatehouse"), { recursive: true });
  folder = mkdtempSync(join(projectRoot(), ".gatehouse", "test-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

/** Writes a source and gives its path as a construct names it. */
const write = (name: string, text: string) => {
  writeFileSync(join(folder, name), text);
  return relative(projectRoot(), join(folder, name));
};

/** Bundles as a new process does: without what it remembers of sources that it has seen. */
async function bundle(source: string): Promise<Bundle> {
  jest.resetModules();
  const fresh = jest.requireActual<{ bundleFunction: typeof bundleFunction }>("../../../src/constructs/lambda/bundle");
  return fresh.bundleFunction(source, "test/hello");
}

const codeOf = ({ zip }: Bundle) => Buffer.from(unzipSync(zip)["index.js"] ?? []).toString();

test("the archive holds index.js and nothing else, whatever the source imports, and it runs", async () => {
  write("greeting.ts", "export const greeting = (name: string): string => `Hello, ${name}`;\n");
  const source = write(
    "hello.ts",
    'import { greeting } from "./greeting";\nexport const handler = async (event: { name: string }) => greeting(event.name);\n',
  );
  const made = await bundle(source);
  expect(Object.keys(unzipSync(made.zip))).toEqual(["index.js"]);
  write("index.js", codeOf(made));
  const { handler } = (await import(join(folder, "index.js"))) as { handler: (event: object) => Promise<string> };
  expect(await handler({ name: "Gatehouse" })).toBe("Hello, Gatehouse");
});

test("the same source gives the same bytes, whenever it was written and whenever it is bundled", async () => {
  const source = write("hello.ts", "export const handler = async () => 1;\n");
  const one = await bundle(source);
  utimesSync(join(folder, "hello.ts"), new Date(2001, 1, 1), new Date(2001, 1, 1));
  const clock = jest.spyOn(Date, "now").mockReturnValue(new Date(2031, 1, 1).getTime());
  const two = await bundle(source).finally(() => clock.mockRestore());
  expect(Buffer.from(two.zip).equals(Buffer.from(one.zip))).toBe(true);
  expect(two.sha256).toBe(createHash("sha256").update(one.zip).digest("base64"));
});

test("another source gives another hash, and so a deployment", async () => {
  const one = await bundle(write("hello.ts", "export const handler = async () => 1;\n"));
  const two = await bundle(write("hello.ts", "export const handler = async () => 2;\n"));
  expect(two.sha256).not.toBe(one.sha256);
});

test("the AWS SDK stays where it is, in Lambda's runtime", async () => {
  const source = write(
    "sdk.ts",
    'import { S3Client } from "@aws-sdk/client-s3";\nexport const handler = async () => new S3Client({}).config.region();\n',
  );
  const code = codeOf(await bundle(source));
  expect(code).toContain('require("@aws-sdk/client-s3")');
  expect(code.length).toBeLessThan(10_000);
});

test("other packages are part of the bundle", async () => {
  const source = write(
    "package.ts",
    'import { strToU8 } from "fflate";\nexport const handler = async () => strToU8("hello").length;\n',
  );
  expect(codeOf(await bundle(source))).not.toContain('require("fflate")');
});

test("fails for a source that is missing", async () => {
  await expect(bundle("src/functions/none.ts")).rejects.toThrow(
    'test/hello: the function\'s source is missing\n  got:     "src/functions/none.ts"\n',
  );
});

test("fails for a source that does not compile, with file and line", async () => {
  const source = write("broken.ts", "export const handler = (\n");
  await expect(bundle(source)).rejects.toThrow(
    /^test\/hello: the function's source does not compile:\n {4}\.gatehouse\/test-\w+\/broken\.ts:2:1: Unexpected end of file/,
  );
});

test("fails for an import of what is not there", async () => {
  const source = write("import.ts", 'import "./nothing";\nexport const handler = async () => 1;\n');
  await expect(bundle(source)).rejects.toThrow(/import\.ts:1:8: Could not resolve "\.\/nothing"/);
});

test("fails for what esbuild only warns of", async () => {
  const source = write("twice.ts", "export const handler = async () => ({ statusCode: 200, statusCode: 500 });\n");
  await expect(bundle(source)).rejects.toThrow(/twice\.ts:1:56: Duplicate key "statusCode" in object literal/);
});

test.each([
  ["another name", "export const main = async () => 1;\nexport const other = 2;\n", '["main","other"]'],
  ["a default export alone", "export default async () => 1;\n", '["default"]'],
  ["no export", "export {};\nconsole.log(1);\n", "[]"],
  ["a type of that name alone", "export type handler = () => void;\nexport const main = 1;\n", '["main"]'],
])("fails for a source without handler, naming what it exports: %s", async (_, text, exported) => {
  const source = write("unhandled.ts", text);
  await expect(bundle(source)).rejects.toThrow(
    "test/hello: the function's source does not export `handler`, which Lambda calls\n" +
      `  got:     ${exported}\n  fix:     export a function named handler from ${source}`,
  );
});
