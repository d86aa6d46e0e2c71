import { all, condition, type Formula } from "../../formula";
import { equals } from "../../iam/wildcards";
import { isKnown } from "../../symbols";
import { type Configuration, type Resource, textIn } from "../../terraform/configuration";
import { partsOf } from "../facts/arn";
import { attributeText } from "./attributes";
import { byName } from "./by-name";
import { type LambdaPermission } from "../facts/integration";
import { remembered } from "../../remembered";

/** The functions of a configuration and what their resource policies allow. */
export interface Functions {
  readonly of: (arn: string) => FunctionFacts;
}

interface FunctionFacts {
  /** The function's address; absent where it is not in the configuration. */
  readonly address?: string;
  readonly permissions: readonly LambdaPermission[];
}

/** A function as it is called: all of it, or one of its versions or aliases. */
interface FunctionName {
  readonly account?: string;
  readonly region?: string;
  readonly name: string;
  readonly qualifier?: string;
}

interface Permitted extends FunctionName {
  readonly exists?: Formula;
  readonly permission: Omit<LambdaPermission, "when">;
}

/** The functions of a configuration, and its `aws_lambda_permission`s. */
export function functionsOf(configuration: Configuration): Functions {
  const functions = byName(
    configuration.ofType("aws_lambda_function").map((resource) => ({
      address: resource.address,
      account: resource.accountId,
      region: resource.region,
      name: textIn(resource.values.function_name) ?? attributeText(resource, "function_name") ?? "",
    })),
  );
  const permissions = byName(
    configuration.ofType("aws_lambda_permission").flatMap((resource) => permissionIn(resource) ?? []),
  );
  const known = new Map<string, FunctionFacts>();
  const facts = (arn: string) => withModules(factsOf(functionName(arn), functions, permissions), configuration);
  return { of: (arn) => remembered(known, arn, () => facts(arn)) };
}

/** A module that is given a function may make a permission for it. */
function withModules({ address: called, permissions }: FunctionFacts, { unreadModules }: Configuration): FunctionFacts {
  if (called === undefined) return { permissions };
  const more = unreadModules
    .filter(({ takes }) => takes(called))
    .map(({ address }) => ({
      address,
      action: "lambda:InvokeFunction",
      principal: "apigateway.amazonaws.com",
      when: condition(`${address} lets API Gateway invoke ${called}`),
    }));
  return { address: called, permissions: [...permissions, ...more] };
}

type ByName<T> = (name: string) => readonly T[];

function factsOf(
  asked: FunctionName,
  functions: ByName<FunctionName & { readonly address: string }>,
  permissions: ByName<Permitted>,
): FunctionFacts {
  return {
    address: functions(asked.name).find((one) => isSame(one, asked) === true)?.address,
    permissions: permissions(asked.name).flatMap((permitted) => {
      const { exists = true, qualifier = "" } = permitted;
      const when = all([exists, isSame(permitted, asked), isText(qualifier, asked.qualifier ?? "")]);
      return when === false ? [] : [{ ...permitted.permission, when }];
    }),
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
function isSame(one: FunctionName, other: FunctionName): Formula {
  const agree = (a: string | undefined, b: string | undefined) => a === undefined || b === undefined || isText(a, b);
  const name = isText(one.name, other.name);
  if (name === false) return false;
  return all([name, agree(one.account, other.account), agree(one.region, other.region)]);
}

/** Most names are known, and most are others: that needs no look at symbols. */
function isText(one: string, other: string): Formula {
  if (one === other) return true;
  return isKnown(one) && isKnown(other) ? false : equals(one, other);
}

function permissionIn(resource: Resource): Permitted | undefined {
  const { values, address, exists } = resource;
  const named = textIn(values.function_name);
  if (named === undefined) return undefined;
  const { name, account, region, qualifier } = functionName(named);
  return {
    exists,
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
      organization: textIn(values.principal_org_id),
    },
  };
}
