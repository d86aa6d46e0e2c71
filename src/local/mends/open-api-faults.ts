import { type Refusal } from "../answers";
import { type Json, textOf, objectIn } from "../call";
import { type Imported } from "./open-api";
import { type Operation, methodsOf, objectAt } from "./open-api-methods";
import { refuseResources } from "./open-api-resources";

const most = { authorizers: 10, policy: 8192, milliseconds: 29_000 };
const types = new Set(["AWS", "AWS_PROXY", "HTTP", "HTTP_PROXY", "MOCK"]);
const passthroughs = new Set(["WHEN_NO_MATCH", "WHEN_NO_TEMPLATES", "NEVER"]);

/** Why API Gateway would not import a document; undefined when it would. `existing` are the resources that stay. */
export function refuseOpenApi(
  document: Json,
  imported: Imported,
  existing: readonly string[] = [],
): Refusal | undefined {
  const fault =
    methodsOf(document)
      .map((operation) => faultOf(operation, document, imported))
      .find((found) => found !== undefined) ??
    faultOfModels(imported) ??
    faultOfAuthorizers(imported);
  if (fault !== undefined) return badRequest(`Errors found during import:\n\t${fault}`);
  return refuseResources(Object.keys(objectAt(document, "paths")), existing) ?? refusePolicy(imported.policy ?? "");
}

/** Why API Gateway would not save a resource policy; undefined when it would. An empty one takes it away. */
export function refusePolicy(policy: string): Refusal | undefined {
  if (policy === "") return undefined;
  if (!objectIn(policy)) {
    return badRequest("Invalid policy document. Please check the policy syntax and ensure that Principals are valid.");
  }
  return policy.length > most.policy
    ? badRequest(`The resource policy has ${policy.length} characters; the limit is ${most.policy}.`)
    : undefined;
}

function faultOf(operation: Operation, document: Json, { requests, validators, models }: Imported): string | undefined {
  const { path, verb, method } = operation;
  const at = `Unable to put method '${verb}' on resource at path '${path}'`;
  const schemes = objectAt(objectAt(document, "components"), "securitySchemes");
  const required = ((method["security"] ?? []) as Json[]).flatMap((requirement) => Object.keys(requirement));
  const unknown = required.find((name) => !(name in schemes));
  if (unknown !== undefined) return `${at}: Invalid authorizer: no security scheme is named ${unknown}`;
  const { validator, requestModels, methodResponses } = requests.get(`${verb} ${path}`) ?? {};
  if (validator !== undefined && !validators.has(validator)) {
    return `${at}: Invalid Request Validator identifier specified: ${validator}`;
  }
  const named = [
    ...Object.values(requestModels ?? {}),
    ...Object.values(methodResponses ?? {}).flatMap((response) => Object.values(objectAt(response, "responseModels"))),
  ];
  const missing = named.find((model) => !models.has(textOf(model)));
  if (missing !== undefined) return `${at}: Invalid model identifier specified: ${textOf(missing)}`;
  const fault = faultOfIntegration(objectAt(method, "x-amazon-apigateway-integration"));
  return fault === undefined
    ? undefined
    : `Unable to put integration on '${verb}' for resource at path '${path}': ${fault}`;
}

function faultOfIntegration(integration: Json): string | undefined {
  if (Object.keys(integration).length === 0) return undefined;
  const type = textOf(integration["type"]).toUpperCase();
  const uri = textOf(integration["uri"]);
  if (!types.has(type)) return `Invalid integration type: ${type || "(none)"}`;
  if (type !== "MOCK" && uri === "") return "URI must be specified";
  if (type !== "MOCK" && textOf(integration["httpMethod"]) === "") {
    return "Enumeration value for HttpMethod must be non-empty";
  }
  if (type === "AWS_PROXY" && !uri.includes(":lambda:path/")) {
    return "Integrations of type 'AWS_PROXY' currently only supports Lambda function and Firehose stream invocations.";
  }
  if (type === "AWS" && !uri.includes(":lambda:path/") && textOf(integration["credentials"]) === "") {
    return "Role ARN must be specified for AWS integrations";
  }
  const passthrough = textOf(integration["passthroughBehavior"]).toUpperCase();
  if (passthrough !== "" && !passthroughs.has(passthrough)) return `Invalid passthroughBehavior: ${passthrough}`;
  const timeout = integration["timeoutInMillis"] ?? most.milliseconds;
  return typeof timeout === "number" && timeout >= 50 && timeout <= most.milliseconds
    ? undefined
    : `Timeout should be between 50 ms and ${most.milliseconds} ms`;
}

function faultOfModels({ models }: Imported): string | undefined {
  const wrong = [...models.keys()].find((name) => !/^[a-zA-Z0-9]+$/.test(name));
  return wrong === undefined ? undefined : `Model name must be alphanumeric: ${wrong}`;
}

function faultOfAuthorizers({ authorizers }: Imported): string | undefined {
  if (authorizers.size > most.authorizers) return `Maximum number of Authorizers for this API: ${most.authorizers}`;
  for (const [name, { type, providerARNs }] of authorizers) {
    const pools = (Array.isArray(providerARNs) ? providerARNs : []) as string[];
    if (type !== "COGNITO_USER_POOLS") continue;
    if (pools.length === 0 || !pools.every((arn) => /^arn:aws:cognito-idp:[^:]+:\d{12}:userpool\/.+$/.test(arn))) {
      return `Unable to create authorizer '${name}': Invalid provider ARNs`;
    }
  }
  return undefined;
}

function badRequest(message: string): Refusal {
  return { status: 400, type: "BadRequestException", message };
}
