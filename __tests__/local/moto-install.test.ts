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
  expect(await find()).toEqual({ moto: { file: python(), arguments: ["-m", "moto.server"] }, progress: [] });
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
