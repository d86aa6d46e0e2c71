import { UserError } from "../errors";
import { shellWord } from "../shell";

/** The options of each command that npm would take for its own. `--yes` is left out: npm sets it by itself. */
const optionsOf: Readonly<Record<string, readonly string[]>> = {
  plan: ["json", "markdown"],
  apply: ["json"],
  "local-aws": ["port"],
  access: ["why", "api", "from", "all", "json", "markdown", "write", "check"],
  check: ["json"],
};

/** The options that have a value. */
const valued = new Set(["port", "why", "api", "from"]);

/**
 * Without `--`, npm keeps `npm run plan dev --json` to itself and tells of it in a variable only.
 *
 * @throws UserError where npm has kept an option that is the command's.
 */
export function refuseSwallowedOptions(args: readonly string[], variables: NodeJS.ProcessEnv): void {
  const [command = "", ...rest] = args;
  if (variables.npm_lifecycle_event !== command) return;
  for (const option of optionsOf[command] ?? []) {
    const value = variables[`npm_config_${option}`];
    if (!value || value === "false" || rest.some((one) => one.split("=")[0] === `--${option}`)) continue;
    if (value !== "true" && !valued.has(option)) continue;
    // npm reads `--port 5000` as a switch and an argument, and `--port=5000` as one.
    const given = value === "true" ? [`--${option}`] : [`--${option}`, value];
    const words = [...rest.slice(0, 1), ...given, ...rest.slice(1)].map(shellWord);
    const line = ["npm", "run", command, "--", ...words].join(" ");
    throw new UserError({
      where: command,
      what: `npm has kept --${option} for itself`,
      fix: `put -- before the environment: ${line}`,
    });
  }
}
