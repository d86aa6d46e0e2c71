import { type Refusal } from "../answers";
import { type Json } from "../call";
import { allowances, coversAction } from "./policies";

const needed = ["CreateNetworkInterface", "DescribeNetworkInterfaces", "DeleteNetworkInterface"];

/** Why Lambda would not put a function with these policies of its role into a VPC; undefined when it would. */
export function refuseVpcRole(policies: readonly string[]): Refusal | undefined {
  const statements = policies.flatMap(allowances);
  const missing = needed.find((action) => !statements.some((statement) => coversAction(statement, `ec2:${action}`)));
  if (missing === undefined) return undefined;
  const message = `The provided execution role does not have permissions to call ${missing} on EC2`;
  return { status: 400, type: "InvalidParameterValueException", message };
}

/** Whether a call puts a function into a VPC. */
export function entersVpc(settings: Json): boolean {
  const { SubnetIds } = (settings["VpcConfig"] ?? {}) as { readonly SubnetIds?: readonly string[] };
  return SubnetIds !== undefined && SubnetIds.length > 0;
}
