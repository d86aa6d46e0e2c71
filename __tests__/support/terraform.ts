import { readTerraform } from "../../src/access";
import { type Finding, findingsOf } from "../../src/checks";

/** Arguments of a resource. */
export type Arguments = Record<string, unknown>;

/** Resources by type and name, as in Terraform JSON. */
export type Resources = Record<string, Record<string, Arguments>>;

/** Changes a configuration; what it adds or replaces stays with that configuration. */
export type Change = (resources: Resources) => void;

/** What is found in a folder with these resources, in eu-west-1 of account 111122223333. */
export function findingsIn(resources: Resources): readonly Finding[] {
  const json = {
    provider: { aws: { region: "eu-west-1", allowed_account_ids: ["111122223333"] } },
    resource: resources,
  };
  return findingsOf(readTerraform([{ name: "main.tf.json", json }]));
}

/** A policy as JSON. */
export const policy = (...statements: readonly object[]) =>
  JSON.stringify({ Version: "2012-10-17", Statement: statements });

/** A role's trust in an identity pool. */
export const trust = (amr = "authenticated", aud = "${aws_cognito_identity_pool.members.id}") =>
  policy({
    Effect: "Allow",
    Principal: { Federated: "cognito-identity.amazonaws.com" },
    Action: "sts:AssumeRoleWithWebIdentity",
    Condition: {
      StringEquals: { "cognito-identity.amazonaws.com:aud": aud },
      "ForAnyValue:StringLike": { "cognito-identity.amazonaws.com:amr": amr },
    },
  });

/** That a role may call a method and path of stage `v1` of the API `shop`. */
export const mayCall = (...paths: readonly string[]) =>
  policy({
    Effect: "Allow",
    Action: "execute-api:Invoke",
    Resource: paths.map((path) => `\${aws_api_gateway_rest_api.shop.execution_arn}/v1/${path}`),
  });

/** The key of the mapping of client `web`. */
export const key = "${aws_cognito_user_pool.users.endpoint}:${aws_cognito_user_pool_client.web.id}";

/**
 * A system in which nothing is found: a user pool with the groups `admin` and `staff`, an identity pool that takes roles
 * from tokens, and a regional REST API of AWS_IAM that a function answers.
 */
export function sound(): Resources {
  return {
    ...identity(),
    ...restApi({
      "GET orders": {},
      "GET order": {},
      "POST orders": {},
    }),
  };
}

function identity(): Resources {
  return {
    aws_cognito_user_pool: { users: { name: "users" } },
    aws_cognito_user_pool_client: { web: { name: "web", user_pool_id: "${aws_cognito_user_pool.users.id}" } },
    aws_cognito_user_group: {
      admin: group("admin", 1),
      staff: group("staff", 2),
    },
    aws_cognito_identity_pool: {
      members: {
        identity_pool_name: "members",
        allow_unauthenticated_identities: false,
        cognito_identity_providers: [
          {
            provider_name: "${aws_cognito_user_pool.users.endpoint}",
            client_id: "${aws_cognito_user_pool_client.web.id}",
          },
        ],
      },
    },
    aws_cognito_identity_pool_roles_attachment: {
      members: {
        identity_pool_id: "${aws_cognito_identity_pool.members.id}",
        roles: { authenticated: "${aws_iam_role.signed-in.arn}" },
        role_mapping: [{ identity_provider: key, type: "Token", ambiguous_role_resolution: "AuthenticatedRole" }],
      },
    },
    aws_iam_role: {
      "signed-in": { name: "signed-in", assume_role_policy: trust() },
      admin: { name: "admin", assume_role_policy: trust() },
      staff: { name: "staff", assume_role_policy: trust() },
    },
    aws_iam_role_policy: {
      admin: { name: "call", role: "${aws_iam_role.admin.name}", policy: mayCall("*/orders", "GET/orders/*") },
      staff: { name: "call", role: "${aws_iam_role.staff.name}", policy: mayCall("GET/orders") },
    },
  };
}

const group = (name: string, precedence: number) => ({
  name,
  precedence,
  user_pool_id: "${aws_cognito_user_pool.users.id}",
  role_arn: `\${aws_iam_role.${name}.arn}`,
});

