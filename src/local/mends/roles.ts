import { type AskMoto, type Call, succeeded } from "../call";
import { allows, listOf, policyOf, statementsOf } from "./policies";

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
  if (elements(xml, "Arn")[0] !== arn) return undefined;
  return { name, trust: documentIn(xml, "AssumeRolePolicyDocument") };
}

/** Whether a trust policy lets a service assume the role. */
export function trusts(trust: string, service: string): boolean {
  return statementsOf(policyOf(trust) ?? {}).some((statement) => {
    const principal = statement["Principal"];
    const services = typeof principal === "object" && principal !== null ? (principal as { Service?: unknown }) : {};
    const assumes = allows(statement, (action) => ["sts:assumerole", "sts:*", "*"].includes(action));
    return assumes && listOf(services.Service).includes(service);
  });
}

/** Whether a role is allowed anything that `matches` accepts, by its inline policies or by those attached to it. */
export async function mayDo(
  call: Call,
  ask: AskMoto,
  { name }: Role,
  matches: (action: string) => boolean,
): Promise<boolean> {
  for await (const document of policiesOf(call, ask, name)) {
    if (statementsOf(policyOf(document) ?? {}).some((statement) => allows(statement, matches))) return true;
  }
  return false;
}

async function* policiesOf(call: Call, ask: AskMoto, RoleName: string): AsyncGenerator<string> {
  const inline = await askIam(call, ask, { Action: "ListRolePolicies", RoleName });
  for (const PolicyName of elements(inline, "member")) {
    yield documentIn(await askIam(call, ask, { Action: "GetRolePolicy", RoleName, PolicyName }), "PolicyDocument");
  }
  const attached = await askIam(call, ask, { Action: "ListAttachedRolePolicies", RoleName });
  for (const PolicyArn of elements(attached, "PolicyArn")) {
    const [VersionId = ""] = elements(await askIam(call, ask, { Action: "GetPolicy", PolicyArn }), "DefaultVersionId");
    yield documentIn(await askIam(call, ask, { Action: "GetPolicyVersion", PolicyArn, VersionId }), "Document");
  }
}

/** The answer's XML; empty where IAM refuses, as for a role that is not there. */
async function askIam(call: Call, ask: AskMoto, fields: Readonly<Record<string, string>>): Promise<string> {
  const answer = await ask(call, { form: { service: "iam", fields: { Version: "2010-05-08", ...fields } } });
  return succeeded(answer) ? answer.body.toString("utf8") : "";
}

/** The texts of the elements of a name that hold no others. */
function elements(xml: string, name: string): string[] {
  return [...xml.matchAll(new RegExp(`<${name}>([^<]*)</${name}>`, "g"))].map(([, text = ""]) =>
    unescaped(text).trim(),
  );
}

/** IAM percent-encodes documents, and moto's own policies come plain. */
function documentIn(xml: string, name: string): string {
  const [text = ""] = elements(xml, name);
  return text.startsWith("%7B") ? decodeURIComponent(text) : text;
}

function unescaped(text: string): string {
  return text
    .replaceAll("&lt;", "<")
    .replaceAll("&gt;", ">")
    .replaceAll(/&quot;|&#34;/g, '"')
    .replaceAll(/&apos;|&#39;/g, "'")
    .replaceAll("&amp;", "&");
}
