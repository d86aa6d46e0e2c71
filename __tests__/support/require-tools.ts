import { execFileSync } from "node:child_process";
import { findTerraform } from "../../src/terraform/binary";

/** The end-to-end tests run real tools: says all at once which of them are missing. */
export default async function requireTools(): Promise<void> {
  const missing: string[] = [];
  await findTerraform().catch((error: unknown) => missing.push((error as Error).message));
  if (!runs("moto_server", ["--help"]) && !runs("python3", ["-c", "import venv, ensurepip"])) {
    missing.push(
      "moto: neither moto_server nor a python3 with venv, which could install it, is on PATH\n  fix:     install Python 3.10 or newer with venv, or put moto_server on PATH: pipx install 'moto[server]'",
    );
  }
  if (missing.length > 0) throw new Error(["the end-to-end tests can't run:", ...missing].join("\n"));
}

function runs(command: string, args: readonly string[]): boolean {
  try {
    execFileSync(command, args, { stdio: "ignore", timeout: 60_000 });
    return true;
  } catch {
    return false;
  }
}
