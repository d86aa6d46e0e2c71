import { type Refusal } from "../answers";
import { type AskMoto, type Call, type Json, elsewhere, jsonOf, succeeded, textOf } from "../call";
import { elementsOf, innerAt, textAt } from "../xml";
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

/** The policies of the role that a call gives its function, or that the function has. */
export async function rolePolicies(call: Call, ask: AskMoto): Promise<string[]> {
  const role = textOf(jsonOf(call)["Role"]) || textOf(jsonOf(await ask(call, { method: "GET", body: "" }))["Role"]);
  const RoleName = role.split("/").at(-1) ?? "";
  const iam = async (Action: string, fields: Record<string, string>): Promise<string> => {
    const form = { Action, Version: "2010-05-08", ...fields };
    const answer = await ask(elsewhere(call, "iam", { form }));
    const { inner = "" } = succeeded(answer) ? (elementsOf(answer.body.toString("utf8"))[0] ?? {}) : {};
    return innerAt(inner, `${Action}Result`) ?? "";
  };
  const documents: string[] = [];
  for (const { inner } of elementsOf(innerAt(await iam("ListRolePolicies", { RoleName }), "PolicyNames") ?? "")) {
    documents.push(textAt(await iam("GetRolePolicy", { RoleName, PolicyName: inner }), "PolicyDocument"));
  }
  const attached = innerAt(await iam("ListAttachedRolePolicies", { RoleName }), "AttachedPolicies") ?? "";
  for (const { inner } of elementsOf(attached)) {
    const PolicyArn = textAt(inner, "PolicyArn");
    const VersionId = textAt(await iam("GetPolicy", { PolicyArn }), "Policy", "DefaultVersionId");
    documents.push(textAt(await iam("GetPolicyVersion", { PolicyArn, VersionId }), "PolicyVersion", "Document"));
  }
  return documents.map(decoded);
}

/** IAM's documents come percent-encoded. */
function decoded(document: string): string {
  try {
    return decodeURIComponent(document);
  } catch {
    return document;
  }
}
