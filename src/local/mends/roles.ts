import { type AskMoto, type Call, succeeded } from "../call";
import { textsOf } from "../xml";
import { actionsOf, allowances, coversAction, principalsOf } from "./policies";

/** A role that some service is told to use, as IAM knows it. */
export interface Role {
  readonly name: string;
  /** The trust policy's document. */
  readonly trust: string;
}

/** The role of an ARN; undefined where there is none. */
export async function findRole(call: Call, ask: AskMoto, arn: string): Promise<Role | undefined> {
  const name = /^arn:[^:]+:iam::\d{12}:role\/(?:.*\/)?([^/]+)$/.exec(arn)?.[1];
  if (name === undefined) return undefined;
  const xml = await askIam(call, ask, { Action: "GetRole", RoleName: name });
  if (textsOf(xml, "Arn")[0] !== arn) return undefined;
  return { name, trust: documentIn(xml, "AssumeRolePolicyDocument") };
}

/** Whether a trust policy lets a service assume the role. */
export function trusts(trust: string, service: string): boolean {
  return allowances(trust).some(
    (statement) => coversAction(statement, "sts:AssumeRole") && principalsOf(statement, "Service").includes(service),
  );
}

/** Whether a role is allowed anything that `matches` accepts (it gets actions in lower case), by its inline policies or by those attached to it. */
export async function mayDo(
  call: Call,
  ask: AskMoto,
  { name }: Role,
  matches: (action: string) => boolean,
): Promise<boolean> {
  const documents = await policiesOf(call, ask, name);
  return documents.flatMap(allowances).some((statement) => actionsOf(statement).some(matches));
}

/** The documents of a role's policies, inline and attached. */
export async function policiesOf(call: Call, ask: AskMoto, RoleName: string): Promise<string[]> {
  const documents: string[] = [];
  const inline = await askIam(call, ask, { Action: "ListRolePolicies", RoleName });
  for (const PolicyName of textsOf(inline, "member")) {
    const policy = await askIam(call, ask, { Action: "GetRolePolicy", RoleName, PolicyName });
    documents.push(documentIn(policy, "PolicyDocument"));
  }
  const attached = await askIam(call, ask, { Action: "ListAttachedRolePolicies", RoleName });
  for (const PolicyArn of textsOf(attached, "PolicyArn")) {
    const [VersionId = ""] = textsOf(await askIam(call, ask, { Action: "GetPolicy", PolicyArn }), "DefaultVersionId");
    documents.push(
      documentIn(await askIam(call, ask, { Action: "GetPolicyVersion", PolicyArn, VersionId }), "Document"),
    );
  }
  return documents;
}

/** The answer's XML; empty where IAM refuses, as for a role that is not there. */
async function askIam(call: Call, ask: AskMoto, fields: Readonly<Record<string, string>>): Promise<string> {
  const answer = await ask(call, { elsewhere: { service: "iam", fields: { Version: "2010-05-08", ...fields } } });
  return succeeded(answer) ? answer.body.toString("utf8") : "";
}

/** IAM percent-encodes documents, and moto's own policies come plain. */
function documentIn(xml: string, name: string): string {
  const [text = ""] = textsOf(xml, name);
  return text.startsWith("%7B") ? decodeURIComponent(text) : text;
}
