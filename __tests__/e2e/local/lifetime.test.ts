import { execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { chmodSync, mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { buildSync } from "esbuild";
import { strToU8, zipSync } from "fflate";
import { projectRoot } from "../../../src/project-root";
import { descendants, isAlive } from "../cli/processes";

let folder: string;
let script: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "gatehouse-lifetime-"));
  const local = join(folder, "local.cjs");
  buildSync({
    entryPoints: [join(projectRoot(), "src/local/index.ts")],
    bundle: true,
    platform: "node",
    outfile: local,
  });
  script = join(folder, "parent.cjs");
  writeFileSync(
    script,
    `const abort = new AbortController();
    process.once("SIGUSR2", () => abort.abort(new Error("stopped")));
    require(${JSON.stringify(local)})
      .startLocalAws({ accountId: "123456789012", cacheFolder: ${JSON.stringify(join(folder, "cache"))}, signal: abort.signal })
      .then((aws) => console.log("ready " + aws.endpoint), (error) => { console.error(error.message); process.exit(1); });`,
  );
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

test.each(["SIGKILL", "SIGINT", "SIGTERM"] as const)(
  "it ends with its parent upon %s and leaves nothing behind",
  async (signal) => {
    const parent = spawn(process.execPath, [script], { stdio: ["ignore", "pipe", "inherit"] });
    await once(parent.stdout, "data");
    const below = descendants(parent.pid ?? 0);
    expect(below.length).toBeGreaterThanOrEqual(2);
    parent.kill(signal);
    for (let tries = 0; tries < 50 && below.some(isAlive); tries++) await delay(100);
    expect(below.filter(isAlive)).toEqual([]);
  },
);

