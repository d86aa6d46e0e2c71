import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { join, relative } from "node:path";
import { EdgeFunction } from "../../../src/constructs/web/edge-function";
import { projectRoot } from "../../../src/project-root";
import { synthesized, testStack } from "../../support/synth";

let folder: string;
beforeAll(() => {
  mkdirSync(join(projectRoot(), ".gatehouse"), { recursive: true });
  folder = mkdtempSync(join(projectRoot(), ".gatehouse", "test-"));
});
afterAll(() => rmSync(folder, { recursive: true }));

function functionOf(code: string) {
  const file = join(folder, "edge.js");
  writeFileSync(file, code);
  const stack = testStack();
  new EdgeFunction(stack, "edge", { name: "edge", source: relative(projectRoot(), file), description: "An edge" });
  return synthesized(stack);
}

const handler = "function handler(event) {\n  return event.request;\n}\n";

test("the function is published with the source as it stands", () => {
  const json = functionOf(handler);
  expect(json.counts()).toEqual({ aws_cloudfront_function: 1 });
  expect(json.single("aws_cloudfront_function")).toEqual({
    name: "edge",
    comment: "An edge",
    runtime: "cloudfront-js-2.0",
    publish: true,
    code: handler,
  });
});

test("Terraform fills nothing into the source", () => {
  const code = "function handler() { return `${1}%{2}$5%`; }";
  expect(functionOf(code).single("aws_cloudfront_function").code).toBe(
    "function handler() { return `$${1}%%{2}$5%`; }",
  );
});

test.each([
  ["defines no handler", "function handle() {}", "the function's source does not define `handler`"],
  ["does not compile", "function handler() {", /source does not run: \S+edge\.js:2: Unexpected end of input/],
  ["throws at once", `${handler}missing();`, /source does not run: \S+edge\.js:4: missing is not defined/],
  ["is a module", `export ${handler}`, /source does not run: .*Unexpected token 'export'/],
  ["does not end", `${handler}for (;;);`, /source does not run: .*timed out/],
])("fails where the source %s", (_, code, message) => expect(() => functionOf(code)).toThrow(message));

test("fails where the source has more than 10 KB, in bytes", () => {
  const longest = `${handler}//${"é".repeat((10_240 - handler.length - 2) / 2)}`;
  expect(() => functionOf(longest)).not.toThrow();
  expect(() => functionOf(`${longest}.`)).toThrow("the function's source is 10241 bytes long");
});

test("fails where the source is missing", () => {
  const source = "src/functions/edge/none.js";
  const create = () => new EdgeFunction(testStack(), "edge", { name: "edge", source, description: "" });
  expect(create).toThrow(`test/edge: the function's source is missing\n  got:     "${source}"\n`);
});

test.each(["", "a b", "x".repeat(65)])("fails for the name %j", (name) => {
  const source = "src/functions/edge/single-page-routing.js";
  expect(() => new EdgeFunction(testStack(), "edge", { name, source, description: "" })).toThrow(
    `test/edge: CloudFront refuses this name of a function\n  got:     ${JSON.stringify(name)}\n`,
  );
});
