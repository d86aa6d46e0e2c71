import { chmodSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { findTerraform, isOlder } from "../../src/terraform/binary";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "gatehouse-binary-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

const program = (name: string, answer: string, exitCode = 0) => {
  const file = join(folder, name);
  writeFileSync(file, `#!/bin/sh\ncat <<'END'\n${answer}\nEND\nexit ${exitCode}\n`);
  chmodSync(file, 0o755);
  return file;
};
const version = (text: string) => JSON.stringify({ terraform_version: text, platform: "linux_amd64" });
const PATH = process.env.PATH;

test("takes terraform on PATH", async () => {
  program("terraform", version("1.12.0"));
  await expect(findTerraform({ PATH: `${folder}:${PATH}` })).resolves.toEqual({
    command: "terraform",
    version: "1.12.0",
  });
});

test("TERRAFORM_BINARY_NAME comes first", async () => {
  program("terraform", version("1.12.0"));
  const command = program("other", version("1.10.0"));
  await expect(findTerraform({ PATH: `${folder}:${PATH}`, TERRAFORM_BINARY_NAME: command })).resolves.toEqual({
    command,
    version: "1.10.0",
  });
});

test("fails without terraform, with the install page", async () => {
  await expect(findTerraform({ PATH: folder })).rejects.toThrow(
    /there is no terraform on PATH\n {2}fix: .*developer\.hashicorp\.com\/terraform\/install/,
  );
});

test("fails where TERRAFORM_BINARY_NAME names nothing", async () => {
  await expect(findTerraform({ PATH, TERRAFORM_BINARY_NAME: join(folder, "gone") })).rejects.toThrow(
    "TERRAFORM_BINARY_NAME names nothing that can be run",
  );
});

test("fails on an old one, on another program, and on one that does not run", async () => {
  await expect(findTerraform({ PATH, TERRAFORM_BINARY_NAME: program("old", version("1.9.8")) })).rejects.toThrow(
    /too old[\s\S]*1\.9\.8[\s\S]*1\.10\.0 or newer/,
  );
  await expect(findTerraform({ PATH, TERRAFORM_BINARY_NAME: program("echo", "hello") })).rejects.toThrow(
    "does not answer `version -json`",
  );
  await expect(findTerraform({ PATH, TERRAFORM_BINARY_NAME: program("broken", "", 3) })).rejects.toThrow(
    "does not run",
  );
  const talking = program("talking", "\nEND\necho 'no option -json' >&2\ncat <<'END'", 2);
  await expect(findTerraform({ PATH, TERRAFORM_BINARY_NAME: talking })).rejects.toThrow(
    "does not run: no option -json",
  );
});

test("compares versions by number", () => {
  expect(isOlder("1.9.9", "1.10.0")).toBe(true);
  expect(isOlder("1.10.0-rc1", "1.10.0")).toBe(false);
  expect(isOlder("2.0.0", "1.10.0")).toBe(false);
});
