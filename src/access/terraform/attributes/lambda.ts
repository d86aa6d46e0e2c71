import { type Facts, type Table } from "./facts";
import { unknown } from "../expression/runtime";
import { isKnown, piecesOf } from "../../symbols";

/** The URI by which API Gateway invokes a function. */
const invokeArn = (of: Facts, arn: string) =>
  `arn:aws:apigateway:${of.region}:lambda:path/2015-03-31/functions/${arn}/invocations`;

/** The ARN of a function that is given by its name, or by an ARN; undefined where neither is known. */
function functionArn(of: Facts, given: string): string | undefined {
  const [first] = piecesOf(given);
  if (given.startsWith("arn:")) return given.split(":").slice(0, 7).join(":");
  if (typeof first === "object" && first.kind === "unknown") return undefined;
  return isKnown(given) && given.includes(":") ? undefined : of.arn("lambda", `function:${given}`);
}

const ownArn = (of: Facts) => functionArn(of, of.text("function_name"));
/** Versions are numbered, so that those of two functions may be the same. */
function version(of: Facts): string {
  const published = of.optional("publish") ?? false;
  return published === false && !of.isData ? "$LATEST" : unknown(`${of.address}.version`);
}
const qualifiedArn = (of: Facts) => `${of.text("arn")}:${of.text("version")}`;
const aliasArn = (of: Facts) => {
  const arn = functionArn(of, of.text("function_name"));
  return arn === undefined ? undefined : `${arn}:${of.text("name")}`;
};

/** @see https://docs.aws.amazon.com/lambda/latest/api/API_CreateFunction.html */
export const lambdaAttributes: Table = {
  aws_lambda_function: {
    id: (of) => of.text("function_name"),
    arn: (of) => (of.isData ? ownArn(of) : of.arn("lambda", `function:${of.text("function_name")}`)),
    invoke_arn: (of) => invokeArn(of, of.text("arn")),
    version,
    qualified_arn: qualifiedArn,
    qualified_invoke_arn: (of) => invokeArn(of, qualifiedArn(of)),
  },
  aws_lambda_alias: {
    id: (of) => of.get("arn"),
    arn: aliasArn,
    invoke_arn: (of) => invokeArn(of, of.text("arn")),
  },
};
