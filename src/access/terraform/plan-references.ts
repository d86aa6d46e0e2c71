import { isKnown, onlySymbol } from "../symbols";
import { jsonIn } from "../../json";
import { type Runtime } from "./expression/runtime";
import { type JsonRecord } from "./json-blocks";

/**
 * The references of an expression, in their order. A plan lists each with everything that it begins with:
 * `aws_iam_role.a.arn`, `aws_iam_role.a`.
 */
export function maximalReferences(references: unknown): readonly string[] {
  const list = Array.isArray(references) ? (references as readonly unknown[]) : [];
  const found: string[] = [];
  let before = "";
  for (const reference of list) {
    if (typeof reference !== "string") continue;
    const shorter = before.startsWith(reference) && /^[.[]/.test(before.slice(reference.length));
    if (!shorter && reference !== before) found.push(reference);
    if (!shorter) before = reference;
  }
  return [...new Set(found)];
}

/**
 * What is written in JSON, to be evaluated: a plan shows it as it stands, beside its references. Of what is written in
 * the other syntax, it shows references or a constant, not both.
 */
export function templateIn({ constant_value: json, references }: JsonRecord): unknown {
  return json !== undefined && json !== null && Array.isArray(references) && references.length > 0 ? json : undefined;
}

/** Whether a constant may hold templates, which nobody can tell from texts that only look like them. */
export function looksLikeTemplate(json: unknown): boolean {
  if (typeof json === "string") return /[$%]\{/.test(json);
  return typeof json === "object" && json !== null && Object.values(json).some(looksLikeTemplate);
}

const arn = /^arn:aws:[^*]+$/;
const roleArn = /^arn:aws:iam:[^*]+:role\//;
const isWhole = (text: string) => onlySymbol(text) !== undefined;
const isArn = (text: string) => arn.test(text);

/**
 * What an argument of this name holds if it holds nothing but what it refers to. A plan does not say what an expression
 * makes of its references: `"${bucket.arn}/*"` has the same ones as `bucket.arn`. What has this form is the reference
 * itself.
 */
const forms: readonly (readonly [argument: RegExp, form: (text: string) => boolean])[] = [
  [/^(source_arn|resource_arn|resources|not_resources)$/, () => false],
  [/^allowed_account_ids$/, (text) => /^\d{12}$/.test(text)],
  [/(^|_)ids?$/, isWhole],
  [/(^|_)arns?$/, isArn],
  [/^(integration_uri|authorizer_uri|uri)$/, (text) => text.endsWith("/invocations")],
  [/^(credentials|authorizer_credentials|authorizer_credentials_arn|permissions_boundary)$/, isArn],
  [/^role$/, (text) => isWhole(text) || isKnown(text) || roleArn.test(text)],
  [/^(function_name|stage_name|http_method|bucket)$/, (text) => isWhole(text) || isKnown(text) || isArn(text)],
  [/(^policy|_policy|_policy_documents|_json)$/, (text) => typeof jsonIn(text) === "object"],
  [/^provider_name$/, (text) => text.startsWith("cognito-idp.")],
  [/^audience$/, isWhole],
  [/^identifiers$/, isArn],
  [/^region$/, isKnown],
];

/** Whether a reference's value is the argument's too. */
export function isArgumentItself(argument: string, value: Runtime): boolean {
  const form = forms.find(([name]) => name.test(argument))?.[1];
  return typeof value === "string" && form !== undefined && form(value);
}

/** The conditions whose values are ids of one kind, so that a reference to such an id is the value. */
const keysOfIds: ReadonlyMap<string, RegExp> = new Map([
  ["aws:sourcevpce", /aws_vpc_endpoint\./],
  ["aws:sourcevpc", /aws_vpc\./],
  ["cognito-identity.amazonaws.com:aud", /aws_cognito_identity_pool\./],
]);

/** Whether the value of a reference is what a condition compares its key with. */
export function isConditionValue(variable: unknown, value: Runtime): boolean {
  const symbol = typeof value === "string" ? onlySymbol(value) : undefined;
  const type = typeof variable === "string" ? keysOfIds.get(variable.toLowerCase()) : undefined;
  return symbol !== undefined && type !== undefined && type.test(symbol.name);
}

/** What some arguments are always made of, by what they refer to; undefined for all others. */
export function composed(argument: string, values: readonly Runtime[]): string | undefined {
  const [first, second] = values;
  if (typeof first !== "string") return undefined;
  const isEndpoint = first.startsWith("cognito-idp.");
  if (argument === "target" && values.length === 1 && isWhole(first)) return `integrations/${first}`;
  if (argument === "issuer" && values.length === 1 && isEndpoint) return `https://${first}`;
  const isClient = typeof second === "string" && isWhole(second) && values.length === 2;
  return argument === "identity_provider" && isEndpoint && isClient ? `${first}:${second}` : undefined;
}
