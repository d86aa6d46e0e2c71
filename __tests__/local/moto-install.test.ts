import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { findMoto } from "../../src/local/moto-install";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "gatehouse-moto-install-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

const python = () => join(folder, "cache", "moto-5.2.1", "bin", "python");
const write = (file: string, lines: string) => {
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, `#!/bin/sh\n${lines}\n`);
  chmodSync(file, 0o755);
};

/** Looks for moto where `python3` can make environments, whose interpreter runs the lines. */
async function find(lines = "exit 0", signal?: AbortSignal) {
  const progress: string[] = [];
  write(join(folder, "new-python"), lines);
  write(
    join(folder, "bin", "python3"),
    `[ "$1" = -c ] && { echo 3.12.1; exit; }\n/bin/mkdir -p "$3/bin" && /bin/cp ${join(folder, "new-python")} "$3/bin/python"`,
  );
  const environment = { PATH: join(folder, "bin") };
  const search = { cacheFolder: join(folder, "cache"), environment, onProgress: (line: string) => progress.push(line) };
  return { moto: await findMoto({ ...search, signal }), progress };
}

test("an environment that has moto is kept", async () => {
  write(python(), `[ "$2" = "import moto" ]`);
  const advice = `try again after this, which installs it anew: rm -r ${join(folder, "cache", "moto-5.2.1")}`;
  expect(await find()).toEqual({ moto: { file: python(), arguments: ["-m", "moto.server"], advice }, progress: [] });
});

describe.each([
  ["has no moto", () => write(python(), `echo "No module named 'moto'" >&2; exit 1`)],
  [
    "has no interpreter any more",
    () => {
      mkdirSync(dirname(python()), { recursive: true });
      symlinkSync("/nowhere/python3.9", python());
    },
  ],
])("an environment that %s", (_what, broken) => {
  beforeEach(broken);

  test("is made anew", async () => {
    expect((await find("exit 0 # new")).progress).toEqual(["installing moto 5.2.1 (once)"]);
    expect(readFileSync(python(), "utf8")).toContain("# new");
  });

  test("fails with what pip says where it can't be made anew", async () => {
    await expect(find("echo no space left; exit 1")).rejects.toThrow(
      /pip install .* failed \(exit 1\)\n {4}no space left/,
    );
  });
});

test("an environment of which nothing is known yet stays where the search is stopped", async () => {
  write(python(), "exec /bin/sleep 60");
  const abort = new AbortController();
  const found = find("exit 0", abort.signal);
  setTimeout(() => abort.abort(new Error("stopped")), 100);
  await expect(found).rejects.toThrow("stopped");
  expect(existsSync(python())).toBe(true);
});

describe("what to do where it can't be installed", () => {
  const index =
    "give pip a package index that it can reach and that has moto, for example: export PIP_INDEX_URL=https://<mirror>/simple";
  const otherwise = "mend what it says above, and try again";

  test.each([
    ["ERROR: No matching distribution found for moto[server]==5.2.1", index],
    ["WARNING: Retrying (Retry(total=4)) after connection broken by 'NewConnectionError'", index],
    ["ERROR: Could not install packages due to an OSError: HTTPSConnectionPool(host='pypi.org', port=443)", index],
    ["ERROR: Could not install packages due to an OSError: [Errno 28] No space left on device", otherwise],
  ])("follows from what pip says: %s", async (said, fix) => {
    await expect(find(`echo "${said}"; exit 1`)).rejects.toThrow(`\n    ${said}\n  fix:     ${fix}`);
  });

  test.each([
    [
      "there is no python3",
      undefined,
      "install Python 3.10 or newer with venv (on Debian and Ubuntu: apt install python3-venv)",
    ],
    ["python3 is too old", "echo 3.9.18", "put Python 3.10 or newer on PATH as python3"],
    [
      "there is no venv",
      '[ "$1" = -c ] && { echo 3.12.1; exit; }; echo "ensurepip is not available"; exit 1',
      "install venv for this Python (on Debian and Ubuntu: apt install python3-venv)",
    ],
    [
      "venv fails for another reason",
      '[ "$1" = -c ] && { echo 3.12.1; exit; }; echo "Error: [Errno 28] No space left on device"; exit 1',
      otherwise,
    ],
  ])("follows from the Python: %s", async (_what, lines, fix) => {
    if (lines !== undefined) write(join(folder, "bin", "python3"), lines);
    const search = {
      cacheFolder: join(folder, "cache"),
      environment: { PATH: join(folder, "bin") },
      onProgress: () => undefined,
    };
    const error: unknown = await findMoto(search).catch((thrown: unknown) => thrown);
    expect((error as Error).message.split("\n").at(-1)).toBe(`  fix:     ${fix}`);
  });
});

test("a moto_server of PATH that does not run may be taken off it", async () => {
  write(join(folder, "bin", "moto_server"), "exit 1");
  const file = join(folder, "bin", "moto_server");
  const advice = `see that ${file} runs, or take it off PATH: moto is then installed in ${join(folder, "cache")}`;
  expect((await find()).moto).toEqual({ file, arguments: [], advice });
});
