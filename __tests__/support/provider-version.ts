import { readFileSync } from "node:fs";
import { join } from "node:path";
import { projectRoot } from "../../src/project-root";

const binding = join(projectRoot(), "node_modules", "@cdktf", "provider-aws", "package.json");

/** The version of the AWS provider that stacks ask for: the one that its classes were made from. */
export const providerVersion = (
  JSON.parse(readFileSync(binding, "utf8")) as { cdktf: { provider: { version: string } } }
).cdktf.provider.version;
