import { type Configuration, type Resource, textIn } from "../terraform/configuration";
import { partsOf } from "./arn";
import { attributeText } from "./attributes";
import { type LambdaPermission } from "./integration";

/** The functions of a configuration and what their resource policies allow. */
export interface Functions {
  /** The function that an ARN names: its address, and its permissions even where it is not in the configuration. */
  readonly of: (arn: string) => { readonly address?: string; readonly permissions: readonly LambdaPermission[] };
}

/** A function as it is called: all of it, or one of its versions or aliases. */
interface FunctionName {
  readonly account?: string;
  readonly region?: string;
  readonly name: string;
  readonly qualifier?: string;
}

interface Permitted extends FunctionName {
  readonly permission: LambdaPermission;
}

/** The functions of a configuration, and its `aws_lambda_permission`s. */
export function functionsOf(configuration: Configuration): Functions {
  const functions = configuration.ofType("aws_lambda_function").map((resource) => ({
    address: resource.address,
    account: resource.accountId,
    region: resource.region,
    name: textIn(resource.values.function_name) ?? attributeText(resource, "function_name"),
  }));
  const permissions = configuration.ofType("aws_lambda_permission").flatMap((resource) => permissionIn(resource) ?? []);
  return {
    of: (arn) => {
      const asked = functionName(arn);
      return {
        address: functions.find(({ name, account, region }) => isSame({ name: name ?? "", account, region }, asked))
          ?.address,
        permissions: permissions
          .filter((permitted) => isSame(permitted, asked) && (permitted.qualifier ?? "") === (asked.qualifier ?? ""))
          .map(({ permission }) => permission),
      };
    },
  };
}

/**
 * The parts of a function's name, which may be a name, `<account>:function:<name>` or an ARN, each with `:<qualifier>`.
 *
 * @see https://docs.aws.amazon.com/lambda/latest/api/API_AddPermission.html
 */
function functionName(text: string): FunctionName {
  const parts = partsOf(text);
  const at = parts.indexOf("function");
  if (at < 0) return { name: parts[0] ?? "", qualifier: parts[1] };
  return { region: parts[at - 2], account: parts[at - 1], name: parts[at + 1] ?? "", qualifier: parts[at + 2] };
}

/** Whether two texts name one function; what only one of them says does not tell them apart. */
function isSame(one: FunctionName, other: FunctionName): boolean {
  const agrees = (a: string | undefined, b: string | undefined) => a === undefined || b === undefined || a === b;
  return one.name === other.name && agrees(one.account, other.account) && agrees(one.region, other.region);
}

function permissionIn(resource: Resource): Permitted | undefined {
  const { values, address } = resource;
  const named = textIn(values.function_name);
  if (named === undefined) return undefined;
  const { name, account, region, qualifier } = functionName(named);
  return {
    name,
    account: account ?? resource.accountId,
    region: region ?? resource.region,
    qualifier: textIn(values.qualifier) ?? qualifier,
    permission: {
      address,
      action: textIn(values.action) ?? "",
      principal: textIn(values.principal) ?? "",
      sourceArn: textIn(values.source_arn),
      sourceAccount: textIn(values.source_account),
    },
  };
}
