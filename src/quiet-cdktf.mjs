// cdktf sends usage data unless CHECKPOINT_DISABLE is set. This puts a launcher that sets it where `npx cdktf` looks.
import { existsSync, rmSync, writeFileSync } from "node:fs";

const command = "node_modules/.bin/cdktf";
if (existsSync(command)) {
  rmSync(command);
  writeFileSync(
    command,
    // As the main module, beside whose package.json cdktf finds its version.
    `#!/usr/bin/env node
process.env.CHECKPOINT_DISABLE ??= "1";
process.argv[1] = require.resolve("../cdktf-cli/bundle/bin/cdktf");
require("node:module").runMain();
`,
    { mode: 0o755 },
  );
}
