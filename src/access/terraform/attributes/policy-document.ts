import { UserError } from "../../../errors";
import { isKnown } from "../../symbols";
import { encoded } from "../expression/json-text";
import {
  isList,
  isObject,
  isUnknown,
  type Runtime,
  type RuntimeObject,
  symbolOf,
  templateText,
} from "../expression/runtime";
import { jsonIn } from "../../../json";
import { type Facts, type Table } from "./facts";

/** A policy as `aws_iam_policy_document` puts it together. */
interface Document {
  readonly id?: Runtime;
  readonly version: string;
  readonly statements: readonly RuntimeObject[];
}

/**
 * The policy that `data.aws_iam_policy_document` writes.
 *
 * @see https://registry.terraform.io/providers/hashicorp/aws/latest/docs/data-sources/iam_policy_document
 */
export const policyDocumentAttributes: Table = {
  aws_iam_policy_document: { json: policyJson, minified_json: policyJson },
};

/** Undefined where it is not known which statements there are. */
function policyJson(of: Facts): string | undefined {
  const own = ownDocument(of);
  const before = documents(of, ["source_json", "source_policy_documents"]);
  const after = documents(of, ["override_policy_documents", "override_json"]);
  if (own === undefined || before === undefined || after === undefined) return undefined;
  const parts = [...before, own, ...after];
  const merging = before.length + after.length > 0;
  if (merging && parts.some(({ statements }) => statements.some(({ Sid }) => !isCertain(Sid)))) return undefined;
  const { id, version, statements } = joined(parts);
  return encoded({ Version: version, ...(id === undefined ? {} : { Id: id }), Statement: statements });
}

const isCertain = (sid: Runtime | undefined) => typeof sid !== "string" || isKnown(sid);

/** A later statement takes the place of an earlier one with its `sid`. */
function joined(parts: readonly Document[]): Document {
  const statements: RuntimeObject[] = [];
  const places = new Map<Runtime, number>();
  for (const statement of parts.flatMap((part) => part.statements)) {
    const sid = statement.Sid;
    const place = sid === undefined || sid === "" ? undefined : places.get(sid);
    if (place !== undefined) statements[place] = statement;
    else {
      if (sid !== undefined) places.set(sid, statements.length);
      statements.push(statement);
    }
  }
  const id = parts.findLast((part) => part.id !== undefined)?.id;
  const version = parts.map((part) => part.version).reduce((one, other) => (other > one ? other : one));
  return { ...(id === undefined ? {} : { id }), version, statements };
}

/** The policies that a document begins or ends with; undefined where one is not known. */
function documents(of: Facts, names: readonly string[]): Document[] | undefined {
  const texts = names.flatMap((name) => {
    const value = of.optional(name);
    return isList(value) ? value : value === undefined ? [] : [value];
  });
  const read = texts
    .filter((text) => text !== null && text !== "")
    .map((text) => (typeof text === "string" && !isUnknown(text) ? documentIn(text, of.address) : undefined));
  return read.some((one) => one === undefined) ? undefined : read.flatMap((one) => one ?? []);
}

function documentIn(text: string, where: string): Document | undefined {
  const policy = jsonIn(text) as Runtime | undefined;
  if (policy === undefined && !isKnown(text)) return undefined;
  if (!isObject(policy)) {
    throw new UserError({
      where,
      what: "a policy that it begins or ends with is not a JSON object",
      got: text.slice(0, 80),
      fix: "give it the JSON of a policy",
    });
  }
  const { Id: id, Version: version, Statement: statement } = policy;
  const statements = isList(statement) ? statement : statement === undefined ? [] : [statement];
  if (!statements.every(isObject)) return undefined;
  return {
    ...(id === undefined ? {} : { id }),
    version: typeof version === "string" ? version : "",
    statements: statements.filter(isObject),
  };
}

