import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { UserError } from "../../src/errors";
import { Terraform } from "../../src/terraform";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "gatehouse-cut-off-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

/** A terraform that applies until it is interrupted, notes what else it is asked for, and fails at saving the state. */
const fake = `#!/bin/sh
[ "$1" = apply ] || { echo "$1" >> asked; exit 1; }
trap 'echo "errored.tfstate"; exit 1' INT
echo applying; touch applying
i=0; while [ $i -lt 200 ]; do i=$((i+1)); sleep 0.05; done
`;

test("an apply whose AWS is gone is interrupted, and fails with that and the log; nobody is asked for the lock", async () => {
  const command = join(folder, "terraform");
  writeFileSync(command, fake);
  chmodSync(command, 0o755);
  const abort = new AbortController();
  const again = "run npm start again";
  const terraform = new Terraform({
    binary: { command, version: "1.11.4" },
    stack: "local",
    folder,
    logFolder: join(folder, "logs"),
    variables: {},
    advice: { planAgain: again, applyAgain: again, createBackend: again },
    onProgress: () => undefined,
    signal: abort.signal,
  });
  const applied = terraform.apply("plan").catch((thrown: unknown) => thrown);
  while (!existsSync(join(folder, "applying"))) await delay(20);
  abort.abort(new UserError({ where: "start", what: "the local AWS ended: MemoryError", fix: again }));
  const error = await applied;
  expect(error).toMatchObject({ name: "UserError", cause: abort.signal.reason });
  const [, log = ""] =
    /^start: the local AWS ended: MemoryError\n {2}fix: +run npm start again; the whole log: (.*)$/.exec(
      (error as Error).message,
    ) ?? [];
  expect(readFileSync(log, "utf8")).toMatch(/\napplying\nerrored\.tfstate\n$/);
  expect(existsSync(join(folder, "asked"))).toBe(false);
});
