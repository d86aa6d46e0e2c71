import { jsonIn } from "../../../json";
import { type Role } from "../../iam/role";
import { isKnown, readable } from "../../symbols";
import { partitionOf, partsOf } from "../facts/arn";
import { type Formula, onlyWhen } from "../../formula";
import { type Resource } from "../../terraform/configuration";
import { type Functions } from "./lambda-functions";
import { type Integration, type IntegrationCredentials } from "../facts/integration";

/** An integration as its author wrote it, in a document or a resource. */
export interface WrittenIntegration {
  /** `AWS_PROXY`, `AWS`, `HTTP_PROXY`, `HTTP` or `MOCK`, in any case. */
  readonly type?: string;
  readonly uri?: string;
  readonly credentials?: string;
  /** What an HTTP API calls of a service, such as `SQS-SendMessage`. */
  readonly subtype?: string;
  /** The bodies that are sent, by content type. */
  readonly templates: readonly string[];
  /** Under which conditions there is such an integration. @default - always */
  readonly when?: Formula;
  /** Where it is not known which of several there is: what is not known, as a statement that is true or false. */
  readonly unknown?: string;
}

/** The integration that resources make of a route: where one of several may be there, nothing is known of it. */
export function integrationOf(
  resources: readonly Resource[],
  read: (resource: Resource) => WrittenIntegration,
): WrittenIntegration | undefined {
  const [first, ...others] = resources;
  if (first === undefined) return undefined;
  if (first.exists === undefined || others.length === 0) return { ...read(first), ...onlyWhen(first.exists) };
  const unknown = `the one of ${resources.map(({ address }) => address).join(", ")} that there is may be called`;
  return { templates: [], unknown };
}

/** What an integration may refer to. */
export interface IntegrationContext {
  readonly functions: Functions;
  readonly roles: readonly Role[];
  readonly region: string;
  readonly accountId: string;
  /** The stage's variables, which a URI may name as `${stageVariables.<name>}`. */
  readonly stageVariables: ReadonlyMap<string, string>;
}

/**
 * What an integration is.
 *
 * @param written The integration; undefined where a route has none.
 * @param label The route's, such as `GET /members`.
 * @see https://docs.aws.amazon.com/apigateway/latest/api/API_Integration.html
 */
export function readIntegration(
  written: WrittenIntegration | undefined,
  label: string,
  context: IntegrationContext,
): Integration {
  if (!written) return { kind: "unknown", text: `${label} has an integration` };
  if (written.unknown !== undefined) return { kind: "unknown", text: written.unknown };
  if (!isKnown((written.type ?? "") + (written.subtype ?? "")))
    return { kind: "unknown", text: `the integration of ${label} may be called` };
  const type = written.type?.toUpperCase() ?? "";
  if (type === "MOCK") return { kind: "mock" };
  if (type === "HTTP" || type === "HTTP_PROXY") return { kind: "http" };
  const credentials = credentialsIn(written.credentials, context.roles);
  if (written.subtype !== undefined) return { kind: "service", ...serviceOfSubtype(written.subtype), credentials };
  const uri = withStageVariables(written.uri ?? "", context.stageVariables);
  const functionArn = functionIn(uri);
  if (functionArn !== undefined) {
    const { address, permissions } = context.functions.of(functionArn);
    return { kind: "lambda", functionArn, functionAddress: address, permissions, credentials };
  }
  const [, , , , service, what] = /^arn:[^:]+:apigateway:/.test(uri) ? partsOf(uri) : [];
  if (service === undefined || what === undefined || (type !== "AWS" && type !== "AWS_PROXY"))
    return { kind: "unknown", text: `the integration of ${label}, ${readable(uri) || type}, may be called` };
  // A service's URI may have a subdomain before the service: `bucket.s3`.
  const name = service.split(".").at(-1) ?? service;
  const action = /^action\/([A-Za-z]+)/.exec(what)?.[1];
  return {
    kind: "service",
    service: name,
    action: action === undefined ? undefined : `${name}:${action}`,
    resource: name === "cognito-idp" ? userPoolIn(written.templates, context) : undefined,
    credentials,
  };
}

/** The function that a URI calls: the ARN within it, or all of it. */
function functionIn(uri: string): string | undefined {
  const invoked = /:lambda:path\/[^/]+\/functions\/(.+)\/invocations$/.exec(uri)?.[1];
  return invoked ?? (/^arn:[^:]+:lambda:/.test(uri) ? uri : undefined);
}

function credentialsIn(text: string | undefined, roles: readonly Role[]): IntegrationCredentials {
  if (text === undefined || text === "") return { kind: "none" };
  if (/^arn:[^:]+:iam::\*:user\/\*$/.test(text)) return { kind: "caller" };
  return { kind: "role", arn: text, role: roles.find(({ arn }) => arn === text) };
}

function withStageVariables(uri: string, variables: ReadonlyMap<string, string>): string {
  return uri.replaceAll(/\$\{stageVariables\.([A-Za-z0-9_]+)\}/g, (all, name: string) => variables.get(name) ?? all);
}

const subtypes: Readonly<Record<string, string>> = {
  AppConfig: "appconfig",
  EventBridge: "events",
  Kinesis: "kinesis",
  SQS: "sqs",
  StepFunctions: "states",
};

function serviceOfSubtype(subtype: string): { service: string; action?: string } {
  const [name = "", action] = subtype.split("-");
  const service = subtypes[name] ?? name.toLowerCase();
  return { service, action: action === undefined ? undefined : `${service}:${action}` };
}

/** The ARN of the user pool that all of a method's mapping templates name; undefined where the request names it. */
function userPoolIn(templates: readonly string[], { region, accountId }: IntegrationContext): string | undefined {
  const ids = new Set(templates.map((template) => /"UserPoolId"\s*:\s*"([^"$]+)"/.exec(template)?.[1]));
  const [id] = ids;
  if (id === undefined || ids.size > 1) return undefined;
  return `arn:${partitionOf(region)}:cognito-idp:${region}:${accountId}:userpool/${id}`;
}

/** The bodies of mapping templates, from a map by content type or its JSON. */
export function templatesIn(value: unknown): readonly string[] {
  const map = typeof value === "string" ? jsonIn(value) : value;
  if (typeof map !== "object" || map === null) return [];
  return Object.values(map).filter((template): template is string => typeof template === "string");
}