function ownDocument(of: Facts): Document | undefined {
  const blocks = blocksIn(of.optional("statement"));
  const statements = blocks?.map(statementIn).filter((one) => one !== undefined);
  if (statements === undefined || statements.length !== blocks?.length) return undefined;
  const id = of.optional("policy_id");
  return {
    ...(id === undefined ? {} : { id }),
    version: of.argument("version") ?? "2012-10-17",
    statements,
  };
}

/** The blocks of an argument; undefined where it is not known which there are. */
function blocksIn(value: Runtime | undefined): RuntimeObject[] | undefined {
  if (value === undefined || value === null) return [];
  const list: readonly Runtime[] = isList(value) ? value : [value];
  const blocks = list.filter(isObject);
  return blocks.length === list.length ? blocks : undefined;
}

function statementIn(block: RuntimeObject): RuntimeObject | undefined {
  const principals = principalsIn(block.principals);
  const notPrincipals = principalsIn(block.not_principals);
  const condition = conditionIn(block.condition);
  if (principals === undefined || notPrincipals === undefined || condition === undefined) return undefined;
  return Object.fromEntries(
    Object.entries({
      Sid: block.sid === "" ? null : block.sid,
      Effect: block.effect ?? "Allow",
      Action: shortened(block.actions),
      NotAction: shortened(block.not_actions),
      Resource: shortened(withVariables(block.resources)),
      NotResource: shortened(withVariables(block.not_resources)),
      Principal: principals,
      NotPrincipal: notPrincipals,
      Condition: condition,
    }).flatMap(([key, value]) => (value === undefined || value === null ? [] : [[key, value]])),
  );
}

/** As the provider writes lists: texts, one element alone, and no list without any. */
function shortened(value: Runtime | undefined): Runtime | undefined {
  if (!isList(value)) return value;
  const texts = value.map((item) => templateText(item) ?? item);
  return texts.length === 0 ? undefined : texts.length === 1 ? texts[0] : texts;
}

/** Terraform has `${` for itself, so that a document writes IAM's variables as `&{...}`. */
function withVariables(value: Runtime | undefined): Runtime | undefined {
  if (isList(value)) return value.map((item) => withVariables(item) ?? null);
  if (typeof value !== "string" || symbolOf(value) !== undefined) return value;
  return value.replaceAll("&{", "${");
}

/** Null where there are none; undefined where it is not known which there are. */
function principalsIn(value: Runtime | undefined): Runtime | undefined {
  const blocks = blocksIn(value);
  if (blocks === undefined) return undefined;
  const byType = new Map<string, Runtime[]>();
  for (const { type, identifiers } of blocks) {
    const name = type === undefined ? undefined : templateText(type);
    if (name === undefined || !isKnown(name)) return undefined;
    const values = withVariables(identifiers) ?? [];
    byType.set(name, [...(byType.get(name) ?? []), ...(isList(values) ? values : [values])]);
  }
  if (byType.size === 0) return null;
  const everybody = byType.get("*");
  if (byType.size === 1 && everybody?.length === 1 && everybody[0] === "*") return "*";
  return Object.fromEntries([...byType].map(([type, values]) => [type, shortened(values) ?? []]));
}

/** Null where there is none; undefined where it is not known which tests there are. */
function conditionIn(value: Runtime | undefined): Runtime | undefined {
  const blocks = blocksIn(value);
  if (blocks === undefined) return undefined;
  const tests = new Map<string, Map<string, Runtime[]>>();
  for (const { test, variable, values } of blocks) {
    if (typeof test !== "string" || typeof variable !== "string" || !isKnown(test + variable)) return undefined;
    const variables = tests.get(test) ?? new Map<string, Runtime[]>();
    const given = withVariables(values) ?? [];
    variables.set(variable, [...(variables.get(variable) ?? []), ...(isList(given) ? given : [given])]);
    tests.set(test, variables);
  }
  if (tests.size === 0) return null;
  return Object.fromEntries(
    [...tests].map(([test, variables]) => [
      test,
      Object.fromEntries([...variables].map(([variable, values]) => [variable, shortened(values) ?? []])),
    ]),
  );
}
