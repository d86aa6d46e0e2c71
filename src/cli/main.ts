import { Command, CommanderError, InvalidArgumentError, Option } from "commander";
import { environmentNames } from "../../environments";
import { reportingErrors, UserError } from "../errors";
import { access, type AccessOptions } from "./commands/access";
import { apply, type ApplyOptions } from "./commands/apply";
import { bootstrap } from "./commands/bootstrap";
import { check, type CheckOptions } from "./commands/check";
import { destroy, type DestroyOptions } from "./commands/destroy";
import { localAws, type LocalAwsOptions } from "./commands/local-aws";
import { plan } from "./commands/plan";
import { start } from "./commands/start";
import { refuseSwallowedOptions } from "./npm-options";
import { outliveReaders } from "./output";
import { type PlanOptions } from "./plan-summary";

const anyEnvironment = `one of: ${environmentNames.join(", ")}`;
const environmentOrPath = `${anyEnvironment}; or a folder or file of Terraform JSON, or what \`terraform show -json\` printed (- is standard input)`;

function commands(): Command {
  // Help and usage then read as what is typed.
  const program = new Command("npm run")
    .usage("<command> -- <environment> [options]")
    .description("Cognito-authenticated APIs on AWS, environment by environment.")
    .exitOverride()
    .showHelpAfterError("  fix:     see what there is: npm run <command> -- --help; options stand behind the --");
  program
    .command("start")
    .usage("")
    .description("take the environment `local` through synth, bootstrap, plan, apply and a second plan, on a local AWS")
    .action(start);
  onEnvironment(program, "bootstrap", "create the state's bucket and what the account needs once").action((name) =>
    bootstrap(named("bootstrap", name)),
  );
  onEnvironment(program, "plan", "save a plan for `apply`, and print what it would do")
    .addOption(new Option("--json", "print the summary as JSON").conflicts("markdown"))
    .option("--markdown", "print the summary for a pull request's comment")
    .action((name, options: PlanOptions) => plan(named("plan", name), options));
  onEnvironment(program, "apply", "apply the plan that `plan` saved, and nothing else")
    .option("--json", "print the outputs as JSON")
    .action((name, options: ApplyOptions) => apply(named("apply", name), options));
  onEnvironment(program, "destroy", "destroy everything in an environment that nothing protects")
    .option("--yes <environment>", "the environment's name once more, instead of being asked for it")
    .action((name, options: DestroyOptions) => destroy(named("destroy", name), options));
  onEnvironment(program, "local-aws", "run a local AWS with the environment's account, until Ctrl-C")
    .option("--port <number>", "where it listens (a free port otherwise)", portNumber)
    .action((name, options: LocalAwsOptions) => localAws(named("local-aws", name), options));
  accessCommand(program);
  program
    .command("check")
    .description("print what can never have been meant in an environment, or in any Terraform JSON")
    .usage("-- [environment or path] [options]")
    .argument("[environment or path]", `${environmentOrPath}; all environments otherwise`)
    .option("--json", "print the findings as JSON")
    .action((argument: string | undefined, options: CheckOptions) => check(argument, options));
  return program;
}

function accessCommand(program: Command): void {
  program
    .command("access")
    .description("show who can call what: of an environment, or of any Terraform JSON")
    .usage("-- [environment or path] [options]")
    .argument("[environment or path]", environmentOrPath)
    .option("--why <principal and route...>", `explain one call: --why general "GET /tech4all"`)
    .option("--api <label>", "the API that --why means, where several serve the route")
    .option("--from <origin>", "the origin that --why means; all of them otherwise")
    .option("--all", "name every route and everybody, and each reason apart")
    .addOption(new Option("--json", "print every decision as JSON").conflicts("markdown"))
    .addOption(new Option("--markdown", "print the table as Markdown").conflicts("why"))
    .addOption(
      new Option("--write", "write the snapshots beside the environments' files").conflicts(["check", ...shown]),
    )
    .addOption(
      new Option("--check", "fail where a snapshot is not what it would be, and say what changed").conflicts(shown),
    )
    .action((what: string | undefined, options: AccessOptions) => access(what, options));
}

/** Options of `access` that are about what it shows. */
const shown = ["why", "api", "from", "all", "json", "markdown"];

function onEnvironment(program: Command, name: string, description: string): Command {
  // Optional for commander, so that a missing name gets the error that lists the environments.
  return program
    .command(name)
    .description(description)
    .usage("-- <environment> [options]")
    .argument("[environment]", anyEnvironment);
}

function named(command: string, name: unknown): string {
  if (typeof name === "string" && name !== "") return name;
  throw new UserError({
    where: command,
    what: "it needs an environment",
    allowed: environmentNames.join(", "),
    fix: `name an environment: npm run ${command} -- ${environmentNames.find((one) => one !== "local") ?? "local"}`,
  });
}

function portNumber(text: string): number {
  const port = Number(text);
  if (/^\d+$/.test(text) && port >= 1 && port <= 65_535) return port;
  throw new InvalidArgumentError("It must be a whole number, 1 to 65535.");
}

void reportingErrors(async () => {
  outliveReaders();
  try {
    refuseSwallowedOptions(process.argv.slice(2), process.env);
    await commands().parseAsync();
  } catch (error) {
    // Commander has said what it means already.
    if (!(error instanceof CommanderError)) throw error;
    process.exitCode = error.exitCode;
  }
});