describe("without moto_server on PATH", () => {
  /** A folder with python3 and a shell, and nothing else. */
  function bareFolder(): string {
    const bin = mkdtempSync(join(folder, "bin-"));
    const python = execFileSync("python3", ["-c", "import sys; print(sys.executable)"], { encoding: "utf8" }).trim();
    for (const [name, file] of [
      ["python3", python],
      ["sh", "/bin/sh"],
    ] as const)
      symlinkSync(file, join(bin, name));
    return bin;
  }

  /** A package index with a moto that only says that it listens, on a port that answers. */
  function packages(): string {
    const index = mkdtempSync(join(folder, "packages-"));
    const server = `
import http.server
class Handler(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        self.send_response(200); self.send_header("content-length", "2"); self.end_headers(); self.wfile.write(b"{}")
server = http.server.HTTPServer(("127.0.0.1", 0), Handler)
print(" * Running on http://127.0.0.1:%d" % server.server_port, flush=True)
server.serve_forever()
`;
    const info = "moto-5.2.1.dist-info";
    const wheel = zipSync({
      "moto/__init__.py": strToU8(""),
      "moto/server.py": strToU8(server),
      [`${info}/METADATA`]: strToU8("Metadata-Version: 2.1\nName: moto\nVersion: 5.2.1\nProvides-Extra: server\n"),
      [`${info}/WHEEL`]: strToU8("Wheel-Version: 1.0\nGenerator: test\nRoot-Is-Purelib: true\nTag: py3-none-any\n"),
      [`${info}/RECORD`]: strToU8(
        `moto/__init__.py,,\nmoto/server.py,,\n${info}/METADATA,,\n${info}/WHEEL,,\n${info}/RECORD,,\n`,
      ),
    });
    writeFileSync(join(index, "moto-5.2.1-py3-none-any.whl"), wheel);
    return index;
  }

  async function run(variables: Record<string, string>): Promise<{ stdout: string; stderr: string }> {
    const env = {
      ...process.env,
      PIP_NO_INDEX: "1",
      PIP_CONFIG_FILE: "/dev/null",
      PIP_EXTRA_INDEX_URL: "",
      ...variables,
    };
    const parent = spawn(process.execPath, [script], { stdio: ["ignore", "pipe", "pipe"], env });
    let stderr = "";
    parent.stderr.on("data", (chunk: Buffer) => (stderr += chunk.toString()));
    const [first] = (await Promise.race([once(parent.stdout, "data"), once(parent, "close")])) as [Buffer | number];
    parent.kill("SIGKILL");
    return { stdout: String(first), stderr };
  }

  test("it is installed into the cache, also after an install that was cut off, once only, and anew where Python finds it no more", async () => {
    const cache = join(folder, "cache");
    mkdirSync(join(cache, "moto-5.2.1.building-999999999-0"), { recursive: true });
    const PATH = bareFolder();
    const first = await run({ PATH, PIP_FIND_LINKS: packages() });
    expect(first).toMatchObject({ stdout: expect.stringContaining("ready http://127.0.0.1:") });
    expect(readdirSync(cache)).toEqual(["moto-5.2.1"]);
    expect(await run({ PATH, PIP_FIND_LINKS: "/nowhere" })).toMatchObject({ stdout: expect.stringContaining("ready") });
    rmSync(join(cache, "moto-5.2.1", "lib"), { recursive: true });
    expect(await run({ PATH, PIP_FIND_LINKS: packages() })).toMatchObject({ stdout: expect.stringContaining("ready") });
    rmSync(cache, { recursive: true });
  });

  /** A folder with a shell and a python3 that answers for its version, and runs a line for everything else. */
  function fakePython(version: string, otherwise: string): string {
    const bin = bareFolder();
    rmSync(join(bin, "python3"));
    writeFileSync(join(bin, "python3"), `#!/bin/sh\n[ "$1" = -c ] && { echo ${version}; exit; }\n${otherwise}\n`);
    chmodSync(join(bin, "python3"), 0o755);
    return bin;
  }
  test("fails with pip's words where it can't be installed, and leaves nothing", async () => {
    const { stderr } = await run({ PATH: bareFolder(), PIP_FIND_LINKS: "/nowhere" });
    expect(stderr).toMatch(/pip install .* failed \(exit 1\)\n[^]*No matching distribution found for moto/);
    expect(stderr).toMatch(/\n {2}fix: +give pip a package index .* PIP_INDEX_URL=\S+\n$/);
    expect(readdirSync(join(folder, "cache"))).toEqual([]);
  });

  test("fails with what venv says on standard output", async () => {
    const { stderr } = await run({
      PATH: fakePython("3.12.1", "echo ensurepip is not available; echo oh >&2; exit 1"),
    });
    expect(stderr).toMatch(/python3 -m venv \S+ failed \(exit 1\)\n {4}(ensurepip is not available\n {4}oh|oh\n.*)\n/);
    expect(stderr).toMatch(/\n {2}fix: +install venv for this Python \(.*apt install python3-venv\)\n$/);
  });

  test("fails for a Python that is too old, and where there is none", async () => {
    const { stderr } = await run({ PATH: fakePython("3.9.18", "exit 9") });
    expect(stderr).toMatch(/python3 is too old for moto 5\.2\.1\n {2}got: +"3\.9\.18"\n {2}allowed: 3\.10 or newer\n/);
    const bin = bareFolder();
    rmSync(join(bin, "python3"));
    expect((await run({ PATH: bin })).stderr).toMatch(/could not be installed: there is no python3 on PATH\n/);
  });

  test("fails at once where the installation is stopped, and ends what it has started", async () => {
    const PATH = fakePython("3.12.1", "/bin/sleep 60 & wait");
    const parent = spawn(process.execPath, [script], {
      stdio: ["ignore", "inherit", "pipe"],
      env: { ...process.env, PATH },
    });
    for (let tries = 0; tries < 200 && descendants(parent.pid ?? 0).length < 2; tries++) await delay(50);
    const below = descendants(parent.pid ?? 0);
    expect(below.length).toBeGreaterThanOrEqual(2);
    const ended = once(parent, "close");
    parent.kill("SIGUSR2");
    const [message] = (await once(parent.stderr, "data")) as [Buffer];
    expect(message.toString()).toBe("stopped\n");
    await ended;
    for (let tries = 0; tries < 50 && below.some(isAlive); tries++) await delay(100);
    expect(below.filter(isAlive)).toEqual([]);
    expect(readdirSync(join(folder, "cache"))).toEqual([]);
  });

  test("fails with its last words where it ends at once", async () => {
    const bin = bareFolder();
    writeFileSync(join(bin, "moto_server"), "#!/bin/sh\necho no module named flask >&2\nexit 1\n");
    chmodSync(join(bin, "moto_server"), 0o755);
    const { stderr } = await run({ PATH: [bin, bareFolder()].join(delimiter) });
    expect(stderr).toMatch(
      /ended at once: no module named flask\n +fix: +see that \S+moto_server runs, or take it off PATH: /,
    );
  });
});
