// cdktf sends usage data unless CHECKPOINT_DISABLE is set. This puts a launcher that sets it where `npx cdktf` looks.
import { existsSync, rmSync, writeFileSync } from "node:fs";

const command = "node_modules/.bin/cdktf";
if (existsSync(command)) {
  rmSync(command);
  writeFileSync(
    command,
    `#!/usr/bin/env node\nprocess.env.CHECKPOINT_DISABLE ??= "1";\nrequire("../cdktf-cli/bundle/bin/cdktf");\n`,
    { mode: 0o755 },
  );
}
