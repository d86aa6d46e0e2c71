import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { Script } from "node:vm";
import { CloudfrontFunction } from "@cdktf/provider-aws/lib/cloudfront-function";
import { Construct } from "constructs";
import { UserError } from "../../errors";
import { projectRoot } from "../../project-root";
import { literal } from "../tokens";

/** Props of {@link EdgeFunction}. */
export interface EdgeFunctionProps {
  /** The function's name, 1 to 64 letters, digits, hyphens and underscores, unique in the account. */
  readonly name: string;
  /** The JavaScript file that defines `handler`, from the project's root, at most 10 KB. */
  readonly source: string;
  /** What the function does. */
  readonly description: string;
}

/**
 * A function that CloudFront runs at its edges, published as soon as it changes.
 *
 * @see https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/cloudfront-functions.html
 * @throws UserError for a name that CloudFront refuses, and where the source is missing, too long, does not compile or
 * defines no handler.
 */
export class EdgeFunction extends Construct {
  /** The function's ARN. */
  readonly arn: string;

  constructor(scope: Construct, id: string, props: EdgeFunctionProps) {
    super(scope, id);
    checkName(this, props.name);
    const code = checkedCode(this, props.source);
    const edgeFunction = new CloudfrontFunction(this, "resource", {
      name: props.name,
      comment: literal(props.description),
      runtime: "cloudfront-js-2.0",
      publish: true,
      code: literal(code),
    });
    this.arn = edgeFunction.arn;
  }
}

function checkName(construct: Construct, name: string): void {
  if (/^[\w-]{1,64}$/.test(name)) return;
  throw new UserError({
    where: construct.node.path,
    what: "CloudFront refuses this name of a function",
    got: name,
    allowed: "1 to 64 letters, digits, hyphens and underscores",
    fix: "rename the function",
  });
}

const codeLimit = 10_240;

function checkedCode(construct: Construct, source: string): string {
  const fault = (what: string, allowed: string, fix: string) =>
    new UserError({ where: construct.node.path, what, got: source, allowed, fix });
  const file = join(projectRoot(), source);
  if (!existsSync(file)) {
    throw fault(
      "the function's source is missing",
      "a JavaScript file, named from the project's root",
      "create the file or correct the path",
    );
  }
  const code = readFileSync(file, "utf8");
  const length = Buffer.byteLength(code);
  if (length > codeLimit) {
    throw fault(`the function's source is ${length} bytes long`, `${codeLimit} bytes`, "shorten it");
  }
  const wrong = faultOf(code, source);
  if (wrong === undefined) return code;
  throw fault(wrong, "a plain script that defines a function named handler", "correct the source");
}

/** Why CloudFront could not run the code. It runs here for a moment, in a world that holds nothing else. */
function faultOf(code: string, source: string): string | undefined {
  try {
    const script = new Script(`${code}\ntypeof handler`, { filename: source });
    return script.runInNewContext({}, { timeout: 1000 }) === "function"
      ? undefined
      : "the function's source does not define `handler`, which CloudFront calls";
  } catch (error) {
    const { message, stack = "" } = error as Error;
    return `the function's source does not run: ${stack.split("\n", 1)[0]}: ${message}`;
  }
}
