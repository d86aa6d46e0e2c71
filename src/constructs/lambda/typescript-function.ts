import { existsSync, mkdirSync, renameSync, writeFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { CloudwatchLogGroup } from "@cdktf/provider-aws/lib/cloudwatch-log-group";
import { LambdaFunction } from "@cdktf/provider-aws/lib/lambda-function";
import { LambdaFunctionEventInvokeConfig } from "@cdktf/provider-aws/lib/lambda-function-event-invoke-config";
import { LambdaPermission } from "@cdktf/provider-aws/lib/lambda-permission";
import { AssetType, TerraformAsset, type ITerraformDependable } from "cdktf";
import { Construct } from "constructs";
import { UserError } from "../../errors";
import { projectRoot } from "../../project-root";
import { AwsStack } from "../aws-stack";
import { type PolicyStatement } from "../iam/policy-document";
import { RolePolicy } from "../iam/role-policy";
import { ServiceRole } from "../iam/service-role";
import { type EncryptionKey } from "../kms/encryption-key";
import { type Network } from "../network/network";
import { checkRange } from "../ranges";
import { literal } from "../tokens";
import { bundleFunction, type Bundle } from "./bundle";
import { rolePermissions } from "./role-permissions";

/** Props of {@link TypescriptFunction}. */
export interface TypescriptFunctionProps {
  /** The function's name, 1 to 64 letters, digits, hyphens and underscores, unique in account and region. */
  readonly name: string;
  /** The file that exports `handler`, from the project's root, such as `src/functions/get-tech4all.ts`. */
  readonly source: string;
  /** What the function does. */
  readonly description: string;
  /** Environment variables. @default - none */
  readonly environment?: Readonly<Record<string, string>>;
  /** Memory, 128 to 10240 MB; processor time grows with it. @default - 256 */
  readonly memoryMegabytes?: number;
  /** Longest run, 1 to 900 seconds. @default - 27, below API Gateway's 29 */
  readonly timeoutSeconds?: number;
  /** Whether X-Ray traces its runs. */
  readonly tracing: boolean;
  /** How long its log is kept, in days; one of CloudWatch's values. */
  readonly logRetentionDays: number;
  /** The network that it runs in; it then reaches what is in there and nothing else. @default - none: it reaches the internet */
  readonly network?: Network;
  /** What encrypts its log and its environment variables. @default - keys of AWS's own */
  readonly encryptionKey?: EncryptionKey;
  /**
   * Runs kept for it, 0 to 1000, which is also the most it may have at once; with 0 it never runs. AWS refuses a number
   * that leaves less than 100 of the account's runs to all other functions. @default - unreserved
   */
  readonly reservedConcurrency?: number;
  /**
   * How often Lambda tries an asynchronous run again that failed. API Gateway and Cognito wait for the answer, so that
   * it concerns those alone who invoke it in another way. @default - 2, Lambda's own
   */
  readonly asynchronousRetries?: 0 | 1 | 2;
}

/** Who may invoke a function. */
export interface Invoker {
  /** The AWS service that invokes it, such as `apigateway.amazonaws.com`. */
  readonly service: string;
  /** The ARN that the service acts for. */
  readonly sourceArn: string;
}

/**
 * A Lambda function written in TypeScript, with a role that may do what its settings need and nothing else.
 *
 * @see https://docs.aws.amazon.com/lambda/latest/dg/lambda-nodejs.html
 * @throws UserError where the source is missing, does not compile or exports no handler, and for settings that
 * Lambda refuses.
 */
export class TypescriptFunction extends Construct {
  /** The function's name. */
  readonly name: string;
  /** The function's ARN, composed from its parts and so known when planning. */
  readonly arn: string;
  /** Longest run in seconds. */
  readonly timeoutSeconds: number;
  /** What whoever names the function by its ARN depends on. */
  readonly resource: ITerraformDependable;

  private readonly functionName: string;
  private readonly role: ServiceRole;
  private grants: RolePolicy | undefined;

  constructor(scope: Construct, id: string, props: TypescriptFunctionProps) {
    super(scope, id);
    checkFunction(this, props);
    this.name = props.name;
    const { partition, region, accountId } = AwsStack.of(this);
    this.arn = `arn:${partition}:lambda:${region}:${accountId}:function:${props.name}`;
    this.timeoutSeconds = props.timeoutSeconds ?? 27;
    const logGroup = new CloudwatchLogGroup(this, "log", {
      name: `/aws/lambda/${props.name}`,
      retentionInDays: props.logRetentionDays,
      kmsKeyId: props.encryptionKey?.arn,
    });
    this.role = this.createRole(props, logGroup.name);
    const lambda = this.createFunction(props, this.role, logGroup);
    this.functionName = lambda.functionName;
    this.resource = lambda;
    this.limitRetries(props);
  }

  /**
   * Adds a statement to the function's resource policy: the service may invoke it on behalf of the source. It belongs
   * to the scope, whose child it becomes; a scope asks once.
   */
  letInvoke(scope: Construct, { service, sourceArn }: Invoker): ITerraformDependable {
    const path = this.node.scopes.slice(1).map(({ node }) => node.id);
    return new LambdaPermission(scope, `invoke-${path.slice(1).join("-")}`, {
      functionName: this.functionName,
      action: "lambda:InvokeFunction",
      principal: service,
      sourceArn,
      // A permission can't be changed, only replaced; the new one first, or calls would fail in between.
      lifecycle: { createBeforeDestroy: true },
    });
  }

  /**
   * Lets the function do what the statement says. The function does not wait for it, so that the statement may name what
   * itself waits for the function.
   */
  grant(statement: PolicyStatement): void {
    this.grants ??= new RolePolicy(this.role, "grants", { role: this.role.name, beside: this.role.policy });
    this.grants.add(statement);
  }

  private createRole(props: TypescriptFunctionProps, logGroupName: string): ServiceRole {
    return new ServiceRole(this, "role", {
      name: `${props.name}-role`,
      service: "lambda.amazonaws.com",
      permissions: rolePermissions(AwsStack.of(this), {
        logGroupName,
        tracing: props.tracing,
        inNetwork: props.network !== undefined,
        variablesKey: variablesKey(props),
      }),
    });
  }

  private createFunction(props: TypescriptFunctionProps, role: ServiceRole, log: CloudwatchLogGroup): LambdaFunction {
    const bundle = bundleFunction(props.source, this.node.path);
    const code = new TerraformAsset(this, "code", {
      path: archive(bundle, props.source),
      type: AssetType.FILE,
      assetHash: hexadecimal(bundle),
    });
    return new LambdaFunction(this, "resource", {
      functionName: props.name,
      description: literal(props.description),
      filename: code.path,
      sourceCodeHash: bundle.sha256,
      handler: "index.handler",
      runtime: "nodejs22.x",
      architectures: ["arm64"],
      memorySize: props.memoryMegabytes ?? 256,
      timeout: this.timeoutSeconds,
      role: role.arn,
      ...(props.environment && { environment: { variables: { ...props.environment } } }),
      kmsKeyArn: variablesKey(props)?.arn,
      ...(props.network && { vpcConfig: placeIn(props.network) }),
      reservedConcurrentExecutions: props.reservedConcurrency,
      tracingConfig: { mode: props.tracing ? "Active" : "PassThrough" },
      loggingConfig: { logFormat: "JSON", logGroup: log.name },
      dependsOn: [role.policy.resource],
    });
  }

  private limitRetries({ asynchronousRetries }: TypescriptFunctionProps): void {
    if (asynchronousRetries === undefined) return;
    new LambdaFunctionEventInvokeConfig(this, "asynchronous-runs", {
      functionName: this.functionName,
      maximumRetryAttempts: asynchronousRetries,
    });
  }
}

// Without variables Lambda does not keep the key, and every plan would add it again.
const variablesKey = ({ environment = {}, encryptionKey }: TypescriptFunctionProps) =>
  Object.keys(environment).length > 0 ? encryptionKey : undefined;

const placeIn = ({ subnetIds, functionSecurityGroupId }: Network) => ({
  subnetIds: [...subnetIds],
  securityGroupIds: [functionSecurityGroupId],
});

const hexadecimal = ({ sha256 }: Bundle) => Buffer.from(sha256, "base64").toString("hex");

/** The archive's file, written where it isn't yet; named by its content, so that writers can't disturb each other. */
function archive(bundle: Bundle, source: string): string {
  const file = join(projectRoot(), ".gatehouse", "functions", hexadecimal(bundle), `${basename(source, ".ts")}.zip`);
  if (!existsSync(file)) {
    mkdirSync(dirname(file), { recursive: true });
    const unfinished = `${file}.${process.pid}`;
    writeFileSync(unfinished, bundle.zip);
    renameSync(unfinished, file);
  }
  return file;
}

function checkFunction(construct: Construct, props: TypescriptFunctionProps): void {
  checkRange(construct, "memoryMegabytes", props.memoryMegabytes ?? 256, 128, 10_240, "MB");
  checkRange(construct, "timeoutSeconds", props.timeoutSeconds ?? 27, 1, 900, "seconds");
  checkRange(construct, "reservedConcurrency", props.reservedConcurrency ?? 0, 0, 1000, "runs");
  if (/^[\w-]{1,64}$/.test(props.name)) return;
  throw new UserError({
    where: construct.node.path,
    what: "Lambda refuses this function name",
    got: props.name,
    allowed: "1 to 64 letters, digits, hyphens and underscores",
    fix: "shorten the environment's service name or the function's name",
  });
}
