import { type Api, type Route } from "../../../src/access/api-gateway/facts/api";
import { decide } from "../../../src/access/api-gateway/decision/decide";
import { apisOf } from "../../../src/access/api-gateway/reading/apis";
import { originsOf } from "../../../src/access/api-gateway/reading/origins";
import { type Decision } from "../../../src/access/decision";
import { type Formula, textOf } from "../../../src/access/formula";
import { type Policy } from "../../../src/access/iam/policy";
import { type Role } from "../../../src/access/iam/role";
import { rolesOf } from "../../../src/access/iam/roles";
import { type Origin } from "../../../src/access/origin";
import { type Principal, type RoleCredentials, type TokenCredentials } from "../../../src/access/principal";
import { readable } from "../../../src/access/symbols";
import { type Configuration } from "../../../src/access/terraform/configuration";
import { readTerraform } from "../../../src/access/terraform/read";
import { type JsonValue } from "../../../src/json";

export const account = "111122223333";
export const region = "us-east-1";

/** Terraform resources by type and name. */
export type Resources = Record<string, Record<string, Record<string, JsonValue>>>;

/** Everything that is known of some Terraform. */
export interface World {
  readonly configuration: Configuration;
  readonly roles: readonly Role[];
  readonly apis: readonly Api[];
  readonly origins: readonly Origin[];
}

/** Reads resources as Gatehouse does, and whatever else stands beside them. */
export function worldOf(resource: Resources, data: Resources = {}, beside: Record<string, JsonValue> = {}): World {
  const provider = { aws: { region, allowed_account_ids: [account] } };
  const configuration = readTerraform([{ name: "main.tf.json", json: { provider, resource, data, ...beside } }]);
  const roles = rolesOf(configuration);
  const apis = apisOf(configuration, roles);
  return { configuration, roles, apis, origins: originsOf(configuration, apis) };
}

export const policy = (...statements: readonly JsonValue[]) =>
  JSON.stringify({ Version: "2012-10-17", Statement: statements });

export const allow = (resource: JsonValue, more: Record<string, JsonValue> = {}) => ({
  Effect: "Allow",
  Action: "execute-api:Invoke",
  Resource: resource,
  ...more,
});

export const deny = (resource: JsonValue, more: Record<string, JsonValue> = {}) => ({
  ...allow(resource, more),
  Effect: "Deny",
});

const trust = policy({
  Effect: "Allow",
  Principal: { Federated: "cognito-identity.amazonaws.com" },
  Action: "sts:AssumeRoleWithWebIdentity",
});

/** A role for callers, with one inline policy. */
export function callerRole(name: string, inline?: string): Resources {
  return {
    aws_iam_role: { [name]: { name, assume_role_policy: trust } },
    ...(inline === undefined
      ? {}
      : { aws_iam_role_policy: { [name]: { role: `\${aws_iam_role.${name}.name}`, policy: inline } } }),
  };
}

/** Resources of several parts together. */
export function merged(...parts: readonly Resources[]): Resources {
  const all: Resources = {};
  for (const part of parts)
    for (const [type, resources] of Object.entries(part)) all[type] = { ...all[type], ...resources };
  return all;
}

const invocation = `arn:aws:apigateway:${region}:lambda:path/2015-03-31/functions/arn:aws:lambda:${region}:${account}:function:served/invocations`;

/** An integration with the function `served`. */
export const served = { type: "aws_proxy", httpMethod: "POST", uri: invocation };

/** The function `served`, which API Gateway may invoke for everything. */
export const servedFunction: Resources = {
  aws_lambda_function: { served: { function_name: "served" } },
  aws_lambda_permission: {
    served: { function_name: "served", action: "lambda:InvokeFunction", principal: "apigateway.amazonaws.com" },
  },
};

export const sigv4 = {
  type: "apiKey",
  name: "Authorization",
  in: "header",
  "x-amazon-apigateway-authtype": "awsSigv4",
};

/** An operation that IAM guards. */
export const guarded = { security: [{ sigv4: [] }], "x-amazon-apigateway-integration": served };
/** An operation that nothing guards. */
export const open = { "x-amazon-apigateway-integration": served };