/** A method and its integration, by method and resource: `GET orders`. */
function restApi(methods: Record<string, Arguments>): Resources {
  const shop = { rest_api_id: "${aws_api_gateway_rest_api.shop.id}" };
  const names = Object.keys(methods);
  return {
    aws_lambda_function: {
      orders: { function_name: "orders", role: "arn:aws:iam::111122223333:role/orders", runtime: "python3.13" },
    },
    aws_lambda_permission: {
      orders: {
        action: "lambda:InvokeFunction",
        function_name: "orders",
        principal: "apigateway.amazonaws.com",
        source_arn: "${aws_api_gateway_rest_api.shop.execution_arn}/*/*",
      },
    },
    aws_api_gateway_rest_api: { shop: { name: "shop", endpoint_configuration: [{ types: ["REGIONAL"] }] } },
    aws_api_gateway_resource: {
      orders: { ...shop, parent_id: "${aws_api_gateway_rest_api.shop.root_resource_id}", path_part: "orders" },
      order: { ...shop, parent_id: "${aws_api_gateway_resource.orders.id}", path_part: "{id}" },
    },
    aws_api_gateway_method: Object.fromEntries(names.map((name) => [nameOf(name), method(name, methods[name])])),
    aws_api_gateway_integration: Object.fromEntries(names.map((name) => [nameOf(name), integration(name)])),
    aws_api_gateway_deployment: {
      v1: { ...shop, triggers: { methods: "${sha1(jsonencode([aws_api_gateway_method.get-orders]))}" } },
    },
    aws_api_gateway_stage: {
      v1: { ...shop, deployment_id: "${aws_api_gateway_deployment.v1.id}", stage_name: "v1" },
    },
  };
}

const nameOf = (name: string) => name.toLowerCase().replaceAll(/[^a-z0-9]+/g, "-");

/** A method of the API `shop`: `GET orders`. */
export function method(name: string, more: Arguments = {}): Arguments {
  const [verb = "", resource = ""] = name.split(" ");
  return {
    rest_api_id: "${aws_api_gateway_rest_api.shop.id}",
    resource_id: `\${aws_api_gateway_resource.${resource}.id}`,
    http_method: verb,
    authorization: "AWS_IAM",
    ...more,
  };
}

/** Its integration with the function. */
export function integration(name: string, more: Arguments = {}): Arguments {
  const { rest_api_id, resource_id, http_method } = method(name);
  return {
    rest_api_id,
    resource_id,
    http_method,
    type: "AWS_PROXY",
    integration_http_method: "POST",
    uri: "${aws_lambda_function.orders.invoke_arn}",
    ...more,
  };
}

/** The HTTP API `notes`, whose route takes tokens of the client `web`; with more of the authorizer and of the route. */
export function jwtApi(jwt: Arguments = {}, route: Arguments = {}): Resources {
  const notes = { api_id: "${aws_apigatewayv2_api.notes.id}" };
  const issuer = "https://${aws_cognito_user_pool.users.endpoint}";
  const audience = ["${aws_cognito_user_pool_client.web.id}"];
  return {
    aws_apigatewayv2_api: { notes: { name: "notes", protocol_type: "HTTP" } },
    aws_apigatewayv2_stage: { live: { ...notes, name: "$default", auto_deploy: true } },
    aws_apigatewayv2_authorizer: {
      jwt: { ...notes, authorizer_type: "JWT", name: "jwt", jwt_configuration: [{ issuer, audience, ...jwt }] },
    },
    aws_apigatewayv2_integration: {
      notes: {
        ...notes,
        integration_type: "AWS_PROXY",
        integration_uri: "${aws_lambda_function.orders.invoke_arn}",
      },
    },
    aws_apigatewayv2_route: {
      notes: {
        ...notes,
        route_key: "GET /notes",
        target: "integrations/${aws_apigatewayv2_integration.notes.id}",
        authorization_type: "JWT",
        authorizer_id: "${aws_apigatewayv2_authorizer.jwt.id}",
        ...route,
      },
    },
    aws_lambda_permission: {
      notes: {
        action: "lambda:InvokeFunction",
        function_name: "orders",
        principal: "apigateway.amazonaws.com",
        source_arn: "${aws_apigatewayv2_api.notes.execution_arn}/*/*",
      },
    },
  };
}

/** Adds methods to the API `shop`, each with its integration. */
export function addMethods(resources: Resources, methods: Record<string, Arguments>): void {
  for (const [name, more] of Object.entries(methods)) {
    resources.aws_api_gateway_method = { ...resources.aws_api_gateway_method, [nameOf(name)]: method(name, more) };
    resources.aws_api_gateway_integration = {
      ...resources.aws_api_gateway_integration,
      [nameOf(name)]: integration(name),
    };
  }
}

/** Adds resources, or arguments to those that are there. */
export function adding(more: Resources): Change {
  return (resources) => {
    for (const [type, byName] of Object.entries(more)) {
      const there = (resources[type] ??= {});
      for (const [name, values] of Object.entries(byName)) there[name] = { ...there[name], ...values };
    }
  };
}

/** Takes a resource away. */
export function without(type: string, name: string): Change {
  return (resources) => {
    delete resources[type]?.[name];
  };
}

/** What is found in {@link sound} after changes: ids and addresses, and what was found there. */
export function foundAfter(...changes: readonly Change[]): readonly Finding[] {
  const resources = sound();
  for (const change of changes) change(resources);
  return findingsIn(resources);
}

/** Ids and addresses alone: `trust-without-aud at aws_iam_role.admin`. */
export const summaries = (findings: readonly Finding[]) =>
  findings.filter(({ severity }) => severity !== "info").map(({ id, address }) => `${id} at ${address}`);