/** An OpenAPI document with these paths. */
export function document(paths: JsonValue, schemes: Record<string, JsonValue> = {}): string {
  return JSON.stringify({ openapi: "3.0.1", paths, components: { securitySchemes: { sigv4, ...schemes } } });
}

/** A REST API `api` under the stage `live`, which invokes `served`. */
export function restApi(body: string, more: Record<string, JsonValue> = {}): Resources {
  return merged(servedFunction, {
    aws_api_gateway_rest_api: { api: { name: "api", body, ...more } },
    aws_api_gateway_stage: {
      live: { rest_api_id: "${aws_api_gateway_rest_api.api.id}", stage_name: "live", deployment_id: "d" },
    },
  });
}

/** An HTTP API `api` under the stage `$default`, which invokes `served`. */
export function httpApi(body: string | undefined, more: Record<string, JsonValue> = {}): Resources {
  return merged(servedFunction, {
    aws_apigatewayv2_api: {
      api: { name: "api", protocol_type: "HTTP", ...(body === undefined ? {} : { body }), ...more },
    },
    aws_apigatewayv2_stage: {
      live: { api_id: "${aws_apigatewayv2_api.api.id}", name: "$default", auto_deploy: true },
    },
  });
}

/** An endpoint `way` for `execute-api`. */
export function vpcEndpoint(more: Record<string, JsonValue> = {}): Resources {
  return {
    aws_vpc_endpoint: {
      way: { service_name: `com.amazonaws.${region}.execute-api`, vpc_id: "vpc-1", private_dns_enabled: true, ...more },
    },
  };
}

/** The ARN of what a REST API's stage serves, as Terraform writes it. */
export const restArn = (rest: string) => `\${aws_api_gateway_rest_api.api.execution_arn}/live/${rest}`;

export const anonymous: Principal = { label: "anonymous", kind: "anonymous", credentials: [], steps: [] };

/** Whoever signs as a role. */
export function signer(world: World, name: string, more: Partial<RoleCredentials> = {}): Principal {
  const role = world.roles.find((one) => one.name === name);
  if (!role) throw new Error(`There is no role ${name}`);
  return signerOf(role, more);
}

export function signerOf(role: Role, more: Partial<RoleCredentials> = {}): Principal {
  const given = { sessionName: "CognitoIdentityCredentials", keys: new Map(), when: true as Formula, assumptions: [] };
  const credentials = { kind: "role" as const, role, ...given, ...more };
  return { label: readable(role.name), kind: "group", credentials: [credentials], steps: [] };
}

/** Whoever holds a token. */
export function holder(token: Omit<TokenCredentials, "kind" | "label" | "issuer"> & { issuer?: string }): Principal {
  const issuer = token.issuer ?? `https://cognito-idp.${region}.amazonaws.com/${token.userPoolId}`;
  const label = `${token.use} token of ${readable(token.clientId)}`;
  return { label, kind: "token", credentials: [{ ...token, kind: "token", issuer, label }], steps: [] };
}

export function originOf({ origins }: World, label: string): Origin {
  const origin = origins.find((one) => one.label === label);
  if (!origin) throw new Error(`There is no ${label} among ${origins.map((one) => one.label).join(", ")}`);
  return origin;
}

export function routeNamed({ apis }: World, label: string): { readonly api: Api; readonly route: Route } {
  for (const api of apis) {
    const route = api.routes.find((one) => one.label === label);
    if (route) return { api, route };
  }
  throw new Error(`There is no ${label}`);
}

/** What becomes of a call, from the internet unless it is told otherwise. */
export function called(world: World, label: string, principal: Principal, from = "internet"): Decision {
  return decide({ ...routeNamed(world, label), principal, origin: originOf(world, from) });
}

/** An outcome with its condition or its status and reason, in one text. */
export function told({ outcome, when, status, reason }: Decision): string {
  if (outcome === "allowed") return outcome;
  if (outcome === "conditional") return `if ${readable(textOf(when))}`;
  return [outcome, status, reason].filter((part) => part !== undefined).join(" ");
}

export const noPolicy: Policy = { address: "nowhere", version: "2012-10-17", statements: [] };
